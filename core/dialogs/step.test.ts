import { describe, expect, test } from '@jest/globals'
import type { Content } from '../content.js'
import { type Script, scriptSchema } from './script.js'
import { step } from './step.js'
import { Talk } from './talk.testing.js'

const file = { fileId: 'f1', name: 'logo.pdf', mimeType: 'application/pdf', size: 100 }
const sticker: Content = { type: 'sticker', emoji: '🙂' }

const ask = (id: string, answer: Record<string, unknown>, rest: Record<string, unknown> = {}) => ({
  ...{ id, kind: 'ask', label: id, text: `${id}?`, answer },
  ...rest,
})
const scriptOf = (...steps: Array<Record<string, unknown>>): Script =>
  scriptSchema.parse({ id: 'try', version: 1, title: 'Try', steps })

const colours = [
  { id: 'red', label: { ru: 'Красный', en: 'Red' } },
  { id: 'green', label: { ru: 'Зелёный', en: 'Green' } },
  { id: 'grey', label: { ru: 'Серый', en: 'Grey' } },
]

describe('answers', () => {
  const text = (said: string): Content => ({ type: 'text', text: said })
  const shared = (own: boolean): Content => ({ type: 'contact', phone: '79131234567', name: 'Анна', own })

  test.each<[string, Record<string, unknown>, Content, unknown]>([
    ['text', { type: 'text' }, text(' Зонты '), 'Зонты'],
    ['a caption', { type: 'text' }, { type: 'image', file, caption: 'Зонты' }, 'Зонты'],
    ['a name', { type: 'text', name: true }, text('Здравствуйте, меня зовут анна петрова!'), 'Анна Петрова'],
    ['a name as it is', { type: 'text', name: true }, text('Анна'), 'Анна'],
    ['a number', { type: 'number' }, text('полторы тысячи штук'), 1500],
    ['a length', { type: 'number', length: 'cm' }, text('2 м 40 см'), 240],
    ['a sum', { type: 'money' }, text('50 тыс'), { minor: 5_000_000, currency: 'RUB' }],
    ['a date', { type: 'date' }, text('к 25 декабря'), { at: '2026-12-24T21:00:00.000Z', hasTime: false }],
    [
      'a time',
      { type: 'date', min: 'today' },
      text('завтра в 10'),
      { at: '2026-11-19T07:00:00.000Z', hasTime: true },
    ],
    [
      'today',
      { type: 'date', min: 'today' },
      text('сегодня'),
      { at: '2026-11-17T21:00:00.000Z', hasTime: false },
    ],
    ['a phone', { type: 'phone' }, text('8 (913) 123-45-67'), '+79131234567'],
    ['a contact', { type: 'contact' }, shared(true), '+79131234567'],
    ['another person’s contact', { type: 'phone' }, shared(false), '+79131234567'],
    ['an e-mail', { type: 'email' }, text('Anna@Example.ru'), 'anna@example.ru'],
    ['a choice by its label', { type: 'choice', options: colours }, text('серый'), 'grey'],
    ['a choice in the other language', { type: 'choice', options: colours }, text('Red'), 'red'],
    ['a choice by number', { type: 'choice', options: colours }, text('2'), 'green'],
    ['a choice by number with a dot', { type: 'choice', options: colours }, text('№2.'), 'green'],
    ['a choice by its beginning', { type: 'choice', options: colours }, text('кра'), 'red'],
    ['a choice within words', { type: 'choice', options: colours }, text('давайте красный!'), 'red'],
    ['a choice in another form', { type: 'choice', options: colours }, text('хочу зеленую'), 'green'],
    ['choices in words', { type: 'multiple', options: colours }, text('красный и серый'), ['red', 'grey']],
    ['choices by number', { type: 'multiple', options: colours }, text('3, 1'), ['red', 'grey']],
    ['one choice of many', { type: 'multiple', options: colours }, text('2'), ['green']],
    [
      'check boxes',
      { type: 'multiple', options: colours },
      { type: 'choice', choiceId: 'q:red,grey', label: '' },
      ['red', 'grey'],
    ],
    ['a file', { type: 'file' }, { type: 'document', file }, { files: [file], links: [] }],
    [
      'an album',
      { type: 'file', accept: ['image'] },
      { type: 'album', files: [file, file] },
      { files: [file, file], links: [] },
    ],
    [
      'a link',
      { type: 'file' },
      text('вот https://disk.example/x'),
      { files: [], links: ['https://disk.example/x'] },
    ],
    [
      'consent',
      { type: 'consent', statement: 'I consent' },
      text('Согласна'),
      { given: true, text: 'I consent', at: '2026-11-18T09:00:00.000Z' },
    ],
  ])('%s', (_, answer, content, value) => {
    const talk = new Talk(scriptOf(ask('q', answer))).send(content)
    expect(talk.values).toEqual({ q: value })
    expect(talk.state.status).toBe('confirming')
    expect(talk.done).toContain('answer-recorded')
  })

  test('a shared own contact is verified, a typed number is not', () => {
    const script = scriptOf(ask('q', { type: 'phone' }))
    expect(new Talk(script).send(shared(true)).state.answers.q).toMatchObject({
      verified: true,
      raw: '79131234567',
    })
    expect(new Talk(script).send(shared(false)).state.answers.q).not.toHaveProperty('verified')
    expect(new Talk(script).say('89131234567').state.answers.q).not.toHaveProperty('verified')
  })

  test.each<[string, Record<string, unknown>, Content, string]>([
    ['a sticker for words', { type: 'text' }, sticker, 'Напишите, пожалуйста, словами.'],
    ['a photo for words', { type: 'text' }, { type: 'image', file }, 'Напишите, пожалуйста, словами.'],
    ['too short', { type: 'text', minLength: 3 }, text('а'), 'Слишком коротко'],
    ['too long', { type: 'text', maxLength: 3 }, text('абвг'), 'не больше 3 знаков'],
    ['not the pattern', { type: 'text', pattern: '\\d{10}' }, text('123'), 'Не похоже на то'],
    ['a number for a name', { type: 'text', name: true }, text('12345'), 'Не похоже на имя'],
    ['no number', { type: 'number' }, text('много'), 'Не вижу числа'],
    ['a range', { type: 'number' }, text('500-700'), 'Нужно одно число'],
    ['too few', { type: 'number', min: 10, unit: 'шт.' }, text('5'), 'Не меньше 10 шт.'],
    ['too many', { type: 'number', max: 1000 }, text('5000'), 'Не больше 1\u00a0000'],
    ['half a piece', { type: 'number', whole: true }, text('2,5'), 'целое число'],
    ['too cheap', { type: 'money', min: 1000 }, text('500 руб'), 'Не меньше 1\u00a0000\u00a0₽'],
    ['parts of a kopeck', { type: 'money' }, text('0,005 руб'), 'Не точнее копейки'],
    ['no date', { type: 'date' }, text('скоро'), 'Не получилось разобрать дату'],
    ['no such day', { type: 'date' }, text('31.02'), 'Такого дня или часа не бывает'],
    ['yesterday', { type: 'date', min: 'today' }, text('вчера'), 'уже прошёл'],
    ['an hour ago', { type: 'date', min: 'today' }, text('сегодня в 11:00'), 'уже прошёл'],
    ['too early', { type: 'date', min: '+7d' }, text('завтра'), 'не раньше 25 ноября 2026'],
    ['too late', { type: 'date', max: '+1m' }, text('через год'), 'не позже 18 декабря 2026'],
    ['no time', { type: 'date', withTime: true }, text('завтра'), 'А во сколько?'],
    ['a short phone', { type: 'phone' }, text('913-123'), 'не хватает цифр'],
    ['no phone', { type: 'contact' }, sticker, 'Не вижу номера'],
    ['no e-mail', { type: 'email' }, text('нет такого адреса'), 'Не вижу адреса'],
    ['no such choice', { type: 'choice', options: colours }, text('синий'), 'Выберите один из вариантов'],
    [
      'two choices at once',
      { type: 'choice', options: colours },
      text('красный или серый'),
      'Подходит несколько',
    ],
    [
      'a number out of the list',
      { type: 'choice', options: colours },
      text('7'),
      'Выберите один из вариантов',
    ],
    ['half clear choices', { type: 'multiple', options: colours }, text('красный, синий'), 'Не всё понятно'],
    [
      'too many choices',
      { type: 'multiple', options: colours, max: 1 },
      text('красный, серый'),
      'не больше 1',
    ],
    ['too few choices', { type: 'multiple', options: colours, min: 2 }, text('красный'), 'хотя бы 2'],
    ['words for a file', { type: 'file' }, text('потом пришлю'), 'Пришлите файл'],
    [
      'a voice for a picture',
      { type: 'file', accept: ['image'] },
      { type: 'voice', file },
      'Такой файл не подойдёт',
    ],
    ['neither yes nor no', { type: 'consent', statement: 'I consent' }, text('а зачем?'), 'Даю согласие'],
  ])('%s is asked again', (_, answer, content, reply) => {
    const talk = new Talk(scriptOf(ask('q', answer))).send(content)
    expect(talk.heard).toContain(reply)
    expect(talk.values).toEqual({})
    expect(talk.state).toMatchObject({ status: 'running', step: 'q', retries: 1 })
  })

  test('the script’s own retry text wins, and after too many a person is called', () => {
    const talk = new Talk(scriptOf(ask('q', { type: 'number' }, { retry: 'Just a number', maxRetries: 3 })))
    expect(talk.say('много').heard).toBe('Just a number')
    expect(talk.say('ещё больше').buttons.map(({ id }) => id)).toContain('!human')
    talk.say('не знаю точно, сколько')
    expect(talk.effects).toEqual([{ type: 'handover', reason: 'too-many-retries', step: 'q' }])
    expect(talk.state.status).toBe('handed-over')
  })

  test('failures count from the last answer that fitted', () => {
    const talk = new Talk(scriptOf(ask('one', { type: 'number' }), ask('two', { type: 'number' })))
    talk.say('много', 'много', '5', 'много', 'много')
    expect(talk.state).toMatchObject({ status: 'running', step: 'two', retries: 2 })
  })
})

