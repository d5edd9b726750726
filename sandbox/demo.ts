import path from 'node:path'
import express, { type Router } from 'express'
import type { Core } from '../core/context.js'
import { loadDemoData } from '../core/seed/demo-data.js'
import { demoTelegramPeople } from '../core/seed/demo-people.js'
import { seedDemo } from '../core/seed/seed-demo.js'
import { createSandboxRouter } from './router.js'
import { demoPeople, managerBotTitle } from './seed.js'
import { createDemoRouter } from './shop/router.js'
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

const clientBot = { token: '7000000001:sandbox-client-bot-token-00000', username: 'merch_demo_bot' }
const managerBot = { token: '7000000002:sandbox-manager-bot-token-0000', username: 'otklik_demo_bot' }

/** Seeds the demo data once and opens the sandbox; its chats are kept in the data folder, so a restart changes nothing. */
export async function createDemo({
  core,
  dataDir,
  url,
}: {
  core: Core
  dataDir: string
  url: string
}): Promise<Demo> {
  const managers = demoPeople.flatMap(({ id, staffKey }) =>
    staffKey ? [[staffKey, String(id)] as const] : [],
  )
  const telegramIds: Record<string, string> = Object.fromEntries(managers)
  await seedDemo(core, { telegramIds })
  const telegram = createTelegramSandbox({
    dataDir: path.join(dataDir, 'sandbox-telegram'),
    clock: core.clock,
    onError: (err) => core.log.error({ err }, 'sandbox: failed'),
  })
  const router = express.Router()
  router.use(
    '/sandbox',
    createSandboxRouter({
      telegram,
      bots: [
        { ...clientBot, role: 'client', title: core.company.name },
        { ...managerBot, role: 'manager', title: managerBotTitle },
      ],
      people: demoPeople,
    }),
  )
  router.use(createDemoRouter())
  // The clients of the seeded talk: without a phone on the page, but they can be answered.
  for (const { id, name } of demoTelegramPeople(await loadDemoData())) {
    telegram.createPerson({ id, name })
    telegram.openChat(id, clientBot.username)
  }
  // Managers press /start as they would: only then may the bot write to them.
  for (const { id, role } of demoPeople) {
    const chat = telegram.user(id).with(managerBot.username)
    if (role === 'manager' && !(await chat.chat()).started) await chat.start()
  }
  return {
    telegram,
    apiRoot: `${url}/sandbox/telegram`,
    clientBotToken: clientBot.token,
    managerBotToken: managerBot.token,
    router,
    close: () => telegram.close(),
  }
}
