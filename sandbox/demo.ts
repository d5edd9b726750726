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

const clientBotToken = '7000000001:sandbox-client-bot-token-0000'
const managerBotToken = '7000000002:sandbox-manager-bot-token-000'
const clientBot = 'merch_demo_bot'
const managerBot = 'otklik_demo_bot'

export async function createDemo({
  core,
  dataDir,
  url,
}: {
  core: Core
  dataDir: string
  url: string
}): Promise<Demo> {
  await seedDemo(core, { telegramIds: staffTelegramIds() })
  const telegram = createTelegramSandbox({
    dataDir: path.join(dataDir, 'sandbox-telegram'),
    clock: core.clock,
    onError: (err) => core.log.error({ err }, 'sandbox: failed'),
  })
  const router = express.Router()
  router.use(createDemoRouter())
  router.use(
    '/sandbox',
    createSandboxRouter({
      telegram,
      people: demoPeople,
      bots: [
        { token: clientBotToken, username: clientBot, title: core.company.name, role: 'client' },
        { token: managerBotToken, username: managerBot, title: managerBotTitle, role: 'manager' },
      ],
    }),
  )
  await openChats(telegram)
  return {
    telegram,
    apiRoot: `${url}/sandbox/telegram`,
    clientBotToken,
    managerBotToken,
    router,
    close: () => telegram.close(),
  }
}

/** The team of the demo data answers from the phones of the sandbox. */
function staffTelegramIds(): Record<string, string> {
  return Object.fromEntries(
    demoPeople.flatMap(({ staffKey, id }) => (staffKey ? [[staffKey, String(id)]] : [])),
  )
}

/** Managers have pressed Start, so that cards reach them; clients of the demo's past can be answered. */
async function openChats(telegram: TelegramSandbox): Promise<void> {
  for (const { id, role } of demoPeople) {
    if (role !== 'manager') continue
    const chat = telegram.user(id).with(managerBot)
    if (!(await chat.chat()).started) await chat.start()
  }
  for (const { id, name } of demoTelegramPeople(await loadDemoData())) {
    telegram.createPerson({ id, name })
    telegram.openChat(id, clientBot)
  }
}
