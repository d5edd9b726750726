import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { endAbandonedTransactions } from '../../core/abandoned-transactions.js'
import { ensureFirstAccount } from '../../core/channel-accounts/ensure-environment-account.js'
import { system } from '../../core/context.js'
import { agendaCollection } from '../../core/db.js'
import { createStaff } from '../../core/staff/create-staff.js'
import { createTelegramSandbox, type TelegramSandbox } from '../../sandbox/telegram/sandbox.js'
import { clientBot, managerBot } from '../factories/app.js'
import { buildCore, type TestCore, testDatabaseUri, testNow } from '../factories/core.js'
import { takeDatabaseName } from '../factories/database.js'
import { type AppChild, freePort, type ReadyChild, readyChild, wholeCrashingApp } from './app-child.js'
import { SiteStreet } from './streets/site-chat.js'
import type { Street } from './streets/street.js'
import { type TelegramMode, TelegramStreet } from './streets/telegram.js'
import { CloudStreet } from './streets/whatsapp-cloud.js'
import { WebStreet } from './streets/whatsapp-web.js'

export const streetNames = ['telegram', 'whatsapp-cloud', 'site-chat', 'whatsapp-web'] as const
export type StreetName = (typeof streetNames)[number]

/** What stays when a process of the product dies: Telegram, the database, the data folder, the team's phones. */
export interface Outside {
  readonly telegram: TelegramSandbox
  /** Our own look at the database; runs no part of the product. */
  readonly core: TestCore
  readonly staffIds: string[]
  readonly env: Record<string, string>
  /** Those that were asked for, in that order. */
  readonly streets: readonly Street[]
  /** Starts a process of the product in here; people of the streets reach the one that was started last. */
  start(env?: Record<string, string>): Promise<AppChild>
  /** A dead holder's leases run out: what ten seconds of waiting would do. */
  expireLeases(): Promise<void>
  /** What a dead process's transactions hold is freed while this writes, as any living process would do. */
  besideTheDead<T>(work: () => Promise<T>): Promise<T>
  /** A dead worker's jobs may be begun by others: what a minute of waiting would do. */
  expireJobLocks(): Promise<void>
  close(): Promise<void>
}

export interface OutsideOptions {
  /** Colleagues who have the managers' bot open. */
  managers?: number
  env?: Record<string, string>
  /** Channels whose people are here; with them the product keeps one port over all its lives. */
  streets?: readonly StreetName[]
  /** How the next process hears of Telegram's messages; polling unless told. */
  telegramMode?: () => TelegramMode
  /** A process that is loaded waits for its turn all the time. */
  spare?: boolean
}

async function besideTheDead<T>(core: TestCore, work: () => Promise<T>): Promise<T> {
  const done = new AbortController()
  const ending = endAbandonedTransactions(core, done.signal)
  try {
    return await work()
  } finally {
    done.abort()
    await ending
  }
}

export async function buildOutside(options: OutsideOptions = {}): Promise<Outside> {
  const databaseName = takeDatabaseName()
  // The product's day is a working one whenever the test runs.
  const offset = new Date(testNow).getTime() - Date.now()
  const clock = { now: () => new Date(Date.now() + offset) }
  const core = await buildCore({ databaseName, clock })
  const telegram = createTelegramSandbox({ clock, webhook: { retryMs: 100, maxRetryMs: 400 } })
  telegram.createBot(clientBot.token, clientBot)
  telegram.createBot(managerBot.token, managerBot)
  const listening = await telegram.listen()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'otklik-faults-'))
  const staffIds: string[] = []
  for (let index = 1; index <= (options.managers ?? 0); index++) {
    const { id } = telegram.createPerson({ name: `Менеджер ${index}` })
    telegram.openChat(id, managerBot.username)
    const staff = await createStaff(core, system, {
      name: `Менеджер ${index}`,
      role: 'sales',
      telegramId: String(id),
    })
    await core.models.Staff.updateOne({ _id: staff._id }, { $set: { telegramChatId: String(id) } })
    staffIds.push(staff._id)
  }
  const children: AppChild[] = []
  const port = options.streets ? await freePort() : 0
  const { telegramMode = () => 'polling' } = options
  // One number is the installation's; with both ways of WhatsApp the linked phone is an account of the panel.
  const webAccountId = options.streets?.includes('whatsapp-cloud') ? 'whatsapp:web' : 'whatsapp:main'
  if (options.streets?.includes('whatsapp-web') && webAccountId === 'whatsapp:web')
    await ensureFirstAccount(core, {
      accountId: webAccountId,
      kind: 'whatsapp-web',
      channel: 'whatsapp',
      name: 'WhatsApp Web',
      enabled: true,
    })
  const build: Record<StreetName, () => Promise<Street>> = {
    telegram: async () => new TelegramStreet(telegram, `http://127.0.0.1:${port}`, telegramMode),
    'whatsapp-cloud': () => CloudStreet.open(clock),
    'site-chat': async () => new SiteStreet(),
    'whatsapp-web': () => WebStreet.open(clock, core, webAccountId),
  }
  const streets = await Promise.all((options.streets ?? []).map((name) => build[name]()))
  const program = options.spare ? await wholeCrashingApp() : undefined
  let spare: ReadyChild | undefined
  const env = {
    MONGODB_URI: testDatabaseUri(databaseName),
    DATA_DIR: dataDir,
    COMPANY_NAME: 'Реклама и мерч',
    ADMIN_EMAIL: 'admin@example.com',
    ADMIN_PASSWORD: 'correct horse battery',
    SESSION_SECRET: 'fault test secret fault test secret',
    TELEGRAM_BOT_TOKEN: clientBot.token,
    TELEGRAM_API_ROOT: listening.url,
    MANAGER_BOT_TOKEN: managerBot.token,
    CLOCK_OFFSET_MS: String(offset),
    PORT: String(port),
    ...options.env,
  }
  return {
    telegram,
    core,
    staffIds,
    env,
    streets,
    async start(more = {}) {
      const ready = spare ?? readyChild(program)
      spare = options.spare ? readyChild(program) : undefined
      const child = await ready.work(Object.assign({}, env, ...streets.map((street) => street.env()), more))
      children.push(child)
      const opened = Promise.all(streets.map((street) => street.opened(child.url)))
      opened.catch(() => undefined)
      // It may be killed before its channels are open.
      await Promise.race([opened, child.ended])
      return child
    },
    async expireLeases() {
      await core.models.Lease.updateMany({}, { $set: { until: new Date(0) } })
    },
    besideTheDead: (work) => besideTheDead(core, work),
    async expireJobLocks() {
      await core.connection.collection(agendaCollection).updateMany({}, { $set: { lockedAt: null } })
    },
    async close() {
      await spare?.kill()
      for (const child of children) await child.kill()
      await Promise.all(streets.map((street) => street.close()))
      await listening.close()
      // Else the database is dropped only when MongoDB itself forgets them, after a minute.
      await besideTheDead(core, () => core.close())
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