describe('multiple choice by buttons', () => {
  const options = [...colours, { id: 'any', label: { ru: 'Любой', en: 'Any' }, exclusive: true }]
  const script = scriptOf(ask('q', { type: 'multiple', options }))

  test('presses add and take away, «Готово» ends', () => {
    const talk = new Talk(script).press('Красный', 'Серый')
    expect(talk.heard).toBe('Отмечено: Красный, Серый. Ещё что-нибудь?')
    expect(talk.buttons.map(({ label }) => label)).toEqual([
      '✓ Красный',
      'Зелёный',
      '✓ Серый',
      'Любой',
      'Готово',
    ])
    expect(talk.press('✓ Красный').press('Готово').values).toEqual({ q: ['grey'] })
  })

  test('presses and words add up', () => {
    expect(new Talk(script).press('Красный').say('и зелёный').values).toEqual({ q: ['red', 'green'] })
    expect(new Talk(script).press('Красный').say('готово').values).toEqual({ q: ['red'] })
  })

  test('nothing left picked is said, and «Готово» is gone', () => {
    const talk = new Talk(script).press('Красный', '✓ Красный')
    expect(talk.heard).toContain('Ничего не отмечено')
    expect(talk.buttons.map(({ label }) => label)).not.toContain('Готово')
  })

  test('an exclusive option ends at once, alone', () => {
    expect(new Talk(script).press('Красный', 'Любой').values).toEqual({ q: ['any'] })
  })
})

