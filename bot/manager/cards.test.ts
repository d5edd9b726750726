import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { system } from '../../core/context.js'
import { staffAccountId } from '../../core/deliveries/staff-account.js'
import { loadScript } from '../../core/dialogs/load-script.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { buildDesk, type Desk, labels, staffBotToken } from '../../tests/factories/desk.js'
import { until } from '../../tests/factories/until.js'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
)

/** The message as it is now, after edits. */
async function now(chat: PersonChat, messageId: number) {
  return (await chat.messages()).find((message) => message.message_id === messageId)
}

describe('cards and forwarded messages', () => {
  let desk: Desk
  let maria: PersonChat
  let pyotr: PersonChat
  let mariaId: string
  beforeAll(async () => {
    desk = await buildDesk()
    const first = await desk.colleague('Мария')
    maria = first.chat
    mariaId = first.staff._id
    pyotr = (await desk.colleague('Пётр', 'head')).chat
    await desk.colleague('Маркетолог', 'marketer')
  })
  afterEach(() => desk.sandbox.faults.clear())
  afterAll(() => desk.close())

  const talkOf = (title: string) => desk.core.models.Conversation.findOne({ title }).lean()

  it('gives one card of an inquiry to everybody who sells, however many messages begin it', async () => {
    const client = desk.client('Анна Быстрая')
    desk.sandbox.holdUpdates('1001:client_bot_token_for_tests', true)
    for (let n = 1; n <= 10; n++) await client.sendText(`сообщение ${n}`)
    desk.sandbox.holdUpdates('1001:client_bot_token_for_tests', false)
    const card = await maria.waitForMessage('Анна Быстрая')
    await pyotr.waitForMessage('Анна Быстрая')
    expect(card.text).toMatch(/^✈️ Обращение №\d+ · Telegram\n👤 Анна Быстрая/)
    expect(card.text).toContain('Пока никто не взял')
    expect(labels(card)).toEqual(['Взять', 'Ответить', 'Сделка', 'Позже', '📥 Обращение'])
    await until(async () => (await desk.core.models.Event.countDocuments({ pending: true })) === 0)
    const talk = await talkOf('Анна Быстрая')
    const cards = await desk.core.models.Delivery.find({
      accountId: staffAccountId,
      'subject.conversationId': talk?._id,
    }).lean()
    expect(cards).toHaveLength(2)
  })

  it('gives the client to one of two who press at once; the other reads who', async () => {
    const client = desk.client('Борис Спорный')
    await client.sendText('Хочу вывеску')
    const [hers, his] = await Promise.all([maria.waitForMessage('Борис'), pyotr.waitForMessage('Борис')])
    const [a, b] = await Promise.all([
      maria.press('Взять', { messageId: hers.message_id }),
      pyotr.press('Взять', { messageId: his.message_id }),
    ])
    const talk = await talkOf('Борис Спорный')
    const won = talk?.assigneeId === mariaId
    const [winner, loser] = won ? [a, b] : [b, a]
    expect(winner.text).toBe('Ваш клиент: Борис Спорный')
    expect(loser).toMatchObject({ showAlert: true, text: `Клиента уже ведёт ${won ? 'Мария' : 'Пётр'}` })
    const [winnersCard, losersCard] = won
      ? ([
          [maria, hers],
          [pyotr, his],
        ] as const)
      : ([
          [pyotr, his],
          [maria, hers],
        ] as const)
    await until(async () =>
      /Отвечаете вы/.test((await now(winnersCard[0], winnersCard[1].message_id))?.text ?? ''),
    )
    await until(async () =>
      /Отвечает (Мария|Пётр)/.test((await now(losersCard[0], losersCard[1].message_id))?.text ?? ''),
    )
    expect(labels(await now(losersCard[0], losersCard[1].message_id))).toEqual(['Открыть', 'Ответить'])
    expect(await desk.core.models.Inquiry.findById(talk?.inquiryId).lean()).toMatchObject({
      status: 'in-work',
      assigneeId: talk?.assigneeId,
    })
  })

  it('brings every kind of message to the assignee, and every kind of answer to the client', async () => {
    const client = desk.client('Вера Разная')
    await client.sendText('Здравствуйте')
    const card = await maria.waitForMessage('Вера Разная')
    await client.sendPhoto({ data: png, name: 'логотип.png' }, { caption: 'наш логотип' })
    await until(async () => (await talkOf('Вера Разная'))?.lastMessage.type === 'image')
    // The photo came before anybody took the conversation: it follows the taking.
    await maria.press('Взять', { messageId: card.message_id })
    const photo = await maria.waitForMessage((m) => m.photo !== undefined)
    expect(photo.caption).toBe('✈️ Вера Разная\nнаш логотип')
    await client.sendDocument({ data: Buffer.from('%PDF-1.4 test'), name: 'Техзадание.pdf' })
    expect((await maria.waitForMessage((m) => m.document !== undefined)).document?.file_name).toBe(
      'Техзадание.pdf',
    )
    await client.sendLocation(55.75, 37.61)
    await maria.waitForMessage((m) => m.location !== undefined)
    await client.sendContact({ phone: '+79161234567', firstName: 'Снабжение' })
    await maria.waitForMessage((m) => m.contact !== undefined)
    await client.sendSticker({ data: png, name: 's.webp' })
    await maria.waitForMessage((m) => m.sticker !== undefined)

    await maria.sendPhoto({ data: png, name: 'макет.png' }, { caption: 'макет', replyTo: photo.message_id })
    expect((await client.waitForMessage('макет')).photo).toBeDefined()
    await maria.sendDocument({ data: Buffer.from('смета'), name: 'Смета.txt' }, { replyTo: card.message_id })
    const document = await client.waitForMessage((m) => m.document !== undefined)
    expect((await client.download(document.document?.file_id ?? '')).toString()).toBe('смета')
    await maria.sendVoice(
      { data: Buffer.from('OggS...'), name: 'v.ogg', duration: 3 },
      { replyTo: card.message_id },
    )
    await client.waitForMessage((m) => m.voice !== undefined)
  })

  it('escapes what clients write', async () => {
    const client = desk.client('<b>Взломщик</b> & Ко')
    await client.sendText('<a href="tg://user?id=1">нажми</a> <script>')
    const card = await pyotr.waitForMessage('<b>Взломщик</b> & Ко')
    expect(card.text).toContain('<a href="tg://user?id=1">нажми</a> <script>')
    // Telegram finds commands in any text by itself; nothing else came of the tags.
    const marks = card.entities?.map((entity) => entity.type).filter((type) => type !== 'bot_command')
    expect(marks).toEqual(['bold'])
  })

  it('marks a reply that went out, and a correction follows to the client', async () => {
    const client = desk.client('Глеб')
    await client.sendText('Сколько стоит?')
    const card = await maria.waitForMessage('Глеб')
    const mine = await maria.sendText('100 рублей', { replyTo: card.message_id })
    await client.waitForMessage('100 рублей')
    await until(async () =>
      desk.sandbox
        .calls({ method: 'setMessageReaction', bot: 'staff_bot' })
        .some((call) => Number(call.params.message_id) === mine.message_id),
    )
    await maria.edit(mine.message_id, '200 рублей')
    await maria.waitForMessage('Исправляем у клиента')
    await until(async () => (await client.messages()).some((m) => m.text === '200 рублей'))
    expect((await client.messages()).map((m) => m.text)).not.toContain('100 рублей')
  })

  it('tells the author of a reply that did not go out, and why', async () => {
    const client = desk.client('Дина')
    await client.sendText('Есть скидки?')
    const card = await maria.waitForMessage('Дина')
    desk.sandbox.faults.add({ kind: 'http', status: 403, method: 'sendMessage', bot: 'client_bot', times: 1 })
    const mine = await maria.sendText('Есть, 10 %', { replyTo: card.message_id })
    const trouble = await maria.waitForMessage('Не ушло: Дина')
    expect(trouble.text).toContain('клиент остановил бота')
    expect(trouble.reply_to_message?.message_id).toBe(mine.message_id)
    const again = () => maria.press('Отправить ещё раз', { messageId: trouble.message_id })
    expect((await again()).text).toContain('он остановил бота')
    await client.sendText('Я снова тут')
    await until(async () => (await desk.core.models.Conversation.countDocuments({ reachable: false })) === 0)
    expect((await again()).text).toBe('🔁 Отправляем ещё раз')
    await client.waitForMessage('Есть, 10 %')
    await until(async () => labels(await now(maria, trouble.message_id)).length === 0)
  })

  it('tells whoever leads the client, once until something gets through, that what the bot said did not arrive', async () => {
    const { client } = await desk.takeNewcomer(maria, 'Ульяна')
    const { _id: conversationId } = await desk.talkOf('Ульяна')
    const botSays = (text: string) =>
      sendMessage(desk.core, system, { conversationId, content: { type: 'text', text }, purpose: 'dialog' })
    const notices = async () =>
      (await maria.messages()).filter(
        ({ text }) => text?.includes('Не ушло: Ульяна') && text.includes('писал бот'),
      )
    const settled = () =>
      until(
        async () =>
          (await desk.core.models.Delivery.countDocuments({ conversationId, state: 'queued' })) +
            (await desk.core.models.Event.countDocuments({ pending: true })) ===
          0,
      )
    desk.sandbox.faults.add({ kind: 'http', status: 400, method: 'sendMessage', bot: 'client_bot', times: 2 })
    await botSays('Сколько штук?')
    await botSays('На какой срок?')
    const [trouble] = [await maria.waitForMessage('Не ушло: Ульяна'), await settled()]
    expect(trouble.text).toMatch(/мессенджер не принял содержимое.* \(«Bad Request.*»\)/)
    expect(await notices()).toHaveLength(1)
    expect((await pyotr.messages()).some(({ text }) => text?.includes('Не ушло: Ульяна'))).toBe(false)

    desk.sandbox.faults.add({ kind: 'http', status: 400, method: 'sendMessage', bot: 'client_bot', times: 1 })
    await maria.press('Отправить ещё раз', { messageId: trouble.message_id })
    await until(async () => (await notices()).length === 2)
    const [, again] = await notices()
    await maria.press('Отправить ещё раз', { messageId: again?.message_id ?? 0 })
    await client.waitForMessage('Сколько штук?')
    await settled()

    desk.sandbox.faults.add({ kind: 'http', status: 400, method: 'sendMessage', bot: 'client_bot', times: 1 })
    await botSays('К какому числу?')
    await until(async () => (await notices()).length === 3)
  })

  it('asks about a reply of unknown fate instead of sending it twice', async () => {
    const client = desk.client('Егор')
    await client.sendText('Когда будет готово?')
    const card = await maria.waitForMessage('Егор')
    desk.sandbox.faults.add({ kind: 'accepted-then-cut', method: 'sendMessage', bot: 'client_bot', times: 1 })
    await maria.sendText('В пятницу', { replyTo: card.message_id })
    const trouble = await maria.waitForMessage('Неизвестно, дошло ли: Егор')
    await maria.press('Не отправлять', { messageId: trouble.message_id })
    expect((await client.messages()).filter((m) => m.text === 'В пятницу')).toHaveLength(1)
    await until(async () => /Хорошо, не отправляем/.test((await now(maria, trouble.message_id))?.text ?? ''))
  })

  it('sends a card again after 429, and lets nothing wait for a colleague who blocked the bot', async () => {
    desk.sandbox.faults.add({
      kind: 'http',
      status: 429,
      retryAfter: 1,
      method: 'sendMessage',
      bot: 'staff_bot',
      chatId: maria.where.person,
      times: 1,
    })
    await pyotr.block()
    const client = desk.client('Жанна')
    await client.sendText('Нужны пакеты')
    const refused = () =>
      desk.sandbox.calls({ method: 'sendMessage', bot: 'staff_bot' }).some((call) => call.outcome === '429')
    await until(refused)
    await until(async () => {
      return (await maria.messages()).some((m) => m.text?.includes('Жанна'))
    })
    await until(
      async () =>
        (await desk.core.models.Delivery.countDocuments({
          accountId: staffAccountId,
          chatId: String(pyotr.where.person),
          state: 'failed',
        })) > 0,
    )
    await pyotr.unblock()
  })

  it('says when somebody else has the client', async () => {
    const client = desk.client('Зоя')
    await client.sendText('Мне к Марии')
    const [hers, his] = await Promise.all([maria.waitForMessage('Зоя'), pyotr.waitForMessage('Зоя')])
    await maria.press('Взять', { messageId: hers.message_id })
    await pyotr.sendText('Она сейчас ответит', { replyTo: his.message_id })
    await client.waitForMessage('Она сейчас ответит')
    await pyotr.waitForMessage('ведёт Мария')
    expect((await talkOf('Зоя'))?.assigneeId).toBe(mariaId)
  })

  it('takes the same update twice without saying it twice', async () => {
    const client = desk.client('Инна')
    await client.sendText('Привет')
    const card = await maria.waitForMessage('Инна')
    const mine = await maria.sendText('Слушаю вас', { replyTo: card.message_id })
    await client.waitForMessage('Слушаю вас')
    const update = desk.sandbox
      .updatesOf(staffBotToken)
      .find((each) => (each as { message?: { message_id: number } }).message?.message_id === mine.message_id)
    await desk.core.models.StaffMessage.deleteMany({})
    desk.sandbox.injectUpdates(staffBotToken, [update, update], { raw: false })
    await until(() => desk.sandbox.pendingUpdates(staffBotToken) === 0)
    expect((await client.messages()).filter((m) => m.text === 'Слушаю вас')).toHaveLength(1)
  })
})

