import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { Api, InlineKeyboard, Keyboard } from 'grammy'
import { type ListeningSandbox, listeningSandbox, shopToken } from './testing.js'

let running: ListeningSandbox
let api: Api
beforeAll(async () => {
  running = await listeningSandbox()
  api = new Api(shopToken, { apiRoot: running.url })
})
afterAll(() => running.end())
afterEach(() => running.sandbox.reset())

async function openChat(name = 'Анна') {
  const person = running.sandbox.user(name)
  const chat = person.with('shop_bot')
  await chat.start()
  return { chat, id: person.id }
}

describe('what a bot writes', () => {
  test('HTML becomes entities, links and commands are found', async () => {
    const { id } = await openChat()
    const sent = await api.sendMessage(
      id,
      '<b>Счёт &lt;12&gt;</b> на <a href="https://example.com/?a=1&amp;b=2">сайте</a>, /help',
      {
        parse_mode: 'HTML',
      },
    )
    expect(sent.text).toBe('Счёт <12> на сайте, /help')
    expect(sent.entities).toEqual([
      { type: 'bold', offset: 0, length: 9 },
      { type: 'text_link', offset: 13, length: 5, url: 'https://example.com/?a=1&b=2' },
      { type: 'bot_command', offset: 20, length: 5 },
    ])
  })

  test.each([
    ['<div>нет</div>', 'Unsupported start tag "div"'],
    ['<b>не закрыт', `Can't find end tag corresponding to start tag "b"`],
    ['<b><i>крест</b></i>', 'Unmatched end tag'],
  ])('%s is refused', async (text, words) => {
    const { id } = await openChat()
    await expect(api.sendMessage(id, text, { parse_mode: 'HTML' })).rejects.toThrow(words)
  })

  test('limits of Telegram hold', async () => {
    const { id } = await openChat()
    expect((await api.sendMessage(id, 'я'.repeat(4096))).text).toHaveLength(4096)
    await expect(api.sendMessage(id, 'я'.repeat(4097))).rejects.toThrow('message is too long')
    await expect(api.sendMessage(id, '   ')).rejects.toThrow('message text is empty')
    const fits = new InlineKeyboard().text('да', 'я'.repeat(32))
    await api.sendMessage(id, 'можно', { reply_markup: fits })
    const tooLong = new InlineKeyboard().text('да', `${'я'.repeat(32)}x`)
    await expect(api.sendMessage(id, 'нельзя', { reply_markup: tooLong })).rejects.toThrow(
      'BUTTON_DATA_INVALID',
    )
    const local = new InlineKeyboard().url('Панель', 'http://localhost:3000')
    await expect(api.sendMessage(id, 'нельзя', { reply_markup: local })).rejects.toThrow('Wrong HTTP URL')
  })

  test('a chat that never began is not found, a blocked one is forbidden', async () => {
    const { chat, id } = await openChat()
    await expect(api.sendMessage(424242, 'кто здесь?')).rejects.toThrow('chat not found')
    await expect(api.sendMessage(running.sandbox.user('Новичок').id, 'первый!')).rejects.toThrow(
      'chat not found',
    )
    await chat.block()
    await expect(api.sendMessage(id, 'ау')).rejects.toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    })
    await expect(chat.sendText('и я не могу')).rejects.toThrow('bot-is-blocked')
    await chat.unblock()
    await api.sendMessage(id, 'снова вместе')
    const kinds = running.sandbox.updatesOf(shopToken).map((update) => Object.keys(update as object)[1])
    expect(kinds.slice(-2)).toEqual(['my_chat_member', 'my_chat_member'])
  })

  test('a reply carries what it replies to; a reply to nothing is refused unless allowed', async () => {
    const { chat, id } = await openChat()
    const { message_id } = await chat.sendText('Сколько стоит?')
    const reply = await api.sendMessage(id, '300 ₽', { reply_parameters: { message_id } })
    expect(reply.reply_to_message?.text).toBe('Сколько стоит?')
    await expect(api.sendMessage(id, 'на что?', { reply_parameters: { message_id: 999 } })).rejects.toThrow(
      'message to be replied not found',
    )
    await api.sendMessage(id, 'сам', {
      reply_parameters: { message_id: 999, allow_sending_without_reply: true },
    })
  })

  test('edits change the message once, and buttons go when they are not given again', async () => {
    const { chat, id } = await openChat()
    const keyboard = new InlineKeyboard().text('Взять', 'take')
    const { message_id } = await api.sendMessage(id, 'Обращение 7', { reply_markup: keyboard })
    await expect(
      api.editMessageText(id, message_id, 'Обращение 7', { reply_markup: keyboard }),
    ).rejects.toThrow('message is not modified')
    await api.editMessageText(id, message_id, 'Обращение 7: взято')
    const [last] = (await chat.messages()).slice(-1)
    expect(last).toMatchObject({ text: 'Обращение 7: взято', edit_date: expect.any(Number) })
    expect(last).not.toHaveProperty('reply_markup')
    await api.editMessageReplyMarkup(id, message_id, { reply_markup: keyboard })
    await api.deleteMessage(id, message_id)
    await expect(api.editMessageText(id, message_id, 'поздно')).rejects.toThrow('message to edit not found')
    expect((await chat.messages()).map((message) => message.message_id)).not.toContain(message_id)
  })

  test('keyboards under the input field come, ask for a contact and go', async () => {
    const { chat, id } = await openChat()
    const keyboard = new Keyboard()
      .requestContact('Поделиться номером')
      .row()
      .text('Назад')
      .oneTime()
      .resized()
    const asked = await api.sendMessage(id, 'Ваш телефон?', { reply_markup: keyboard })
    expect((await chat.chat()).keyboard?.keyboard.flat().map((key) => key.text)).toEqual([
      'Поделиться номером',
      'Назад',
    ])
    const shared = await chat.pressKey('Поделиться номером')
    expect(shared).toMatchObject({
      contact: { user_id: id, phone_number: expect.stringMatching(/^79\d{9}$/), first_name: 'Анна' },
      reply_to_message: { message_id: asked.message_id },
    })
    expect((await chat.chat()).keyboard).toBeUndefined()
    await api.sendMessage(id, 'Ещё', { reply_markup: keyboard })
    await api.sendMessage(id, 'Спасибо', { reply_markup: { remove_keyboard: true } })
    expect((await chat.chat()).keyboard).toBeUndefined()
  })

  test('force_reply makes the next words a reply', async () => {
    const { chat, id } = await openChat()
    const { message_id } = await api.sendMessage(id, 'Имя?', { reply_markup: { force_reply: true } })
    expect((await chat.sendText('Анна')).reply_to_message?.message_id).toBe(message_id)
    expect((await chat.sendText('ещё')).reply_to_message).toBeUndefined()
  })

  test('forwards say where they come from, copies do not', async () => {
    const { chat, id } = await openChat()
    const { message_id } = await chat.sendText('Нужен стол')
    const { chat: other, id: otherId } = await openChat('Сергей')
    const forwarded = await api.forwardMessage(otherId, id, message_id)
    expect(forwarded).toMatchObject({
      text: 'Нужен стол',
      forward_origin: { type: 'user', sender_user: { id } },
    })
    await api.copyMessage(otherId, id, message_id)
    const [, copy] = (await other.messages()).slice(-2)
    expect(copy).toMatchObject({ text: 'Нужен стол' })
    expect(copy).not.toHaveProperty('forward_origin')
  })

  test('commands and descriptions are kept by scope and language', async () => {
    const { chat, id } = await openChat()
    await api.setMyCommands([{ command: 'help', description: 'Помощь' }])
    await api.setMyCommands([{ command: 'deal', description: 'Сделка' }], {
      scope: { type: 'chat', chat_id: id },
    })
    expect(await api.getMyCommands()).toEqual([{ command: 'help', description: 'Помощь' }])
    expect((await chat.chat()).commands).toEqual([{ command: 'deal', description: 'Сделка' }])
    await api.setMyDescription('Печать на кружках')
    expect(await api.getMyDescription()).toEqual({ description: 'Печать на кружках' })
    await expect(api.setMyCommands([{ command: 'Help', description: 'нет' }])).rejects.toThrow(
      'BOT_COMMAND_INVALID',
    )
  })

  test('typing is heard', async () => {
    const { id } = await openChat()
    const heard: unknown[] = []
    const stop = running.sandbox.onEvent((event) => heard.push(event))
    await api.sendChatAction(id, 'typing')
    stop()
    expect(heard).toEqual([expect.objectContaining({ type: 'typing', action: 'typing' })])
    await expect(api.sendChatAction(id, 'thinking' as 'typing')).rejects.toThrow('wrong parameter action')
  })

  test('what was asked is written down', async () => {
    const { id } = await openChat()
    await api.sendMessage(id, 'раз')
    await api.sendMessage(424242, 'два').catch(() => undefined)
    const calls = running.sandbox.calls({ method: 'sendMessage', bot: 'shop_bot' })
    expect(calls.map(({ outcome, done }) => ({ outcome, done }))).toEqual([
      { outcome: 'ok', done: true },
      { outcome: '400', done: false },
    ])
  })
})