describe('moving about', () => {
  const script = scriptOf(
    ask('one', { type: 'text' }),
    ask('two', { type: 'number' }, { optional: true }),
    ask('three', { type: 'choice', options: colours }),
  )

  test.each(['назад', 'Назад!', 'back', '← Назад', 'вернуться'])('"%s" goes one question back', (said) => {
    const talk = new Talk(script).say('раз', said)
    expect(talk.state).toMatchObject({ step: 'one', history: [] })
    expect(talk.values).toEqual({})
    expect(talk.say('два').state.step).toBe('two')
  })

  test('back twice, and the questions come again', () => {
    const talk = new Talk(script).say('раз', '2').press('← Назад', '← Назад')
    expect(talk.state).toMatchObject({ step: 'one', answers: {} })
    expect(talk.say('раз').state.step).toBe('two')
  })

  test('there is nothing before the first question', () => {
    const talk = new Talk(script)
    expect(talk.buttons).toEqual([])
    expect(talk.say('назад').heard).toContain('Это первый вопрос')
    expect(talk.state).toMatchObject({ step: 'one', retries: 0 })
  })

  test.each(['пропустить', 'skip', 'не знаю', 'нет', '-'])('"%s" skips what is optional', (said) => {
    const talk = new Talk(script).say('раз', said)
    expect(talk.state.step).toBe('three')
    expect(talk.values).toEqual({ one: 'раз', two: null })
  })

  test('what is needed cannot be skipped', () => {
    const talk = new Talk(script).say('пропустить')
    expect(talk.heard).toContain('Без этого ответа не обойтись')
    expect(talk.state.step).toBe('one')
  })

  test.each(['отмена', 'Отменить', 'cancel', 'стоп'])('"%s" cancels', (said) => {
    const talk = new Talk(script).say('раз', said)
    expect(talk.state.status).toBe('cancelled')
    expect(talk.effects).toEqual([{ type: 'cancelled', step: 'two' }])
    expect(talk.say('и ещё').replies).toEqual([])
  })

  test.each([
    'позовите человека',
    'Позовите, пожалуйста, живого человека!',
    'можно менеджера?',
    'соедините с оператором',
    'позовите кого-нибудь из менеджеров',
    'хочу поговорить с человеком',
    'call a human',
    'I want to talk to a person, please',
  ])('"%s" calls a person', (said) => {
    for (const talk of [new Talk(script), new Talk(script).say('раз', '2', '1')]) {
      talk.say(said)
      expect(talk.effects).toMatchObject([{ type: 'handover', reason: 'asked' }])
      expect(talk.state.status).toBe('handed-over')
      expect(talk.heard).toContain('Зову коллегу')
    }
  })

  test('a call for a person under a photo is heard', () => {
    const talk = new Talk(script).send({ type: 'image', file, caption: 'Позовите менеджера' })
    expect(talk.state.status).toBe('handed-over')
  })

  test('a bare «менеджер» is an answer to a question in words, elsewhere a call', () => {
    expect(new Talk(script).say('менеджер').values).toEqual({ one: 'менеджер' })
    expect(new Talk(script).say('раз', 'менеджер').state.status).toBe('handed-over')
    expect(new Talk(script).say('менеджер по закупкам').values).toEqual({ one: 'менеджер по закупкам' })
  })

  test('«заново» begins again', () => {
    const talk = new Talk(script).say('раз', 'заново')
    expect(talk.state).toMatchObject({ step: 'one', answers: {}, history: [] })
    expect(talk.done).toEqual(['restarted', 'asked'])
  })

  test('a command that is an offered answer is the answer', () => {
    const options = [{ id: 'back', label: { ru: 'Назад', en: 'Back' } }, ...colours]
    const talk = new Talk(scriptOf(ask('one', { type: 'text' }), ask('side', { type: 'choice', options })))
    expect(talk.say('раз', 'назад').values).toEqual({ one: 'раз', side: 'back' })
  })

  test('a number picks a button where buttons are shown as a list, but not where it is the answer', () => {
    // 1. Пропустить 2. ← Назад
    expect(new Talk(script).say('раз', '2').values).toEqual({ one: 'раз', two: 2 })
    const phone = scriptOf(ask('one', { type: 'text' }), ask('phone', { type: 'phone' }, { optional: true }))
    expect(new Talk(phone).say('раз', '1').values).toEqual({ one: 'раз', phone: null })
    expect(new Talk(phone).say('раз', '2').state.step).toBe('one')
  })
})

