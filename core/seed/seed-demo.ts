import { backfillClients } from '../clients/backfill-clients.js'
import { rows } from '../collection.js'
import { findOrCreateCompany } from '../companies/find-or-create-company.js'
import { type Core, system } from '../context.js'
import { takeNumbers } from '../counters.js'
import { defaultPipeline } from '../deals/pipelines.js'
import { translate } from '../i18n.js'
import { createStaff } from '../staff/create-staff.js'
import type { Staff } from '../staff/staff.model.js'
import { updateStaff } from '../staff/update-staff.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { type DemoData, loadDemoData } from './demo-data.js'
import { buildDemo } from './demo-history.js'

/** Marks in the settings that the demo data are in. */
const marker = 'demo-data'

export interface SeedDemo {
  /** Telegram ids for people of the team (keys of `demo.yaml`): only a sandbox may name any, a real id belongs to somebody. */
  telegramIds?: Record<string, string>
}

/**
 * Fills an empty installation with two months of a small agency: team, clients, talk, inquiries, deals, activities. All
 * of it is stored history: nothing is sent and nobody is notified. Runs once; returns false when the data are there
 * already. The pipelines must be in (`ensurePipelines`). An administrator made at the first start becomes the head of
 * the story.
 */
export async function seedDemo(core: Core, { telegramIds = {} }: SeedDemo = {}): Promise<boolean> {
  const { models } = core
  const settings = rows(models.Setting)
  if (await settings.findOne({ _id: marker })) return false
  const data = await loadDemoData()
  // Outside of the transaction: the sequences are not part of it.
  const numbers = {
    inquiries: await takeNumbers(core, 'inquiries', data.inquiries.length + data.conversations.length),
    deals: await takeNumbers(core, 'deals', data.deals.length),
  }
  const seeded = await inTransaction(core, async (tx) => {
    const { session } = tx
    if (await settings.findOne({ _id: marker }, { session })) return false
    await settings.insertOne({ _id: marker, value: { at: core.clock.now() }, version: 1 }, { session })
    const demo = buildDemo(core, data, {
      staff: await seedStaff(core, tx, data, telegramIds),
      companies: await seedCompanies(core, tx, data),
      pipeline: await defaultPipeline(core, tx),
      numbers,
    })
    await rows(models.Client).insertMany(demo.clients, { session })
    await rows(models.ContactPoint).insertMany(demo.contactPoints, { session })
    await rows(models.Inquiry).insertMany(demo.inquiries, { session })
    await rows(models.Deal).insertMany(demo.deals, { session })
    await rows(models.Conversation).insertMany(demo.conversations, { session })
    await rows(models.Message).insertMany(demo.messages, { session })
    await rows(models.Activity).insertMany(demo.activities, { session })
    return true
  })
  if (seeded) await backfillClients(core)
  return seeded
}

async function seedStaff(
  core: Core,
  tx: Transaction,
  data: DemoData,
  telegramIds: Record<string, string>,
): Promise<Map<string, Staff>> {
  const team = new Map<string, Staff>()
  const unnamed = await rows(core.models.Staff).findOne(
    { active: true, role: 'admin', name: translate(core.company.locale, 'roles.admin') },
    { session: tx.session },
  )
  for (const { key, name, role, email, title, photo } of data.staff) {
    const publicProfile = { name, photoUrl: photo, title }
    const telegramId = telegramIds[key]
    const person =
      role === 'head' && unnamed
        ? await updateStaff(core, system, { staffId: unnamed._id, name, publicProfile, telegramId }, tx)
        : await createStaff(core, system, { name, role, email, telegramId, publicProfile }, tx)
    team.set(key, person)
  }
  return team
}

async function seedCompanies(core: Core, tx: Transaction, data: DemoData): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const name of new Set(data.clients.map((client) => client.company))) {
    ids.set(name, (await findOrCreateCompany(core, system, { name }, tx)).company._id)
  }
  return ids
}
