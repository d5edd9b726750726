import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Telegraf, Telegram } from 'telegraf'
import { type ListeningSandbox, listeningSandbox, shopToken, until } from './testing.js'

let running: ListeningSandbox
beforeEach(async () => {
  running = await listeningSandbox({ webhook: { retryMs: 10 } })
})
afterEach(() => running.end())

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  running.onEnd(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function bodyOf(req: IncomingMessage): Promise<{ message: { text: string; chat: { id: number } } }> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString())
}

const api = () => new Telegram(shopToken, { apiRoot: running.url })

describe('webhooks', () => {
  test('telegraf takes updates with the secret and refuses them without', async () => {
    const bot = new Telegraf(shopToken, { telegram: { apiRoot: running.url, webhookReply: false } })
    bot.on('text', (ctx) => ctx.reply(`Принято: ${ctx.message.text}`))
    const url = await listen(bot.webhookCallback('/hook', { secretToken: 'right-secret' }))
    await bot.telegram.setWebhook(`${url}/hook`, { secret_token: 'wrong-secret' })
    const anna = running.sandbox.user('Анна').with('shop_bot')
    await anna.sendText('через вебхук')
    await until(() => running.sandbox.calls().length > 0, 'the first call')
    await untilTrouble('403')
    await bot.telegram.setWebhook(`${url}/hook`, { secret_token: 'right-secret' })
    await anna.waitForMessage('Принято: через вебхук')
    await until(() => running.sandbox.pendingUpdates(shopToken) === 0, 'the confirmation')
  })

  test('a chat stays in order through refusals, other chats go on', async () => {
    const taken: string[] = []
    let refusals = 3
    const url = await listen(async (req, res) => {
      const { message } = await bodyOf(req)
      const refuse = message.text === 'раз' && refusals-- > 0
      if (!refuse) taken.push(message.text)
      res.writeHead(refuse ? 503 : 200).end()
    })
    running.sandbox.holdUpdates(shopToken, true)
    await api().setWebhook(url)
    for (const text of ['раз', 'два', 'три'])
      await running.sandbox.user('Анна').with('shop_bot').sendText(text)
    await running.sandbox.user('Сергей').with('shop_bot').sendText('стол')
    running.sandbox.holdUpdates(shopToken, false)
    await until(() => taken.length === 4, 'four updates')
    expect(taken[0]).toBe('стол')
    expect(taken.filter((text) => text !== 'стол')).toEqual(['раз', 'два', 'три'])
    expect(refusals).toBe(-1)
  })

  test('a method in the answer is carried out', async () => {
    const url = await listen(async (req, res) => {
      const { message } = await bodyOf(req)
      res.setHeader('content-type', 'application/json')
      res.end(JSON.stringify({ method: 'sendMessage', chat_id: message.chat.id, text: 'в том же ответе' }))
    })
    await api().setWebhook(url)
    const anna = running.sandbox.user('Анна').with('shop_bot')
    await anna.sendText('привет')
    await anna.waitForMessage('в том же ответе')
  })

  test('getUpdates is refused while a webhook is set; deleting it brings polling back', async () => {
    const url = await listen((_req, res) => void res.writeHead(500).end())
    await api().setWebhook(url)
    await running.sandbox.user('Анна').with('shop_bot').sendText('жду')
    await expect(api().getUpdates(0, 10, 0, undefined)).rejects.toThrow('409')
    await untilTrouble('500')
    const info = await api().getWebhookInfo()
    expect(info).toMatchObject({ url, pending_update_count: 1 })
    await api().deleteWebhook()
    expect(await api().getUpdates(0, 10, 0, undefined)).toHaveLength(1)
    expect((await api().getWebhookInfo()).url).toBe('')
  })

  test('a secret that Telegram would not take is refused', async () => {
    await expect(api().setWebhook('http://127.0.0.1:1/', { secret_token: 'с пробелом' })).rejects.toThrow(
      'unallowed',
    )
  })
})

async function untilTrouble(words: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { last_error_message: message } = await api().getWebhookInfo()
    if (message?.includes(words)) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`the webhook never met ${words}`)
}