describe('presses on old buttons', () => {
  const script = scriptOf(
    ask('one', { type: 'choice', options: colours }),
    ask('two', { type: 'text' }, { optional: true }),
    ask('three', { type: 'text' }, { optional: true }),
  )

  test.each([
    'one:red',
    'one:grey',
    'gone:x',
    'two:!skip',
    'one:!back',
    '!confirm',
    '!fix',
    '!fix:one',
    '!summary',
    'nonsense',
    '',
  ])('%s asks the present question again and changes nothing', (id) => {
    const talk = new Talk(script).press('Красный').say('раз')
    const before = talk.state
    talk.pressId(id)
    expect(talk.heard).toContain('three?')
    expect(talk.state).toEqual(before)
  })

  test('at the summary an old option shows the summary', () => {
    const talk = new Talk(script).press('Красный').say('раз', 'два').pressId('one:grey')
    expect(talk.heard).toContain('one: Красный')
    expect(talk.values).toMatchObject({ one: 'red' })
  })
})

describe('branches', () => {
  const script = scriptOf(
    ask('thing', {
      type: 'choice',
      options: [
        { id: 'cup', label: 'Cup' },
        { id: 'pen', label: 'Pen' },
        { id: 'other', label: 'Other', into: 'what' },
      ],
    }),
    ask('what', { type: 'text' }, { when: { answer: 'thing', is: 'other' } }),
    {
      id: 'fork',
      kind: 'branch',
      cases: [{ if: { answer: 'thing', is: 'pen' }, next: 'ink' }],
      next: 'handle',
    },
    ask('ink', { type: 'text' }, { next: 'last' }),
    ask('handle', { type: 'text' }),
    ask('last', { type: 'text' }),
  )

  test('each way asks its own', () => {
    expect(new Talk(script).press('Pen').state.step).toBe('ink')
    expect(new Talk(script).press('Cup').state.step).toBe('handle')
    expect(new Talk(script).press('Other').state.step).toBe('what')
  })

  test('words that match no option are the open one, and its question is not asked', () => {
    const talk = new Talk(script).say('зонты')
    expect(talk.values).toEqual({ thing: 'other', what: 'зонты' })
    expect(talk.state).toMatchObject({ step: 'handle', history: ['thing', 'what'] })
  })

  test('a correction asks what became open and drops what is no longer asked', () => {
    const talk = new Talk(script).press('Pen').say('blue', 'end')
    expect(talk.values).toEqual({ thing: 'pen', ink: 'blue', last: 'end' })
    talk
      .press('Fix' in talk ? '' : 'Исправить')
      .press('thing: Pen')
      .press('Cup')
    expect(talk.state).toMatchObject({ status: 'running', step: 'handle', fixing: true })
    talk.say('steel')
    expect(talk.state.status).toBe('confirming')
    expect(talk.values).toEqual({ thing: 'cup', handle: 'steel', last: 'end' })
    expect(talk.heard).not.toContain('ink')
  })

  test('a script that leads back asks again and forgets what followed', () => {
    const loop = scriptOf(
      ask('size', { type: 'number' }),
      ask('more', { type: 'text' }),
      {
        id: 'large',
        kind: 'branch',
        cases: [{ if: { answer: 'size', atLeast: 100 }, next: 'sorry' }],
        next: 'done',
      },
      { id: 'sorry', kind: 'say', text: 'Too large', next: 'size' },
      { id: 'done', kind: 'end' },
    )
    const talk = new Talk(loop).say('500', 'x')
    expect(talk.heard).toBe('Too large\nsize?')
    expect(talk.state).toMatchObject({ step: 'size', history: [], answers: {} })
    expect(talk.say('5', 'y').values).toEqual({ size: 5, more: 'y' })
  })

  test('a step of handing over hands over', () => {
    const talk = new Talk(
      scriptOf(ask('size', { type: 'number' }), {
        id: 'big',
        kind: 'handover',
        reason: 'big-order',
        text: 'A colleague comes',
      }),
    ).say('5')
    expect(talk.heard).toBe('A colleague comes')
    expect(talk.effects).toContainEqual({ type: 'handover', reason: 'big-order', step: 'size' })
    expect(talk.values).toEqual({ size: 5 })
  })

  test('options may depend on answers, and a choice that is no longer offered is asked again', () => {
    const some = [...colours.slice(0, 2), { ...colours[2], when: { answer: 'thing', is: 'cup' } }]
    const shifting = scriptOf(
      ask('thing', {
        type: 'choice',
        options: [
          { id: 'cup', label: 'Cup' },
          { id: 'pen', label: 'Pen' },
        ],
      }),
      ask('colour', { type: 'choice', options: some }),
    )
    expect(new Talk(shifting).press('Pen').buttons.map(({ label }) => label)).toEqual([
      'Красный',
      'Зелёный',
      '← Назад',
    ])
    const talk = new Talk(shifting).press('Cup', 'Серый', 'Исправить', 'thing: Cup', 'Pen')
    expect(talk.state).toMatchObject({ status: 'running', step: 'colour' })
    expect(talk.press('Красный').state.status).toBe('confirming')
  })
})

