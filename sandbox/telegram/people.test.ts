import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Context, Markup } from 'telegraf'
import type { Update } from 'telegraf/types'
import {
  type ListeningSandbox,
  listeningSandbox,
  startGrammy,
  startTelegraf,
  tinyPng,
  until,
} from './testing.js'

let running: ListeningSandbox
beforeEach(async () => {
  running = await listeningSandbox()
})
afterEach(() => running.end())

/** A telegraf bot that remembers the updates it was given. */
async function listeningBot() {
  const updates: Update[] = []
  const bot = await startTelegraf(running, (telegraf) => {
    telegraf.use((ctx: Context) => void updates.push(ctx.update))
  })
  return { bot, updates }
}

describe('what a person does reaches the bot as Telegram sends it', () => {
  test('edits, replies, contacts, places and stickers', async () => {
    const { updates } = await listeningBot()
    const anna = running.sandbox.user('Анна')
    const chat = anna.with('shop_bot')
    const { message_id } = await chat.sendText('100 кружек')
    await chat.edit(message_id, '200 кружек')
    await chat.sendText('до пятницы', { replyTo: message_id })
    await chat.shareOwnContact()
    await chat.sendContact({ phone: '+79990001122', firstName: 'Бухгалтер' })
    await chat.sendLocation(55.75, 37.61)
    await chat.sendSticker({ data: tinyPng, name: 'ура.webp' }, '🎉')
    await until(() => updates.length === 7, 'seven updates')
    expect(updates).toMatchObject([
      {
        message: {
          text: '100 кружек',
          chat: { id: anna.id, type: 'private' },
          from: { language_code: 'ru' },
        },
      },
      { edited_message: { message_id, text: '200 кружек', edit_date: expect.any(Number) } },
      { message: { reply_to_message: { message_id, text: '200 кружек' } } },
      { message: { contact: { user_id: anna.id, phone_number: expect.stringMatching(/^79/) } } },
      { message: { contact: { phone_number: '+79990001122', first_name: 'Бухгалтер' } } },
      { message: { location: { latitude: 55.75, longitude: 37.61 } } },
      { message: { sticker: { emoji: '🎉', width: 2, height: 1 } } },
    ])
    expect(updates[4]).not.toHaveProperty('message.contact.user_id')
    const ids = updates.map((update) => update.update_id)
    expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index))
  })

  test('an album is several messages of one group', async () => {
    const { updates } = await listeningBot()
    const chat = running.sandbox.user('Анна').with('shop_bot')
    await chat.sendAlbum(
      [
        { data: tinyPng, name: 'раз.png', mimeType: 'image/png' },
        { data: tinyPng, name: 'два.png', mimeType: 'image/png' },
      ],
      { caption: 'Макеты' },
    )
    await until(() => updates.length === 2, 'two updates')
    const messages = updates.map((update) =>
      'message' in update ? (update.message as unknown as Record<string, unknown>) : {},
    )
    expect(messages[0]).toMatchObject({ caption: 'Макеты', photo: [{ width: 2, height: 1 }] })
    expect(messages[1]).not.toHaveProperty('caption')
    expect(messages[1]?.media_group_id).toBe(messages[0]?.media_group_id)
  })

  test('a press is answered by telegraf with a toast, by nobody with nothing', async () => {
    await startTelegraf(running, (bot) => {
      bot.start((ctx) =>
        ctx.reply('Что печатаем?', Markup.inlineKeyboard([Markup.button.callback('Кружки', 'p:mugs')])),
      )
      bot.action('p:mugs', async (ctx) => {
        await ctx.answerCbQuery('Записал', { show_alert: true })
        await ctx.editMessageText('Печатаем: кружки')
      })
    })
    const chat = running.sandbox.user('Анна').with('shop_bot')
    await chat.start()
    const { message_id } = await chat.waitForMessage('Что печатаем?')
    expect(await chat.press('Кружки')).toEqual({ answered: true, text: 'Записал', showAlert: true })
    expect((await chat.waitForMessage('Печатаем: кружки')).message_id).toBe(message_id)
    await expect(chat.press('p:mugs', { messageId: message_id })).rejects.toThrow('no-such-button')
  })

  test('a press that nobody answers in time says so', async () => {
    const { bot } = await listeningBot()
    const anna = running.sandbox.user('Анна')
    const chat = anna.with('shop_bot')
    await chat.start()
    await bot.telegram.sendMessage(
      anna.id,
      'Ну?',
      Markup.inlineKeyboard([Markup.button.callback('Да', 'yes')]),
    )
    expect(await chat.press('yes', { timeoutMs: 50 })).toEqual({ answered: false })
  })

  test('a forum group: a topic by the bot, a card in it, a reply from a member', async () => {
    const olga = running.sandbox.user('Ольга')
    const group = running.sandbox.createGroup({
      title: 'Продажи',
      forum: true,
      bots: ['desk_bot'],
      members: ['Ольга'],
    })
    const heard: unknown[] = []
    const bot = await startGrammy(running, (grammy) => {
      grammy.on('message', (ctx) => void heard.push(ctx.msg))
    })
    const topic = await bot.api.createForumTopic(group.id, 'Анна, 200 кружек')
    const card = await bot.api.sendMessage(group.id, 'Новое обращение', {
      message_thread_id: topic.message_thread_id,
    })
    expect(card).toMatchObject({ is_topic_message: true, chat: { is_forum: true, type: 'supergroup' } })
    const desk = olga.inGroup(group.id, topic.message_thread_id)
    await desk.sendText('Беру', { replyTo: card.message_id })
    await desk.sendText('и без ответа')
    await until(() => heard.length === 2, 'two messages')
    expect(heard).toMatchObject([
      {
        text: 'Беру',
        message_thread_id: topic.message_thread_id,
        reply_to_message: { message_id: card.message_id },
      },
      // In a topic every plain message "replies" to the message that made the topic.
      { text: 'и без ответа', reply_to_message: { forum_topic_created: { name: 'Анна, 200 кружек' } } },
    ])
    await bot.api.editForumTopic(group.id, topic.message_thread_id, { name: 'Анна: в работе' })
    await bot.api.closeForumTopic(group.id, topic.message_thread_id)
    await expect(bot.api.closeForumTopic(group.id, topic.message_thread_id)).rejects.toThrow(
      'TOPIC_NOT_MODIFIED',
    )
    await expect(desk.sendText('ещё')).rejects.toThrow('topic-is-closed')
    expect((await desk.chat()).topics).toEqual([
      expect.objectContaining({ name: 'Анна: в работе', closed: true }),
    ])
    await bot.api.reopenForumTopic(group.id, topic.message_thread_id)
    await expect(bot.api.sendMessage(group.id, 'куда?', { message_thread_id: 999 })).rejects.toThrow(
      'message thread not found',
    )
    expect((await bot.api.getForumTopicIconStickers()).length).toBeGreaterThan(0)
    await bot.api.pinChatMessage(group.id, card.message_id)
    expect(await bot.api.getChat(group.id)).toMatchObject({ pinned_message: { text: 'Новое обращение' } })
  })

  test('a member starts a topic and bots are told', async () => {
    const group = (() => {
      running.sandbox.user('Ольга')
      return running.sandbox.createGroup({
        title: 'Продажи',
        forum: true,
        bots: ['shop_bot'],
        members: ['Ольга'],
      })
    })()
    const { updates } = await listeningBot()
    const desk = await running.sandbox.user('Ольга').inGroup(group.id).createTopic('Разное')
    await desk.sendText('проверка')
    await until(() => updates.length === 3, 'three updates')
    expect(updates).toMatchObject([
      { my_chat_member: { new_chat_member: { status: 'administrator' } } },
      { message: { forum_topic_created: { name: 'Разное' } } },
      { message: { text: 'проверка', is_topic_message: true } },
    ])
  })

  test('a person forwards from chat to chat', async () => {
    const { updates } = await listeningBot()
    const olga = running.sandbox.user('Ольга')
    const { message_id } = await olga.with('desk_bot').sendText('заметка')
    await olga.with('shop_bot').forward(olga.with('desk_bot'), message_id)
    await until(() => updates.length === 1, 'the forward')
    expect(updates[0]).toMatchObject({
      message: { text: 'заметка', forward_origin: { sender_user: { id: olga.id } } },
    })
  })

  test('waiting for what never comes tells what came instead', async () => {
    await startTelegraf(running, (bot) => bot.on('text', (ctx) => ctx.reply('Не понял')))
    const chat = running.sandbox.user('Анна').with('shop_bot')
    await chat.sendText('Сколько стоит?')
    await expect(chat.waitForMessage('300', 300)).rejects.toThrow('Не понял')
  })
})
