import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Clock, ManualClock } from '../../core/clock.js'
import type { Role } from '../../core/context.js'
import { system } from '../../core/context.js'
import { readEnv } from '../../core/env.js'
import { createLog, type Logger } from '../../core/log.js'
import { createStaff } from '../../core/staff/create-staff.js'
import { type Otklik, startOtklik } from '../../main.js'
import { createTelegramSandbox, type TelegramSandbox } from '../../sandbox/telegram/sandbox.js'
import { testDatabaseUri, testNow } from './core.js'
import { giveDatabaseBack } from './database.js'

export const clientBot = {
  token: '7000000001:test-client-bot-token-00000',
  username: 'client_bot',
  name: 'Client bot',
}
export const managerBot = {
  token: '7000000002:test-manager-bot-token-0000',
  username: 'manager_bot',
  name: 'Manager bot',
}

export interface TestApp {
  otklik: Otklik
  telegram: TelegramSandbox
  clock: Clock
  url: string
  /** Of the sandbox's Bot API. */
  apiRoot: string
  /** SESSION_SECRET of this installation, and its database: for a second process beside it. */
  secret: string
  databaseUri: string
  /** Stops this process of Otklik and starts another on the same database, port and folder. */
  restart(): Promise<void>
  close(): Promise<void>
  /** A person of the team who already talks to the managers' bot. */
  addStaff(name: string, role?: Role): Promise<{ id: string; telegramId: number }>
}

/** The whole product on a database of its own, with sandbox Telegram outside; only the clock is ours. */
export async function startTestApp(
  options: { clock?: Clock; env?: Record<string, string>; telegram?: TelegramSandbox; log?: Logger } = {},
): Promise<TestApp> {
  const clock = options.clock ?? new ManualClock(testNow)
  const telegram = options.telegram ?? createTelegramSandbox({ clock })
  telegram.createBot(clientBot.token, clientBot)
  telegram.createBot(managerBot.token, managerBot)
  const listening = await telegram.listen()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'otklik-test-'))
  const uri = testDatabaseUri()
  const secret = 'test-secret-of-the-whole-app-000000'
  const start = async (port: string) => {
    const settings = readEnv({
      MONGODB_URI: uri,
      DATA_DIR: dataDir,
      SESSION_SECRET: secret,
      PORT: port,
      COMPANY_NAME: 'Реклама и мерч',
      ADMIN_EMAIL: 'admin@example.com',
      ADMIN_PASSWORD: 'correct horse battery',
      TELEGRAM_BOT_TOKEN: clientBot.token,
      TELEGRAM_API_ROOT: listening.url,
      MANAGER_BOT_TOKEN: managerBot.token,
      ...options.env,
    })
    if ('mistakes' in settings) throw new Error(settings.mistakes.join('; '))
    const log = options.log ?? createLog(process.env.TEST_LOG_LEVEL ?? 'silent')
    return startOtklik(settings.env, { clock, log })
  }
  const app: TestApp = {
    otklik: await start('0'),
    telegram,
    clock,
    apiRoot: listening.url,
    secret,
    databaseUri: uri,
    get url() {
      return app.otklik.url
    },
    async restart() {
      const { port } = new URL(app.otklik.url)
      await app.otklik.stop()
      app.otklik = await start(port)
    },
    async close() {
      const { core } = app.otklik
      const client = core.connection.getClient()
      const name = core.connection.name
      await app.otklik.stop()
      telegram.close()
      await listening.close()
      await client.connect()
      await giveDatabaseBack(client.db(name))
      await client.close()
      await rm(dataDir, { recursive: true, force: true })
    },
    async addStaff(name, role = 'sales') {
      const { id: telegramId } = telegram.user(name)
      const person = await createStaff(app.otklik.core, system, {
        name,
        role,
        telegramId: String(telegramId),
      })
      const chat = telegram.user(name).with(managerBot.username)
      await chat.start()
      await chat.waitForMessage()
      return { id: person._id, telegramId }
    },
  }
  return app
}