describe('summary', () => {
  const script = scriptOf(
    ask('one', { type: 'text' }, { label: { ru: 'Имя', en: 'Name' } }),
    ask('two', { type: 'number', unit: 'шт.' }, { optional: true, label: { ru: 'Тираж', en: 'Run' } }),
    { id: 'bye', kind: 'end', text: 'Thank you, {one}' },
  )
  const atSummary = () => new Talk(script).say('Анна', '1500')

  test('shows every answer; confirming completes with them', () => {
    const talk = atSummary()
    expect(talk.heard).toBe('Проверьте, всё ли верно:\n\n• Имя: Анна\n• Тираж: 1\u00a0500 шт.')
    talk.press('Всё верно')
    expect(talk.heard).toBe('Thank you, Анна')
    expect(talk.state.status).toBe('completed')
    expect(talk.effects).toEqual([{ type: 'completed', answers: talk.state.answers }])
  })

  test.each(['да', 'Всё верно!', 'верно', 'ок', 'yes', '1', '+'])('"%s" confirms', (said) => {
    expect(atSummary().say(said).state.status).toBe('completed')
  })

  test.each(['исправить', 'нет', 'неверно', '2', 'fix'])('"%s" lists what can be corrected', (said) => {
    const talk = atSummary().say(said)
    expect(talk.buttons.map(({ label }) => label)).toEqual([
      'Имя: Анна',
      'Тираж: 1\u00a0500 шт.',
      '← К итогу',
    ])
    expect(talk.press('← К итогу').heard).toContain('Проверьте')
  })

  test.each(['исправить тираж', 'Тираж'])('"%s" goes straight to that question', (said) => {
    const talk = atSummary().say(said)
    expect(talk.state).toMatchObject({ status: 'running', step: 'two' })
    expect(talk.say('200').values).toMatchObject({ two: 200 })
    expect(talk.state.status).toBe('confirming')
  })

  test('a correction that is thought better of leaves the answer', () => {
    const talk = atSummary().press('Исправить', 'Имя: Анна', '← Назад')
    expect(talk.state.status).toBe('confirming')
    expect(talk.values).toEqual({ one: 'Анна', two: 1500 })
  })

  test('a correction may skip', () => {
    const talk = atSummary().press('Исправить', 'Тираж: 1\u00a0500 шт.', 'Пропустить')
    expect(talk.heard).toContain('Тираж: пропущено')
  })

  test('back from the summary is the last question', () => {
    expect(atSummary().say('назад').state).toMatchObject({ status: 'running', step: 'two', history: ['one'] })
  })

  test('other words are asked about, then a person comes', () => {
    const talk = atSummary().say('а сколько стоит доставка')
    expect(talk.heard).toContain('Нажмите «Всё верно»')
    expect(talk.state.status).toBe('confirming')
    talk.send(sticker).say('ну так сколько')
    expect(talk.effects).toMatchObject([{ type: 'handover', reason: 'too-many-retries' }])
  })

  test('without confirmation the end is the end', () => {
    const talk = new Talk({ ...script, confirm: false }).say('Анна', '5')
    expect(talk.state.status).toBe('completed')
    expect(talk.done).toEqual(['answer-recorded', 'completed'])
  })
})

