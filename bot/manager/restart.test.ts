import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import express from 'express'
import { remindDue } from '../../core/activities/remind-due.js'
import { system } from '../../core/context.js'
import { assignConversation } from '../../core/inbox/assign-conversation.js'
import { wakeSnoozed } from '../../core/inbox/wake-snoozed.js'
import { openInquiry } from '../../core/inquiries/open-inquiry.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { buildDesk, type Desk, staffBotToken } from '../../tests/factories/desk.js'
import { until } from '../../tests/factories/until.js'
import { createManagerBot } from './bot.js'
import { managerWebhook } from './webhook.js'

describe('what survives, and what comes by itself', () => {
  let desk: Desk
  let maria: PersonChat
  let mariaId: string
  beforeAll(async () => {
    desk = await buildDesk()
    const { chat, staff } = await desk.colleague('Мария')
    maria = chat
    mariaId = staff._id
  })
  afterAll(() => desk.close())

  const talkOf = async (title: string) => {
    const found = await desk.core.models.Conversation.findOne({ title }).lean()
    if (!found) throw new Error(`no conversation ${title}`)
    return found
  }
  const restart = async () => {
    await desk.stopManagerBot()
    desk.startManagerBot()
  }

  it('remembers a question over a restart, and what was written meanwhile', async () => {
    const client = desk.client('Лев')
    await client.sendText('Нужны футболки')
    const card = await maria.waitForMessage('Лев')
    await maria.sendText('/deal', { replyTo: card.message_id })
    const deal = await maria.waitForMessage('Новая сделка')
    await maria.press('Сумма', { messageId: deal.message_id })
    await maria.waitForMessage('Какая сумма?')
    await desk.stopManagerBot()
    await maria.sendText('75 000')
    await maria.sendText('Уже считаем', { replyTo: card.message_id })
    desk.startManagerBot()
    await maria.waitForMessage('💰')
    await client.waitForMessage('Уже считаем')
    expect(
      (await desk.core.models.Deal.findOne({ conversationId: (await talkOf('Лев'))._id }).lean())
        ?.amountMinor,
    ).toBe(7_500_000)

    await maria.sendText('/remind позвонить в типографию')
    const question = await maria.waitForMessage('Когда напомнить?')
    await restart()
    await maria.press('Через час', { messageId: question.message_id })
    await maria.waitForMessage('Напомню сегодня, 11 марта')
  })

  it('confirms what it did, so that a restart repeats nothing', async () => {
    const client = desk.client('Майя')
    await client.sendText('Здравствуйте')
    const card = await maria.waitForMessage('Майя')
    await maria.sendText('/note один раз', { replyTo: card.message_id })
    await maria.waitForMessage('Записано: Майя')
    await restart()
    await maria.sendText('/my')
    await maria.waitForMessage('Ваш день')
    expect(
      await desk.core.models.Message.countDocuments({
        direction: 'note',
        conversationId: (await talkOf('Майя'))._id,
      }),
    ).toBe(1)
  })

  it('goes on polling after errors of every kind', async () => {
    desk.sandbox.faults.add({
      kind: 'http',
      status: 502,
      html: true,
      method: 'getUpdates',
      bot: 'staff_bot',
      times: 1,
    })
    desk.sandbox.faults.add({ kind: 'drop', method: 'getUpdates', bot: 'staff_bot', times: 1 })
    await maria.sendText('/my')
    await maria.waitForMessage('Ваш день', 10_000)
    desk.sandbox.faults.clear()
  })

  it('reminds with buttons: done, in an hour, tomorrow', async () => {
    await maria.sendText('/remind через 30 минут отправить счёт')
    await maria.waitForMessage('Напомню')
    desk.clock.advance(31 * 60_000)
    expect(await remindDue(desk.core)).toBe(1)
    const first = await maria.waitForMessage('⏰ отправить счёт')
    const hour = await maria.press('+1 час', { messageId: first.message_id })
    expect(hour.text).toContain('Напомню')
    const moved = await desk.core.models.Activity.findOne({ title: 'отправить счёт' }).lean()
    expect(moved).toMatchObject({ status: 'planned', remindedAt: null })

    desk.clock.advance(61 * 60_000)
    // The reminder planned in an earlier test falls due as well.
    expect(await remindDue(desk.core)).toBeGreaterThanOrEqual(1)
    const second = await maria.waitForMessage(
      (m) => m.message_id !== first.message_id && /^⏰ отправить счёт/.test(m.text ?? ''),
    )
    await maria.press('Завтра', { messageId: second.message_id })
    await until(
      async () =>
        ((await desk.core.models.Activity.findOne({ title: 'отправить счёт' }).lean())?.dueAt ?? 0) >
        desk.clock.now(),
    )
    desk.clock.advance(25 * 3600_000)
    await remindDue(desk.core)
    const third = await maria.waitForMessage(
      (m) => m.message_id > second.message_id && /^⏰ отправить счёт/.test(m.text ?? ''),
    )
    await maria.press('✅ Сделано', { messageId: third.message_id })
    await maria.waitForMessage('Сделано: отправить счёт')
    expect((await desk.core.models.Activity.findOne({ title: 'отправить счёт' }).lean())?.status).toBe(
      'completed',
    )
  })

  it('comes back to what was put aside, and hands over what others assign', async () => {
    const client = desk.client('Нина')
    await client.sendText('Пришлите каталог')
    const card = await maria.waitForMessage('Нина')
    await maria.press('Взять', { messageId: card.message_id })
    await maria.press('Позже', { messageId: card.message_id })
    await maria.press('Через час', { messageId: card.message_id })
    await until(async () => (await talkOf('Нина')).status === 'snoozed')
    desk.clock.advance(61 * 60_000)
    await wakeSnoozed(desk.core)
    await maria.waitForMessage('Вы просили вернуться')

    const { chat: nadya, staff } = await desk.colleague('Надежда')
    const by = { kind: 'staff', id: mariaId, name: 'Мария', role: 'sales' } as const
    await assignConversation(desk.core, by, {
      conversationId: (await talkOf('Нина'))._id,
      assigneeId: staff._id,
    })
    expect((await nadya.waitForMessage('Вам передали клиента')).text).toContain('Нина')
    await client.sendText('вы тут?')
    await nadya.waitForMessage((m) => (m.text ?? '').endsWith('вы тут?'))
  })

  it('tells of an inquiry that came without a chat', async () => {
    const answers = { product: { label: 'Изделие', text: 'Зонты', value: 'зонты' } }
    await openInquiry(desk.core, system, { channel: 'form', source: 'map', answers })
    const card = await maria.waitForMessage('Форма на сайте')
    expect(card.text).toContain('Изделие: Зонты')
    expect(card.text).toContain('Источник: Карты')
    await maria.sendText('кому?', { replyTo: card.message_id })
    await maria.waitForMessage(/Отправить клиенту|Кому это/)
  })

  it('lets no event wait for a Telegram that hangs', async () => {
    const client = desk.client('Раиса')
    await client.sendText('Добрый день')
    const card = await maria.waitForMessage('Раиса')
    desk.sandbox.faults.add({ kind: 'stall', ms: 60_000, method: 'editMessageText', bot: 'staff_bot' })
    desk.sandbox.faults.add({ kind: 'stall', ms: 60_000, method: 'setMessageReaction', bot: 'staff_bot' })
    await maria.sendText('Слушаю', { replyTo: card.message_id })
    await client.waitForMessage('Слушаю')
    await client.sendText('Хочу зонты')
    await maria.waitForMessage((m) => (m.text ?? '').endsWith('Хочу зонты'))
    desk.sandbox.faults.clear()
  })

  it('works by webhook as well, and only with the secret', async () => {
    await desk.stopManagerBot()
    const app = express()
    const server = createServer(app).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/webhooks/manager`
    const apiRoot = desk.apiRoot
    const manager = createManagerBot({
      core: desk.core,
      token: staffBotToken,
      apiRoot,
      webhook: { url, secret: 'tops-secret' },
    })
    app.use(managerWebhook(manager, 'tops-secret'))
    const stop = new AbortController()
    const receiving = manager.channel.start(stop.signal)
    try {
      await maria.sendText('/my')
      await maria.waitForMessage('Ваш день')
      const forged = {
        update_id: 1,
        message: {
          message_id: 9_999,
          date: 1,
          chat: { id: maria.where.person, type: 'private' },
          from: { id: maria.where.person, is_bot: false, first_name: 'М' },
          text: '/my',
          entities: [{ type: 'bot_command', offset: 0, length: 3 }],
        },
      }
      for (const secret of ['', 'wrong']) {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'x-telegram-bot-api-secret-token': secret, 'content-type': 'application/json' },
          body: JSON.stringify(forged),
        })
        expect(answer.status).toBe(401)
      }
      expect(await desk.core.models.StaffMessage.exists({ _id: `${maria.where.person}:9999` })).toBeNull()
      expect(() => managerWebhook(manager, '')).toThrow('secret')
    } finally {
      stop.abort()
      await receiving
      await new Promise((resolve) => server.close(resolve))
      desk.startManagerBot()
    }
    // Polling takes over from the webhook by itself.
    await maria.sendText('/help')
    await maria.waitForMessage('Как здесь работать')
  })
})
