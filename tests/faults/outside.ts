import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { system } from '../../core/context.js'
import { createStaff } from '../../core/staff/create-staff.js'
import { createTelegramSandbox, type TelegramSandbox } from '../../sandbox/telegram/sandbox.js'
import { clientBot, managerBot } from '../factories/app.js'
import { buildCore, type TestCore, testDatabaseUri, testNow } from '../factories/core.js'
import { takeDatabaseName } from '../factories/database.js'
import { type AppChild, startChild } from './app-child.js'

/** What stays when a process of the product dies: Telegram, the database, the data folder, the team's phones. */
export interface Outside {
  readonly telegram: TelegramSandbox
  /** Our own look at the database; runs no part of the product. */
  readonly core: TestCore
  readonly staffIds: string[]
  readonly env: Record<string, string>
  /** Starts a process of the product in here. */
  start(env?: Record<string, string>): Promise<AppChild>
  /** A dead holder's leases run out: what ten seconds of waiting would do. */
  expireLeases(): Promise<void>
  close(): Promise<void>
}

/** @param managers how many colleagues have the managers' bot open */
export async function buildOutside(
  options: { managers?: number; env?: Record<string, string> } = {},
): Promise<Outside> {
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
    ...options.env,
  }
  return {
    telegram,
    core,
    staffIds,
    env,
    async start(more = {}) {
      const child = await startChild({ ...env, ...more })
      children.push(child)
      return child
    },
    async expireLeases() {
      await core.models.Lease.updateMany({}, { $set: { until: new Date(0) } })
    },
    async close() {
      for (const child of children) await child.kill()
      await listening.close()
      await core.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