describe('cards while a script asks', () => {
  let desk: Desk
  beforeAll(async () => {
    const file = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'scripts', 'merchandise.yaml')
    desk = await buildDesk({ scripts: [await loadScript(file)], defaultScript: 'merchandise' })
  })
  afterAll(() => desk.close())

  it('come silently, and with a sound when the client calls a person', async () => {
    const { chat: maria } = await desk.colleague('Мария')
    const client = desk.client('Кира')
    await client.start()
    await client.waitForMessage('Что будем делать?')
    const card = await maria.waitForMessage('Кира')
    expect(card.text).toContain('Пока спрашивает сценарий')
    const sent = desk.sandbox
      .calls({ method: 'sendMessage', bot: 'staff_bot' })
      .find((call) => String(call.params.text).includes('Кира'))
    expect(String(sent?.params.disable_notification)).toBe('true')
    await client.sendText('Кружки')
    await client.waitForMessage('тираж')
    // What the client answers to the script is not forwarded.
    await client.sendText('позовите человека')
    const ping = await maria.waitForMessage('Нужен человек: Кира')
    expect(ping.reply_to_message?.message_id).toBe(card.message_id)
    // What was said to the script is not lost on whoever takes over.
    await until(async () => /Изделие: Кружки/.test((await now(maria, card.message_id))?.text ?? ''))
    expect(labels(ping)).toContain('Взять')
    expect(
      (await maria.messages()).filter(
        (m) =>
          /Кружки/.test(m.text ?? '') && m.message_id !== card.message_id && m.message_id !== ping.message_id,
      ),
    ).toEqual([])
    await maria.press('Взять', { messageId: ping.message_id })
    await client.sendText('Алло?')
    await maria.waitForMessage((m) => (m.text ?? '').endsWith('Алло?') && m.reply_markup === undefined)
  })

  it('show all answers and the deal when the script is done', async () => {
    const { chat: pavel } = await desk.colleague('Павел')
    const client = desk.client('Лидия Волкова')
    await client.start()
    await client.waitForMessage('Что будем делать?')
    const card = await pavel.waitForMessage('Лидия Волкова')
    for (let turn = 0; turn < 15; turn++) {
      const question = (await client.messages()).filter((message) => message.from?.is_bot).at(-1)
      const said = sayTo(question?.text ?? '', labels(question))
      if (!said) break
      await client.sendText(said)
      await client.waitForMessage((message) => message.message_id > (question?.message_id ?? 0))
    }
    const ping = await pavel.waitForMessage('Анкета заполнена: Лидия')
    expect(ping.reply_to_message?.message_id).toBe(card.message_id)
    await until(async () => /Тираж: 300/.test((await now(pavel, card.message_id))?.text ?? ''))
    const full = (await now(pavel, card.message_id))?.text ?? ''
    expect(full).toMatch(/Ромашка/)
    expect(full).toMatch(/💼 Сделка №\d+/)
    await pavel.press('Сделка', { messageId: ping.message_id })
    await pavel.waitForMessage('Сделка №')
    expect(await desk.core.models.Deal.countDocuments({})).toBe(1)
  })
})

/** What this client says to a question of the script; nothing when it asks no more. */
function sayTo(question: string, offered: string[]): string | undefined {
  const answers: [RegExp, string][] = [
    [/^Какой нужен тираж/, '300 шт'],
    [/^К какому числу/, '20 марта'],
    [/^Есть макет/, 'пропустить'],
    [/^Для какой компании/, 'ООО Ромашка'],
    [/^Как вас зовут/, 'Лидия'],
    [/по какому номеру/, '+79161234567'],
  ]
  const known = answers.find(([pattern]) => pattern.test(question))?.[1]
  return known ?? offered.find((label) => /Ручки|Помогите|Готово|верно|согла|Да/i.test(label))
}
