import { createCannedReply } from '../canned-replies/change-canned-replies.js'
import type { ClientCard } from '../clients/client.model.js'
import { rows } from '../collection.js'
import type { CompanyCard } from '../companies/company.model.js'
import { companyNameKey } from '../companies/company-name.js'
import { companyWords } from '../companies/company-words.js'
import { type Core, system } from '../context.js'
import { takeNumbers } from '../counters.js'
import type { Pipeline } from '../deals/pipeline.model.js'
import { defaultPipeline, listPipelines } from '../deals/pipelines.js'
import { findDuplicatesOf } from '../duplicates/find-duplicates.js'
import { translate } from '../i18n.js'
import { newId } from '../ids.js'
import { createStaff } from '../staff/create-staff.js'
import { createDepartment } from '../staff/departments/create-department.js'
import type { Staff } from '../staff/staff.model.js'
import { updateStaff } from '../staff/update-staff.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { type DemoData, loadDemoData } from './demo-data.js'
import { alikeClients, countFacts } from './demo-facts.js'
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
  let alike: string[] = []
  const seeded = await inTransaction(core, async (tx) => {
    const { session } = tx
    if (await settings.findOne({ _id: marker }, { session })) return false
    await settings.insertOne({ _id: marker, value: { at: core.clock.now() }, version: 1 }, { session })
    const companies = seedCompanies(core, data)
    const keyed = new Map(companies.map(({ nameKey, _id }) => [nameKey, _id]))
    const demo = buildDemo(core, data, {
      staff: await seedStaff(core, tx, data, telegramIds),
      companies: new Map(
        data.clients.map(({ company }) => [company, keyed.get(companyNameKey(company)) ?? '']),
      ),
      pipelines: await pipelinesOf(core, tx),
      numbers,
    })
    countFacts(demo, new Map(companies.map(({ _id, nameKey }) => [_id, nameKey])))
    alike = alikeClients(demo.clients)
    for (const company of companies) asItsPeople(company, demo.clients)
    await rows(models.Company).insertMany(companies, { session })
    await rows(models.Client).insertMany(demo.clients, { session })
    await rows(models.ContactPoint).insertMany(demo.contactPoints, { session })
    await rows(models.Inquiry).insertMany(demo.inquiries, { session })
    await rows(models.Deal).insertMany(demo.deals, { session })
    await rows(models.Conversation).insertMany(demo.conversations, { session })
    await rows(models.Message).insertMany(demo.messages, { session })
    await rows(models.Activity).insertMany(demo.activities, { session })
    return true
  })
  if (!seeded) return false
  for (const clientId of alike) await findDuplicatesOf(core, clientId)
  for (const reply of data.cannedReplies) await createCannedReply(core, system, reply)
  return true
}

/** Every pipeline, the default one first. */
async function pipelinesOf(core: Core, tx: Transaction): Promise<Pipeline[]> {
  const first = await defaultPipeline(core, tx)
  return [first, ...(await listPipelines(core)).filter((each) => each.key !== first.key)]
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
  for (const { key, name, role, email, title, photo, address } of data.staff) {
    const publicProfile = { name, photoUrl: photo, title, address }
    const telegramId = telegramIds[key]
    const person =
      role === 'head' && unnamed
        ? await updateStaff(core, system, { staffId: unnamed._id, name, publicProfile, telegramId }, tx)
        : await createStaff(core, system, { name, role, email, telegramId, publicProfile }, tx)
    team.set(key, person)
  }
  await seedDepartments(core, tx, data, team)
  return team
}

/** Departments by the word of each person; the head of the story heads them. */
async function seedDepartments(
  core: Core,
  tx: Transaction,
  data: DemoData,
  team: ReadonlyMap<string, Staff>,
): Promise<void> {
  const idOf = (key: string) => team.get(key)?._id ?? ''
  const head = data.staff.find(({ role }) => role === 'head')
  const headId = head ? idOf(head.key) : null
  for (const name of new Set(data.staff.flatMap(({ department }) => department ?? []))) {
    const memberIds = data.staff.filter((each) => each.department === name).map(({ key }) => idOf(key))
    await createDepartment(core, system, { name, headId, memberIds }, tx)
  }
}

/** Known since its first person came, kept by whoever keeps them. */
function asItsPeople(company: CompanyCard, clients: readonly ClientCard[]): void {
  for (const { companyId, ownerId, createdAt } of clients) {
    if (companyId !== company._id) continue
    company.ownerId ??= ownerId
    if (createdAt < company.createdAt) company.createdAt = createdAt
  }
}

/** One card a company, under the name it is written with first: the same company in other spellings is the same card. */
function seedCompanies(core: Core, data: DemoData): CompanyCard[] {
  const byKey = new Map<string, CompanyCard>()
  const named: CompanyCard[] = []
  for (const { company } of data.clients) {
    const nameKey = companyNameKey(company)
    if (byKey.has(nameKey)) continue
    const card: CompanyCard = {
      _id: newId(),
      name: company,
      nameKey,
      inn: '',
      website: '',
      address: '',
      notes: '',
      custom: {},
      ownerId: null,
      words: companyWords({ name: company, inn: '' }),
      version: 1,
      createdAt: core.clock.now(),
    }
    byKey.set(nameKey, card)
    named.push(card)
  }
  return named
}
