import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Telegram } from 'telegraf'
import {
  deskToken,
  type ListeningSandbox,
  listeningSandbox,
  shopToken,
  startGrammy,
  startTelegraf,
  until,
} from './testing.js'

let running: ListeningSandbox
beforeEach(async () => {
  running = await listeningSandbox()
})
afterEach(() => running.end())

async function call(path: string, params: Record<string, unknown> = {}, token = shopToken) {
  const response = await fetch(`${running.url}/bot${token}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return (await response.json()) as {
    ok: boolean
    error_code?: number
    description?: string
    result?: { update_id: number; message?: { text: string } }[]
  }
}

describe('bots that poll', () => {
  test('telegraf answers a person', async () => {
    await startTelegraf(running, (bot) => {
      bot.start((ctx) => ctx.reply(`Здравствуйте, ${ctx.from.first_name}! ${ctx.payload}`))
      bot.on('text', (ctx) => ctx.reply(`Вы написали: ${ctx.message.text}`))
    })
    const anna = running.sandbox.user('Анна').with('shop_bot')
    await anna.start('from-site')
    expect((await anna.waitForMessage('Здравствуйте')).text).toBe('Здравствуйте, Анна! from-site')
    await anna.sendText('Нужны кружки')
    const answer = await anna.waitForMessage('Вы написали')
    expect(answer).toMatchObject({
      text: 'Вы написали: Нужны кружки',
      from: { is_bot: true, username: 'shop_bot' },
    })
  })

  test('grammY answers a person, and two bots do not hear each other', async () => {
    const heardByShop: string[] = []
    await startTelegraf(running, (bot) => bot.on('text', (ctx) => void heardByShop.push(ctx.message.text)))
    await startGrammy(running, (bot) => {
      bot.command('my', (ctx) => ctx.reply('Ваши дела'))
      bot.on('message:text', (ctx) => ctx.reply(`Стол: ${ctx.msg.text}`))
    })
    const olga = running.sandbox.user('Ольга').with('desk_bot')
    await olga.sendText('/my')
    await olga.waitForMessage('Ваши дела')
    await olga.sendText('привет')
    await olga.waitForMessage('Стол: привет')
    expect(heardByShop).toEqual([])
  })

  test('a waiting getUpdates answers when something comes, and the offset confirms', async () => {
    const anna = running.sandbox.user('Анна').with('shop_bot')
    const waiting = call('getUpdates', { timeout: 20 })
    await anna.sendText('раз')
    const first = (await waiting).result ?? []
    await anna.sendText('два')
    expect(first.map((update) => update.message?.text)).toEqual(['раз'])
    const again = (await call('getUpdates', { limit: 1 })).result ?? []
    expect(again.map((update) => update.message?.text)).toEqual(['раз'])
    const next = (await call('getUpdates', { offset: (first[0]?.update_id ?? 0) + 1 })).result ?? []
    expect(next.map((update) => update.message?.text)).toEqual(['два'])
    expect(next[0]?.update_id).toBe((first[0]?.update_id ?? 0) + 1)
    const { messages } = await running.sandbox.port.messages({ person: 'Анна', bot: 'shop_bot' }, 0, 0)
    expect(messages).toMatchObject([
      { message: { text: 'два' } },
      { message: { text: 'раз' }, delivered: true },
    ])
    expect(messages[0]).not.toHaveProperty('delivered')
  })

  test('a negative offset keeps the last updates only', async () => {
    const anna = running.sandbox.user('Анна').with('shop_bot')
    for (const text of ['раз', 'два', 'три']) await anna.sendText(text)
    const last = (await call('getUpdates', { offset: -1 })).result ?? []
    expect(last.map((update) => update.message?.text)).toEqual(['три'])
    expect(running.sandbox.pendingUpdates(shopToken)).toBe(1)
  })

  test('an empty wait ends in time with an empty list', async () => {
    const before = performance.now()
    expect(await call('getUpdates', { timeout: 1 })).toEqual({ ok: true, result: [] })
    expect(performance.now() - before).toBeGreaterThan(900)
  })

  test('a second poller ends the first with 409', async () => {
    const first = call('getUpdates', { timeout: 20 })
    const second = call('getUpdates', { timeout: 20 })
    const ended = await first
    expect(ended).toMatchObject({ ok: false, error_code: 409 })
    expect(ended.description).toContain('terminated by other getUpdates request')
    await running.sandbox.user('Анна').with('shop_bot').sendText('кому?')
    expect((await second).result).toHaveLength(1)
  })

  test('a poller that hangs up loses nothing', async () => {
    const abort = new AbortController()
    const hanging = fetch(`${running.url}/bot${shopToken}/getUpdates?timeout=20`, { signal: abort.signal })
    abort.abort()
    await expect(hanging).rejects.toThrow()
    await running.sandbox.user('Анна').with('shop_bot').sendText('слышно?')
    await until(() => running.sandbox.pendingUpdates(shopToken) === 1, 'the update')
    expect((await call('getUpdates')).result).toHaveLength(1)
  })

  test('unknown tokens, methods and bad JSON are refused in Telegram words', async () => {
    expect(await call('getMe', {}, '9:nobody')).toEqual({
      ok: false,
      error_code: 401,
      description: 'Unauthorized',
    })
    expect(await call('noSuchThing')).toMatchObject({
      error_code: 404,
      description: 'Not Found: method not found',
    })
    const broken = await fetch(`${running.url}/bot${shopToken}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"chat_id":',
    })
    expect(await broken.json()).toMatchObject({ ok: false, error_code: 400 })
  })

  test('allowed_updates keeps out what was not asked for', async () => {
    await call('getUpdates', { allowed_updates: ['edited_message'] })
    const anna = running.sandbox.user('Анна').with('shop_bot')
    const { message_id } = await anna.sendText('опечтка')
    await anna.edit(message_id, 'опечатка')
    const updates = (await call('getUpdates')).result ?? []
    expect(updates).toHaveLength(1)
    expect(updates[0]).toHaveProperty('edited_message.text', 'опечатка')
  })

  test('held updates come as one batch', async () => {
    const anna = running.sandbox.user('Анна').with('shop_bot')
    running.sandbox.holdUpdates(shopToken, true)
    const waiting = call('getUpdates', { timeout: 20 })
    for (const text of ['раз', 'два', 'три']) await anna.sendText(text)
    running.sandbox.holdUpdates(shopToken, false)
    expect((await waiting).result).toHaveLength(3)
  })

  test('any update can be injected, malformed ones too', async () => {
    running.sandbox.injectUpdates(shopToken, [{ message: { nonsense: true } }, 'not an object', null])
    const updates = (await call('getUpdates')).result ?? []
    expect(updates).toHaveLength(3)
    expect(updates[0]).toMatchObject({ update_id: expect.any(Number), message: { nonsense: true } })
    expect(updates.slice(1)).toEqual(['not an object', null])
  })

  test('a sent update can be injected again as a duplicate', async () => {
    await running.sandbox.user('Анна').with('shop_bot').sendText('один раз')
    const [sent] = running.sandbox.updatesOf(shopToken)
    running.sandbox.injectUpdate(shopToken, sent)
    expect((await call('getUpdates')).result).toEqual([sent, sent])
  })

  test('autoRegister takes any well-formed token', async () => {
    const open = await listeningSandbox({ autoRegister: true })
    try {
      const me = await new Telegram('777:anything', { apiRoot: open.url }).getMe()
      expect(me).toMatchObject({ id: 777, is_bot: true, username: 'sandbox_777_bot' })
      await expect(new Telegram(`${deskToken}x`, { apiRoot: open.url }).getMe()).rejects.toThrow('401')
    } finally {
      await open.end()
    }
  })
})
