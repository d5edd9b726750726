import { Bot, type Context } from 'grammy'
import type { UserFromGetMe } from 'grammy/types'
import { Telegraf } from 'telegraf'
import { createTelegramSandbox, type TelegramSandbox, type TelegramSandboxOptions } from './sandbox.js'

/** A 2 x 1 PNG. */
export const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGP8z8Dwn4GBgQEADQYCAbdkMZ8AAAAASUVORK5CYII=',
  'base64',
)

export const shopToken = '1001:shop'
export const deskToken = '1002:desk'

export interface ListeningSandbox {
  sandbox: TelegramSandbox
  url: string
  /** Closes the sandbox and stops what `onEnd` was told of, latest first. */
  end(): Promise<void>
  onEnd(stop: () => unknown): void
}

/** A sandbox on a port of its own with two bots, `shop_bot` and `desk_bot`. */
export async function listeningSandbox(options: TelegramSandboxOptions = {}): Promise<ListeningSandbox> {
  const sandbox = createTelegramSandbox(options)
  sandbox.createBot(shopToken, { username: 'shop_bot', name: 'Магазин' })
  sandbox.createBot(deskToken, { username: 'desk_bot', name: 'Стол' })
  const { url, close } = await sandbox.listen()
  const stops: (() => unknown)[] = [close]
  return {
    sandbox,
    url,
    onEnd: (stop) => stops.unshift(stop),
    end: async () => {
      for (const stop of stops) await stop()
    },
  }
}

/** Starts a real telegraf bot that polls; returns when its first getUpdates waits. */
export async function startTelegraf(
  running: ListeningSandbox,
  setUp: (bot: Telegraf) => void,
  token = shopToken,
): Promise<Telegraf> {
  const bot = new Telegraf(token, { telegram: { apiRoot: running.url, webhookReply: false } })
  setUp(bot)
  const launched = new Promise<void>((resolve) => {
    void bot.launch({}, () => resolve()).catch(() => resolve())
  })
  await launched
  running.onEnd(() => bot.stop())
  return bot
}

/** Starts a real grammY bot that polls. */
export async function startGrammy(
  running: ListeningSandbox,
  setUp: (bot: Bot<Context>) => void,
  token = deskToken,
): Promise<Bot<Context>> {
  const bot = new Bot(token, { client: { apiRoot: running.url } })
  setUp(bot)
  const started = new Promise<UserFromGetMe>((resolve) => {
    void bot.start({ onStart: resolve })
  })
  await started
  running.onEnd(() => bot.stop())
  return bot
}

/** Waits for a condition, looking every few milliseconds. */
export async function until(condition: () => boolean, what: string, timeoutMs = 20_000): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
