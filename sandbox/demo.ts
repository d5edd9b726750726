import path from 'node:path'
import express, { type Router } from 'express'
import type { Core } from '../core/context.js'
import { createTelegramSandbox, type TelegramSandbox } from './telegram/sandbox.js'

/** The demo: seeded data and messengers that live in this process. Never part of a real installation. */
export interface Demo {
  readonly telegram: TelegramSandbox
  /** Base address of the sandbox's Bot API. */
  readonly apiRoot: string
  readonly clientBotToken: string
  readonly managerBotToken: string
  /** `/sandbox` and `/demo`. */
  readonly router: Router
  close(): void
}

const clientBotToken = '7000000001:sandbox-client-bot-token-0000'
const managerBotToken = '7000000002:sandbox-manager-bot-token-000'

export async function createDemo({
  core,
  dataDir,
  url,
}: {
  core: Core
  dataDir: string
  url: string
}): Promise<Demo> {
  const telegram = createTelegramSandbox({
    dataDir: path.join(dataDir, 'sandbox-telegram'),
    clock: core.clock,
    onError: (err) => core.log.error({ err }, 'sandbox: failed'),
  })
  telegram.createBot(clientBotToken, { username: 'merch_demo_bot', name: core.company.name })
  telegram.createBot(managerBotToken, { username: 'otklik_demo_bot', name: 'Отклик' })
  const router = express.Router()
  router.use('/sandbox/telegram', telegram.router)
  return {
    telegram,
    apiRoot: `${url}/sandbox/telegram`,
    clientBotToken,
    managerBotToken,
    router,
    close: () => telegram.close(),
  }
}
