import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createCannedReply } from '../../core/canned-replies/change-canned-replies.js'
import { rows } from '../../core/collection.js'
import { newId } from '../../core/ids.js'
import { addNote } from '../../core/inbox/add-note.js'
import { getConversation } from '../../core/inbox/queries.js'
import { sendDueMessages } from '../../core/scheduled/send-due.js'
import { indexMessages } from '../../core/search/index-messages.js'
import { actorOf } from '../../core/staff/queries.js'
import type { Staff } from '../../core/staff/staff.model.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { buildDesk, type Desk, labels } from '../../tests/factories/desk.js'
import { until } from '../../tests/factories/until.js'

describe('the inbox from the managers’ bot', () => {
  let desk: Desk
  let maria: PersonChat
  let pyotr: PersonChat
  let mariaStaff: Staff
  let client: PersonChat
  let name: string
  let cardId: number
  let people = 0
  beforeAll(async () => {
    desk = await buildDesk()
    const first = await desk.colleague('Мария', 'head')
    maria = first.chat
    mariaStaff = first.staff
    pyotr = (await desk.colleague('Пётр')).chat
  })
  afterEach(() => desk.sandbox.faults.clear())
  afterAll(() => desk.close())

  beforeEach(async () => {
    people += 1
    name = `Заказчик-${people} Смирнов`
    ;({ client, cardId } = await desk.takeNewcomer(maria, name, 'Нужны блокноты с логотипом'))
  })

  const talk = () => desk.talkOf(name)
  const heard = async () => (await client.messages()).map((message) => message.text)

  it('calls a colleague by name; their answer is a note and never goes to the client', async () => {
    await maria.sendText('/note @Пётр глянь макет', { replyTo: cardId })
    const call = await pyotr.waitForMessage('Мария зовёт вас')
    expect(call.text).toContain('глянь макет')
    await pyotr.sendText('глянул, всё хорошо', { replyTo: call.message_id })
    await pyotr.waitForMessage('Записано')
    const notes = await rows(desk.core.models.Message)
      .find({ conversationId: (await talk())._id, direction: 'note' })
      .toArray()
    expect(notes.map(({ author }) => author.name)).toEqual(['Мария', 'Пётр'])
    expect(await heard()).not.toContain('глянул, всё хорошо')
  })

  it('/quick offers ready replies filled in, and sends the chosen one once', async () => {
    await createCannedReply(desk.core, actorOf(mariaStaff), {
      shortcut: `цена${people}`,
      title: 'Цена',
      text: '{{client.first-name}}, от 100 ₽',
    })
    await maria.sendText('/quick', { replyTo: cardId })
    const list = await maria.waitForMessage('Что отправить?')
    await maria.press(labels(list).find((each) => each.includes('Цена')) ?? '', {
      messageId: list.message_id,
    })
    const draft = await maria.waitForMessage('Отправить?')
    expect(draft.text).toContain(`Заказчик-${people}, от 100 ₽`)
    await maria.press('Отправить', { messageId: draft.message_id })
    await client.waitForMessage(`Заказчик-${people}, от 100 ₽`)
  })

  it('/send plans a message, which goes at its time or not at all', async () => {
    await maria.sendText('/send завтра в 10:00 Макет готов', { replyTo: cardId })
    const planned = await maria.waitForMessage('отправим завтра')
    expect(labels(planned)).toEqual(['Отправить сейчас', 'Не надо'])
    await maria.sendText('/send послезавтра в 10:00 И счёт готов', { replyTo: cardId })
    const second = await maria.waitForMessage('И счёт готов')
    await maria.press('Не надо', { messageId: second.message_id })
    await maria.waitForMessage('не отправим')
    expect(await heard()).not.toContain('Макет готов')
    const { at } = (await rows(desk.core.models.ScheduledMessage).findOne({ state: 'planned' })) ?? {}
    desk.clock.advance((at?.getTime() ?? 0) - desk.core.clock.now().getTime() + 1_000)
    await sendDueMessages(desk.core)
    await client.waitForMessage('Макет готов')
    expect(await heard()).not.toContain('И счёт готов')
  })

  it('a planned message that came too late is brought back to its author', async () => {
    await maria.sendText('/send через час Напоминаю о встрече', { replyTo: cardId })
    await maria.waitForMessage('отправим')
    desk.clock.advance(5 * 3600_000)
    await sendDueMessages(desk.core)
    const back = await maria.waitForMessage('Не отправлено вовремя')
    await maria.press('Отправить сейчас', { messageId: back.message_id })
    await client.waitForMessage('Напоминаю о встрече')
  })

  it('/delete takes a sent message back from the client', async () => {
    const mine = await maria.sendText('не тот прайс', { replyTo: cardId })
    await client.waitForMessage('не тот прайс')
    await until(async () => {
      const sent = await rows(desk.core.models.Message).findOne({
        conversationId: (await talk())._id,
        'delivery.state': 'sent',
        'content.text': 'не тот прайс',
      } as never)
      return sent !== null
    })
    await maria.sendText('/delete', { replyTo: mine.message_id })
    await maria.waitForMessage('Удаляем у клиента')
    await until(async () => !(await heard()).includes('не тот прайс'))
    await until(async () => {
      const message = await rows(desk.core.models.Message).findOne({
        conversationId: (await talk())._id,
        'content.text': 'не тот прайс',
      } as never)
      return message?.removed?.by === 'team'
    })
    await maria.sendText('/delete')
    await maria.waitForMessage('Ответьте командой /delete')
  })

  it('a deletion the messenger refuses is told with its reason', async () => {
    const mine = await maria.sendText('важное', { replyTo: cardId })
    await client.waitForMessage('важное')
    await until(
      async () =>
        (await rows(desk.core.models.Message).countDocuments({
          conversationId: (await talk())._id,
          'delivery.state': 'sent',
        } as never)) === 1,
    )
    desk.sandbox.faults.add({
      kind: 'http',
      status: 400,
      method: 'deleteMessage',
      bot: 'client_bot',
      times: 1,
    })
    await maria.sendText('/delete', { replyTo: mine.message_id })
    expect((await maria.waitForMessage('Удалить у клиента не вышло')).text).toContain(name)
    expect(await heard()).toContain('важное')
  })

  it('/search finds other forms of the words and opens the conversation', async () => {
    const found = await rows(desk.core.models.Message)
      .find({ conversationId: (await talk())._id })
      .toArray()
    await indexMessages(
      desk.core,
      found.map(({ _id }) => _id),
    )
    await maria.sendText('/search блокнот логотипы')
    const answer = await maria.waitForMessage('Нашлось')
    expect(answer.text).toContain('блокноты с логотипом')
    await maria.press(labels(answer).find((each) => each.includes(name)) ?? '', {
      messageId: answer.message_id,
    })
    await maria.waitForMessage(/Обращение №/)
  })

  it('/label, /mute and /spam; the way back', async () => {
    await maria.sendText('/label срочно, опт', { replyTo: cardId })
    await maria.waitForMessage(`🏷 ${name}: срочно, опт`)
    await maria.sendText('/label -опт', { replyTo: cardId })
    await maria.waitForMessage(`🏷 ${name}: срочно`)
    expect((await talk()).labels).toEqual(['срочно'])

    await maria.sendText('/mute', { replyTo: cardId })
    await maria.waitForMessage('больше не напомню')
    await client.sendText('тихое сообщение')
    await until(async () => (await talk()).unreadCount > 0)
    await until(async () => (await desk.core.models.Event.countDocuments({ pending: true })) === 0)
    expect((await maria.messages()).some(({ text }) => text?.includes('тихое сообщение'))).toBe(false)
    await maria.sendText('/mute', { replyTo: cardId })
    await maria.waitForMessage('снова сообщаю')

    await maria.sendText('/spam', { replyTo: cardId })
    const spam = await maria.waitForMessage('В спаме')
    await client.sendText('купите рекламу')
    await until(
      async () =>
        (await rows(desk.core.models.Message).countDocuments({
          conversationId: (await talk())._id,
          'content.text': 'купите рекламу',
        } as never)) === 1,
    )
    expect((await talk()).status).toBe('closed')
    await maria.press('Отменить', { messageId: spam.message_id })
    await until(async () => (await talk()).blocked === null)
  })

  it('/trouble lists what did not arrive and what was not handled', async () => {
    const conversationId = (await talk())._id
    desk.sandbox.faults.add({ kind: 'http', status: 403, method: 'sendMessage', bot: 'client_bot', times: 1 })
    await maria.sendText('не дойдёт', { replyTo: cardId })
    await maria.waitForMessage('Не ушло')
    await rows(desk.core.models.Event).insertOne({
      _id: newId(),
      type: 'conversation.seen',
      stream: newId(),
      seq: 1,
      payload: { conversationId },
      at: desk.core.clock.now(),
      parked: [{ subscriber: 'panel', attempts: 5, error: 'сломалось', at: desk.core.clock.now() }],
    } as never)
    await maria.sendText('/trouble')
    const parked = await maria.waitForMessage('Событие не обработано')
    expect(parked.text).toContain('сломалось')
    const failed = (await maria.messages()).filter(({ text }) => text?.includes('Не отправлено: '))
    expect(failed.at(-1)?.text).toContain('не дойдёт')
    await maria.press('Оставить', { messageId: parked.message_id })
    expect(await desk.core.models.Event.countDocuments({ 'parked.0': { $exists: true } } as never)).toBe(0)
    await pyotr.sendText('/trouble')
    await pyotr.waitForMessage('не дойдёт')
  })

  it('a card says that messages may be missing, and how far our reply has come', async () => {
    const conversation = await talk()
    // Telegram's time is not the test's.
    const said = conversation.lastInboundAt?.getTime() ?? 0
    await rows(desk.core.models.ChannelGap).insertOne({
      _id: newId(),
      accountId: conversation.accountId,
      from: new Date(said + 1_000),
      to: new Date(said + 30 * 3600_000),
      keptHours: 24,
    })
    await addNote(desk.core, actorOf(mariaStaff), { conversationId: conversation._id, text: 'x' })
    await maria.sendText('здравствуйте', { replyTo: cardId })
    await client.waitForMessage('здравствуйте')
    await until(async () => {
      const sent = await rows(desk.core.models.Message).countDocuments({
        conversationId: conversation._id,
        'delivery.state': 'sent',
      } as never)
      return sent === 1
    })
    await maria.sendText('/inbox')
    const list = await maria.waitForMessage('Мои диалоги')
    await maria.press(labels(list).find((each) => each.includes(name.slice(0, 12))) ?? '', {
      messageId: list.message_id,
    })
    const card = await maria.waitForMessage('Возможен пропуск')
    expect(card.text).toContain('здравствуйте ✓')
    expect((await getConversation(desk.core, conversation._id)).status).toBe('waiting')
  })
})
