import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { loadScript } from '../../core/dialogs/load-script.js'
import { listAnswers, outcomeOf } from '../../core/dialogs/outcome.js'
import type { Script } from '../../core/dialogs/script.js'
import { Talk } from '../../core/dialogs/talk.testing.js'

const file = { fileId: 'f1', name: 'logo.pdf', mimeType: 'application/pdf', size: 1000 }

let script: Script
beforeAll(async () => {
  script = await loadScript(join(process.cwd(), 'bot/scripts/merchandise.yaml'))
})

/** As far as the phone, without stumbling. */
function upToPhone(): Talk {
  return new Talk(script)
    .press('Футболки')
    .say('500 шт')
    .press('Шелкография', 'DTF', 'Готово')
    .say('через две недели')
    .press('Пропустить')
    .say('ООО «Ромашка»', 'меня зовут анна')
}

describe('the merchandise script', () => {
  test('greets and asks what to make', () => {
    const talk = new Talk(script)
    expect(talk.replies).toHaveLength(2)
    expect(talk.heard).toContain('Здравствуйте!')
    expect(talk.buttons.map(({ label }) => label)).toEqual(['Футболки', 'Худи', 'Кружки', 'Ручки', 'Другое'])
  })

  test('a whole order with every kind of stumble', () => {
    const talk = new Talk(script).press('Кружки').say('назад').press('Футболки')
    expect(talk.say('500-700').heard).toContain('Нужно одно число')
    talk.say('полтысячи')
    expect(talk.buttons.map(({ label }) => label)).toEqual([
      ...['Шелкография', 'DTF', 'Вышивка', 'Помогите выбрать', '← Назад'],
    ])
    talk.press('Шелкография', 'DTF', 'Готово')
    expect(talk.say('31.02').heard).toContain('Такого дня')
    expect(talk.say('вчера').heard).toContain('уже прошёл')
    talk.say('25.12').send({ type: 'document', file })

    // Days pass in the middle.
    talk.wait(60).say('добрый день')
    expect(talk.heard).toBe('Вы остановились на вопросе «Компания». Продолжить?')
    talk.press('Продолжить').say('ООО «Ромашка»', 'Меня зовут анна')

    expect(talk.replies.at(-1)).toMatchObject({ type: 'choices', requestContact: 'Отправить мой номер' })
    expect(talk.heard).toContain('Анна, по какому номеру')
    expect(talk.say('8 913 123-45').heard).toContain('не хватает цифр')
    talk.say('8 (913) 123-45-67').press('Даю согласие')

    expect(talk.heard).toBe(
      [
        'Проверьте, всё ли верно:',
        '',
        '• Изделие: Футболки',
        '• Тираж: 500 шт.',
        '• Нанесение: Шелкография, DTF',
        '• Срок: 25 декабря 2026',
        '• Макет: logo.pdf',
        '• Компания: ООО «Ромашка»',
        '• Имя: Анна',
        '• Телефон: +7 913 123 45 67',
        '• Согласие: дано',
      ].join('\n'),
    )

    // A correction that opens another question: the mugs have their own branding.
    talk.press('Исправить', 'Изделие: Футболки', 'Кружки')
    expect(talk.heard).toContain('на кружки')
    talk.say('гравировка')
    expect(talk.state.status).toBe('confirming')
    talk.press('Всё верно')
    expect(talk.heard).toContain('Спасибо, Анна!')
    expect(talk.done).toEqual(['completed'])

    expect(outcomeOf(script, talk.state.answers, 'ru', 'Europe/Moscow')).toEqual({
      clientName: 'Анна',
      phone: '+79131234567',
      phoneVerified: false,
      companyName: 'ООО «Ромашка»',
      dealTitle: 'Кружки, 500 шт.',
      dueAt: new Date('2026-12-24T21:00:00Z'),
      dueHasTime: false,
      items: [
        {
          title: 'Кружки',
          quantity: 500,
          details: [
            { label: 'Нанесение', value: 'Гравировка' },
            { label: 'Макет', value: 'logo.pdf' },
          ],
        },
      ],
      consent: { text: expect.stringContaining('152-ФЗ'), at: new Date('2026-11-20T21:00:00Z') },
      files: [file],
    })
  })

  test('words of one’s own are the product, and the company may be left out', () => {
    const talk = new Talk(script).say('Нужны зонты-трости').say('50')
    expect(talk.buttons).toHaveLength(7)
    talk.press('Помогите выбрать').say('к новому году', 'нет', 'нет', 'Олег')
    talk.send({ type: 'contact', phone: '79131234567', name: 'Олег', own: true }).say('согласен', 'да')
    const outcome = outcomeOf(script, talk.state.answers, 'ru', 'Europe/Moscow')
    expect(outcome).toMatchObject({
      dealTitle: 'Нужны зонты-трости, 50 шт.',
      phone: '+79131234567',
      phoneVerified: true,
    })
    expect(outcome).not.toHaveProperty('companyName')
    expect(listAnswers(script, talk.state.answers, 'ru', 'Europe/Moscow').map(({ key }) => key)).toEqual([
      ...['product', 'productOther', 'run', 'branding', 'deadline', 'name', 'phone', 'consent'],
    ])
  })

  test('in English', () => {
    const talk = new Talk(script, 'en').press('Hoodies').say('2k')
    expect(talk.say('embroidery').heard).toContain('When do you need it?')
    talk
      .say('in three weeks')
      .press('Skip', 'Skip')
      .say('my name is john', '+49 151 23456789')
      .press('I agree')
    expect(talk.heard).toContain('• Run: 2,000 pcs.')
    expect(talk.heard).not.toMatch(/[а-яё]/i)
    expect(talk.say('yes').heard).toContain('Thank you, John!')
  })

  test.each<[string, (talk: Talk) => Talk, string]>([
    ['a person at any point', (talk) => talk.say('позовите менеджера'), 'handed-over'],
    ['a person by the word alone', (talk) => talk.say('оператор'), 'handed-over'],
    ['cancelling', (talk) => talk.say('отмена'), 'cancelled'],
    ['pausing', (talk) => talk.say('потом'), 'paused'],
    ['three wrong numbers', (talk) => talk.say('123', '8913', 'нет номера'), 'handed-over'],
  ])('%s', (_, move, status) => expect(move(upToPhone()).state.status).toBe(status))

  test('the state stays small', () => {
    expect(JSON.stringify(upToPhone().state).length).toBeLessThan(2000)
  })
})