describe('pauses', () => {
  const script = scriptOf(ask('one', { type: 'text' }), ask('two', { type: 'choice', options: colours }))

  test('«потом» pauses, «продолжить» goes on at the same question', () => {
    const talk = new Talk(script).say('раз', 'потом')
    expect(talk.state.status).toBe('paused')
    expect(talk.wait(72).say('продолжить').heard).toBe('two?')
    expect(talk.done).toEqual(['resumed'])
    expect(talk.state).toMatchObject({ status: 'running', step: 'two' })
    expect(talk.state).not.toHaveProperty('paused')
    expect(talk.values).toEqual({ one: 'раз' })
  })

  test('after days the person is greeted with the question that was left', () => {
    const talk = new Talk(script).say('раз').wait(48).say('здравствуйте')
    expect(talk.heard).toBe('Вы остановились на вопросе «two». Продолжить?')
    expect(talk.buttons.map(({ label }) => label)).toEqual([
      'Продолжить',
      'Начать заново',
      'Позвать человека',
    ])
    expect(talk.press('Продолжить').heard).toBe('two?')
    expect(talk.press('Серый').state.status).toBe('confirming')
  })

  test.each<[string, (talk: Talk) => Talk, string]>([
    ['да', (talk) => talk.say('да'), 'running'],
    ['1', (talk) => talk.say('1'), 'running'],
    ['/start', (talk) => talk.say('/start'), 'running'],
    ['нет', (talk) => talk.say('нет, спасибо'), 'cancelled'],
    ['заново', (talk) => talk.press('Начать заново'), 'running'],
    ['человек', (talk) => talk.press('Позвать человека'), 'handed-over'],
  ])('greeted, "%s" is understood', (_, reply, status) => {
    expect(reply(new Talk(script).say('раз').wait(48).say('привет')).state.status).toBe(status)
  })

  test('after days a press on the very question is its answer', () => {
    const talk = new Talk(script).say('раз').wait(48).press('Серый')
    expect(talk.state.status).toBe('confirming')
    expect(talk.done).toEqual(['resumed', 'answer-recorded'])
  })

  test('after days the summary is offered again, and its button still confirms', () => {
    const talk = new Talk(script).say('раз', '1').wait(48)
    expect(new Talk(script).say('раз', '1').wait(48).say('привет').heard).toBe(
      'Осталось только проверить ответы. Продолжить?',
    )
    expect(talk.press('Всё верно').state.status).toBe('completed')
  })

  test('whoever goes on about other things gets a person', () => {
    const talk = new Talk(script).say('раз').wait(48).say('привет', 'есть доставка?')
    expect(talk.state.status).toBe('paused')
    talk.say('вы тут?', 'эй')
    expect(talk.effects).toMatchObject([{ type: 'handover', reason: 'too-many-retries' }])
  })

  test('an hour of silence is no pause', () => {
    expect(new Talk(script).say('раз').wait(1).say('серый').state.status).toBe('confirming')
  })
})

