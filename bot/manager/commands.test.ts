import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Deal } from '../../core/deals/deal.model.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { buildDesk, type Desk, labels } from '../../tests/factories/desk.js'
import { until } from '../../tests/factories/until.js'

describe('commands of a colleague', () => {
  let desk: Desk
  let maria: PersonChat
  let staffId: string
  let client: PersonChat
  let name: string
  let cardId: number
  let people = 0
  beforeAll(async () => {
    desk = await buildDesk()
    const { chat, staff } = await desk.colleague('Мария', 'head')
    maria = chat
    staffId = staff._id
  })
  afterAll(() => desk.close())

  /** Every test has a client of its own, who has just written and whom Maria has taken. */
  beforeEach(async () => {
    people += 1
    name = `Клиент-${people} Сидоров`
    ;({ client, cardId } = await desk.takeNewcomer(maria, name))
  })

  const talk = () => desk.talkOf(name)
  const dealOf = async (): Promise<Deal> => {
    const found = await desk.core.models.Deal.findOne({
      conversationId: (await talk())._id,
    }).lean<Deal | null>()
    if (!found) throw new Error('no deal')
    return found
  }

  it('/inbox shows mine, free and all, page by page', async () => {
    for (let n = 0; n < 8; n++) await desk.client(`Свободный ${n}`).sendText(`вопрос ${n}`)
    await until(
      async () =>
        (await desk.core.models.Conversation.countDocuments({ title: /^Свободный/, assigneeId: null })) === 8,
    )
    await maria.sendText('/inbox')
    const mine = await maria.waitForMessage('Мои диалоги')
    expect(labels(mine).some((label) => label.includes(name.slice(0, 8)))).toBe(true)
    await maria.press('Свободные', { messageId: mine.message_id })
    const free = await maria.waitForMessage('Свободные диалоги')
    expect(free.message_id).toBe(mine.message_id)
    expect(labels(free).filter((label) => label.includes('Свободный'))).toHaveLength(6)
    expect(labels(free)).not.toContain('← Сначала')
    await maria.press('Дальше →', { messageId: mine.message_id })
    const second = await maria.waitForMessage('Свободные диалоги')
    expect(labels(second).filter((label) => label.includes('Свободный'))).toHaveLength(2)
    expect(labels(second)).toContain('← Сначала')
    const label = labels(second).find((each) => each.includes('Свободный')) ?? ''
    await maria.press(label, { messageId: mine.message_id })
    const opened = await maria.waitForMessage(/Обращение №/)
    expect(opened.text).toMatch(/вопрос \d/)
    // What was opened can be answered.
    await maria.sendText('Отвечаю', { replyTo: opened.message_id })
    const answered = /Свободный \d/.exec(opened.text ?? '')?.[0] ?? ''
    expect((await desk.client(answered).waitForMessage('Отвечаю')).text).toBe('Отвечаю')
  })

  it('«Ответить» asks, and the next message goes to the client', async () => {
    await maria.press('Ответить', { messageId: cardId })
    await maria.waitForMessage(`Напишите ответ: ${name}`)
    await maria.sendText('Здравствуйте!')
    await client.waitForMessage('Здравствуйте!')
  })

  it('asks before sending words that answer nothing', async () => {
    await maria.press('Открыть', { messageId: cardId }).catch(() => undefined)
    await maria.sendText('Скоро пришлю макет')
    const question = await maria.waitForMessage(`Отправить клиенту? ${name}`)
    expect((await client.messages()).some((m) => m.text === 'Скоро пришлю макет')).toBe(false)
    await maria.press('Отправить', { messageId: question.message_id })
    await client.waitForMessage('Скоро пришлю макет')
    await maria.sendText('а это не ему')
    const second = await maria.waitForMessage('Отправить клиенту?')
    await maria.press('Не надо', { messageId: second.message_id })
    await maria.waitForMessage('не отправляем')
    expect((await client.messages()).some((m) => m.text === 'а это не ему')).toBe(false)
  })

  it('/find by name, by number, and a client card', async () => {
    await maria.sendText('/deal')
    await maria.waitForMessage('Новая сделка')
    const deal = await dealOf()
    await maria.sendText(`/find #${deal.number}`)
    expect(labels(await maria.waitForMessage('Нашлось'))[0]).toContain(`№${deal.number}`)
    await maria.sendText(`/find ${name.split(' ')[0]}`)
    const found = await maria.waitForMessage('Нашлось')
    await maria.press(labels(found).find((label) => label.includes(name)) ?? '', {
      messageId: found.message_id,
    })
    const card = await maria.waitForMessage(`👤 ${name}`)
    expect(labels(card).some((label) => label.startsWith('💼'))).toBe(true)
    // Somebody without a card, who has only just written.
    await desk.client('Аделаида Впервые').sendText('Здравствуйте')
    await until(async () => (await desk.core.models.Conversation.exists({ title: /Аделаида/ })) !== null)
    await maria.sendText('/find Аделаида')
    expect(labels(await maria.waitForMessage('Нашлось'))[0]).toContain('Аделаида Впервые: Здравствуйте')
    await maria.sendText('/find')
    await maria.waitForMessage('Кого или что найти?')
    await maria.sendText('никогошеньки')
    await maria.waitForMessage('Ничего не нашлось')
  })

  it('/deal makes one deal of the conversation, /sum and /stage change it', async () => {
    await maria.sendText('/deal', { replyTo: cardId })
    const made = await maria.waitForMessage('Новая сделка')
    expect(made.text).toContain(name)
    expect(labels(made)).toEqual([
      'Этап',
      'Сумма',
      'Срок',
      'Дело',
      'Передать',
      '☑️ Чек-лист',
      '⚡ Что произошло',
      '✖️ Не вышло',
      'Воронка',
      '👤 Клиент',
      'Переписка',
    ])
    await maria.press('Сделка', { messageId: cardId })
    await maria.waitForMessage('Сделка №')
    expect(await desk.core.models.Deal.countDocuments({ conversationId: (await talk())._id })).toBe(1)
    expect(await dealOf()).toMatchObject({ ownerId: staffId, clientId: (await talk()).clientId })

    await maria.sendText('/sum 150 000')
    expect((await maria.waitForMessage('💰')).text).toMatch(/150\s000\s₽/)
    expect((await dealOf()).amountMinor).toBe(15_000_000)
    await maria.press('Сумма', { messageId: made.message_id })
    await maria.waitForMessage('Какая сумма?')
    await maria.sendText('не знаю')
    await maria.waitForMessage('Не разобрать сумму')
    await maria.sendText('99,90')
    await maria.waitForMessage('💰')
    expect((await dealOf()).amountMinor).toBe(9_990)
    await maria.sendText(`/sum #${(await dealOf()).number} 200 тыс`)
    await maria.waitForMessage('💰')
    expect((await dealOf()).amountMinor).toBe(20_000_000)

    const pipeline = await desk.core.models.Pipeline.findOne({ key: (await dealOf()).pipeline }).lean()
    const second = pipeline?.stages[1]
    await maria.press('Этап', { messageId: made.message_id })
    await until(async () =>
      labels((await maria.messages()).find((m) => m.message_id === made.message_id)).includes('← Назад'),
    )
    await maria.press(second?.name.ru ?? '', { messageId: made.message_id })
    expect((await dealOf()).stage).toBe(second?.key)
    await until(async () =>
      labels((await maria.messages()).find((m) => m.message_id === made.message_id)).includes('Этап'),
    )
    const third = pipeline?.stages.filter((stage) => stage.kind === 'open')[2]
    await maria.sendText(`/stage ${third?.name.ru}`)
    await maria.waitForMessage(`Этап: ${third?.name.ru}`)
    expect((await dealOf()).stage).toBe(third?.key)

    const other = await desk.core.models.Pipeline.findOne({ key: 'designers' }).lean()
    await maria.press('Воронка', { messageId: made.message_id })
    await until(async () =>
      labels((await maria.messages()).find((m) => m.message_id === made.message_id)).includes('← Назад'),
    )
    await maria.press(`💼 ${other?.name.ru}`, { messageId: made.message_id })
    expect(await dealOf()).toMatchObject({ pipeline: 'designers', stage: other?.stages[0]?.key })
  })

  it('/stage asks why a deal is lost, by buttons and in words', async () => {
    await maria.sendText('/deal', { replyTo: cardId })
    await maria.waitForMessage('Новая сделка')
    const pipeline = await desk.core.models.Pipeline.findOne({ key: (await dealOf()).pipeline }).lean()
    const lost = pipeline?.stages.find((stage) => stage.kind === 'lost' && !stage.reason)
    const wordy = pipeline?.lossReasons.find((reason) => reason.needsText)
    await maria.sendText('/stage')
    const card = await maria.waitForMessage('Сделка №')
    await maria.press(`✖️ ${lost?.name.ru}`, { messageId: card.message_id })
    await until(async () =>
      labels((await maria.messages()).find((m) => m.message_id === card.message_id)).some((label) =>
        label.startsWith(wordy?.name.ru.slice(0, 20) ?? '-'),
      ),
    )
    expect((await dealOf()).closedAt).toBeNull()
    const label =
      labels((await maria.messages()).find((m) => m.message_id === card.message_id)).find((each) =>
        each.startsWith(wordy?.name.ru.slice(0, 20) ?? '-'),
      ) ?? ''
    await maria.press(label, { messageId: card.message_id })
    await maria.waitForMessage('Расскажите в двух словах')
    await maria.sendText('Ушли в соседний город')
    await maria.waitForMessage('Почему не вышло: Ушли в соседний город')
    expect(await dealOf()).toMatchObject({
      stage: lost?.key,
      lostReason: { code: wordy?.key, text: 'Ушли в соседний город' },
    })
  })

  it('/note stays in the team', async () => {
    await maria.sendText('/note любит скидки', { replyTo: cardId })
    await maria.waitForMessage(`Записано: ${name}`)
    await maria.sendText('/note')
    await maria.waitForMessage('Клиент её не увидит')
    await maria.sendText('и быстрый ответ')
    await maria.waitForMessage(`Записано: ${name}`)
    const notes = await desk.core.models.Message.find({
      conversationId: (await talk())._id,
      direction: 'note',
    }).lean()
    expect(notes.map((note) => note.content)).toEqual([
      { type: 'text', text: 'любит скидки' },
      { type: 'text', text: 'и быстрый ответ' },
    ])
    expect((await client.messages()).filter((m) => m.from?.is_bot)).toEqual([])
  })

  it('/remind says what was understood, asks for what is missing, and can be undone', async () => {
    // Noon of Wednesday, 11 March 2026, in Moscow.
    await maria.sendText('/remind завтра в 15:00 перезвонить')
    const done = await maria.waitForMessage('Напомню')
    expect(done.text).toBe(`⏰ Напомню завтра, 12 марта, в 15:00: перезвонить\n👤 ${name}`)
    const planned = await desk.core.models.Activity.findOne({ title: 'перезвонить' }).lean()
    expect(planned).toMatchObject({
      status: 'planned',
      staffId,
      conversationId: (await talk())._id,
      dueAt: new Date('2026-03-12T12:00:00Z'),
    })
    await maria.press('Отменить', { messageId: done.message_id })
    await maria.waitForMessage('Отменено: перезвонить')
    expect((await desk.core.models.Activity.findById(planned?._id).lean())?.status).toBe('cancelled')

    await maria.sendText('/remind отправить смету')
    const question = await maria.waitForMessage('Когда напомнить? отправить смету')
    await maria.press('Завтра в 10:00', { messageId: question.message_id })
    await maria.waitForMessage('Напомню завтра, 12 марта, в 10:00: отправить смету')

    await maria.press('Напомнить', { messageId: cardId })
    await maria.waitForMessage(`Когда напомнить? ${name}`)
    await maria.sendText('в пятницу в 11 уточнить тираж')
    await maria.waitForMessage('Напомню в пятницу, 13 марта, в 11:00: уточнить тираж')

    await maria.sendText('/remind вчера в 10 позвонить')
    await maria.waitForMessage('Эта дата уже прошла')
    await maria.sendText('/remind 31.02 позвонить')
    await maria.waitForMessage('Не понял дату')
  })

  it('/snooze and /close, and back again', async () => {
    await maria.press('Позже', { messageId: cardId })
    await maria.press('Завтра в 10:00', { messageId: cardId })
    await until(async () => (await talk()).status === 'snoozed')
    expect((await talk()).snoozedUntil).toEqual(new Date('2026-03-12T07:00:00Z'))
    await maria.sendText('/snooze в понедельник', { replyTo: cardId })
    await maria.waitForMessage('вернётся в понедельник, 16 марта, в 10:00')
    await maria.sendText('/close', { replyTo: cardId })
    const closed = await maria.waitForMessage(`Закрыто: ${name}`)
    expect((await talk()).status).toBe('closed')
    await maria.press('Вернуть', { messageId: closed.message_id })
    await until(async () => (await talk()).status === 'open')
  })

  it('/my, /help, /start and an unknown command', async () => {
    await maria.sendText('/my')
    expect((await maria.waitForMessage('Ваш день, Мария')).text).toContain('Ждут вашего ответа')
    await maria.sendText('/help')
    await maria.waitForMessage('Как здесь работать')
    await maria.sendText('/start')
    await maria.waitForMessage('Здравствуйте, Мария!')
    await maria.sendText('/ntoe это не должно уйти клиенту', { replyTo: cardId })
    await maria.waitForMessage('Как здесь работать')
    expect((await client.messages()).filter((m) => m.from?.is_bot)).toEqual([])
    const { commands } = await maria.chat()
    expect(commands.map((each) => each.command)).toContain('remind')
  })

  it('asks which client when none was opened', async () => {
    const { chat } = await desk.colleague('Новенькая')
    await chat.sendText('/note что-то')
    await chat.waitForMessage('О каком клиенте речь?')
    await chat.sendText('/sum 100')
    await chat.waitForMessage('О какой сделке речь?')
    await chat.sendText('привет')
    await chat.waitForMessage('Кому это?')
    await chat.sendText('/sum #999999 100')
    await chat.waitForMessage('Не найдено: сделка')
  })

  it('lets nobody do what their role may not', async () => {
    const { chat } = await desk.colleague('Маркетолог', 'marketer')
    await chat.sendText(`/find ${name.split(' ')[0]}`)
    await chat.waitForMessage(/Нашлось|Ничего не нашлось/)
    await chat.sendText('/inbox')
    const list = await chat.waitForMessage('диалоги')
    await chat.press('Все', { messageId: list.message_id })
    await until(async () =>
      labels((await chat.messages()).find((m) => m.message_id === list.message_id)).some((label) =>
        label.includes('Клиент'),
      ),
    )
    const label =
      labels((await chat.messages()).find((m) => m.message_id === list.message_id)).find((each) =>
        each.includes('Клиент'),
      ) ?? ''
    await chat.press(label, { messageId: list.message_id })
    const card = await chat.waitForMessage('Обращение №')
    await chat.sendText('от маркетолога', { replyTo: card.message_id })
    await chat.waitForMessage('На это нет прав')
    expect(await desk.core.models.Message.countDocuments({ 'content.text': 'от маркетолога' })).toBe(0)
  })
})
