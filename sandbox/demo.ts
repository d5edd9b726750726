import path from 'node:path'
import express, { type Router } from 'express'
import type { Core } from '../core/context.js'
import { loadDemoData } from '../core/seed/demo-data.js'
import { demoTelegramPeople } from '../core/seed/demo-people.js'
import { seedDemo } from '../core/seed/seed-demo.js'
import { createSandboxRouter } from './router.js'
import { demoPeople, managerBotTitle, whatsappPeople, whatsappWebPeople } from './seed.js'
import { createDemoRouter } from './shop/router.js'
import { createTelegramSandbox, type TelegramSandbox } from './telegram/sandbox.js'
import { companyUsername, createWhatsAppSandbox } from './whatsapp/web/sandbox.js'
import { type CloudAccount, createCloudSandbox, numberUsername } from './whatsapp-cloud/cloud-sandbox.js'

/** The demo: seeded data and messengers that live in this process. Never part of a real installation. */
export interface Demo {
  readonly telegram: TelegramSandbox
  /** Base address of the sandbox's Bot API. */
  readonly apiRoot: string
  readonly clientBotToken: string
  readonly managerBotToken: string
  /** A number on the sandbox's Cloud API. */
  readonly whatsapp: CloudAccount & { apiRoot: string }
  /** `host:port` of the simulated WhatsApp Web page. Its channel is there and off: a browser costs 400 MB. */
  readonly whatsappWebResolve: string
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
  const whatsapp = createCloudSandbox({
    dataDir: path.join(dataDir, 'sandbox-whatsapp-cloud'),
    clock: core.clock,
    account: { name: core.company.name },
    onError: (err) => core.log.error({ err }, 'whatsapp sandbox: failed'),
  })
  for (const person of whatsappPeople) whatsapp.createPerson(person)
  // Until the webhook is there it is refused and tried again.
  whatsapp.webhooks.aim({ url: `${url}/webhooks/whatsapp`, appSecret: whatsapp.account.appSecret })
  const whatsappWeb = createWhatsAppSandbox({
    dataDir: path.join(dataDir, 'sandbox-whatsapp-web'),
    clock: core.clock,
    name: core.company.name,
    onError: (err) => core.log.error({ err }, 'whatsapp web sandbox: failed'),
  })
  for (const person of whatsappWebPeople) whatsappWeb.createPerson(person)
  const webPage = await whatsappWeb.listen()
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
      whatsapp: { sandbox: whatsapp, username: numberUsername, number: whatsapp.account.number },
      whatsappWeb: { sandbox: whatsappWeb, username: companyUsername },
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
    whatsapp: { ...whatsapp.account, apiRoot: `${url}/sandbox/whatsapp` },
    whatsappWebResolve: webPage.resolve,
    router,
    close: () => {
      void webPage.close()
      telegram.close()
      whatsapp.close()
    },
  }
}