describe('consent', () => {
  const script = scriptSchema.parse({
    ...{ id: 'try', version: 1, title: 'Try', result: { clientName: 'name', consent: 'ok' } },
    steps: [
      ask('name', { type: 'text', name: true }),
      ask('run', { type: 'number' }),
      ask('phone', { type: 'phone' }),
      ask('ok', { type: 'consent', statement: { ru: 'Согласен на всё', en: 'I consent to all' } }),
    ],
  })

  test('keeps the words that were shown and the time', () => {
    const talk = new Talk(script).say('Анна', '5', '89131234567')
    expect(talk.heard).toBe('ok?\n\nСогласен на всё')
    talk.wait(1).press('Даю согласие')
    expect(talk.values.ok).toEqual({ given: true, text: 'Согласен на всё', at: '2026-11-18T10:00:00.000Z' })
    expect(talk.press('Исправить').buttons.map(({ label }) => label)).not.toContain('ok: дано')
  })

  test('declined, a person comes and nothing personal is kept', () => {
    const talk = new Talk(script).say('Анна', '5', '89131234567').press('Не даю')
    expect(talk.effects).toEqual([{ type: 'handover', reason: 'consent-declined', step: 'ok' }])
    expect(talk.values).toEqual({ run: 5 })
    expect(JSON.stringify(talk.state)).not.toContain('913')
  })
})

describe('broken things hand over, never fall silent', () => {
  const script = scriptOf(ask('one', { type: 'text' }), ask('two', { type: 'text' }))
  const context = { now: new Date('2026-11-18T09:00:00Z'), zone: 'Europe/Moscow', locale: 'ru' as const }
  const state = new Talk(script).say('раз').state
  const hello: Content = { type: 'text', text: 'привет' }

  test.each<[string, Script | null, unknown]>([
    ['no script', null, state],
    ['another version', { ...script, version: 2 }, state],
    ['a step that vanished', script, { ...state, step: 'gone' }],
    ['no step', script, { ...state, step: null }],
    ['a history that vanished', script, { ...state, status: 'confirming', history: undefined }],
    ['no answers', script, { ...state, answers: null }],
  ])('%s', (_, broken, stored) => {
    const turn = step(broken, stored as typeof state, hello, context)
    expect(turn.state.status).toBe('handed-over')
    expect(turn.effects).toMatchObject([{ type: 'handover', reason: 'broken-script' }])
    expect(turn.replies).toHaveLength(1)
  })

  test('back to a step that vanished', () => {
    const turn = step(script, { ...state, history: ['gone'] }, { type: 'text', text: 'назад' }, context)
    expect(turn.effects).toMatchObject([{ type: 'handover', reason: 'broken-script' }])
  })

  test('a script that leads nowhere', () => {
    const astray = { ...script, steps: script.steps.map((one) => ({ ...one, next: 'nowhere' })) } as Script
    const turn = new Talk(astray)
    expect(turn.say('раз').effects.at(-1)).toMatchObject({ type: 'handover', reason: 'broken-script' })
  })
})
