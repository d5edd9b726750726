import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../tests/factories/core.js'
import { listActivities, myDay } from './activities/queries.js'
import { tellOverdue } from './activities/tell-overdue.js'
import { lastChange, listAudit } from './audit/queries.js'
import { listCannedReplies } from './canned-replies/queries.js'
import { backfillClients } from './clients/backfill-clients.js'
import { refreshClientFacts } from './clients/client-facts.js'
import { noticeQuiet } from './clients/notice-quiet.js'
import { clientsOfAgent, findAnything, getClient, listClients } from './clients/queries.js'
import { clientTimeline } from './clients/timeline.js'
import { rows } from './collection.js'
import { countPeople, listCompanies } from './companies/queries.js'
import { listContactPoints } from './contacts/queries.js'
import { system } from './context.js'
import { countDeals } from './deals/count-deals.js'
import { ensurePipelines } from './deals/ensure-pipelines.js'
import { dealBoard, dealBoardColumn, getDeal, listDeals } from './deals/queries.js'
import { listDeliveries } from './deliveries/queries.js'
import { countReferences } from './duplicates/client-references.js'
import { findDuplicatesOf } from './duplicates/find-duplicates.js'
import { countDuplicates, duplicatesOf, listDuplicates } from './duplicates/queries.js'
import { newId } from './ids.js'
import { countUnseenMentions, listMentions } from './inbox/mentions.js'
import { mutedBy, mutedConversations, unreadConversations, viewsOf } from './inbox/personal-views.js'
import { listConversations } from './inbox/queries.js'
import { inquiryStatuses } from './inquiries/inquiry.model.js'
import { inquiryProjects, listInquiries } from './inquiries/queries.js'
import type { PageQuery } from './paging.js'
import { previewErasure } from './privacy/preview-erasure.js'
import { loadTeam } from './routing/load-team.js'
import { passOnUnanswered } from './routing/pass-on.js'
import { listRoutingDecisions } from './routing/queries.js'
import { listScheduled } from './scheduled/queries.js'
import { sendDueMessages } from './scheduled/send-due.js'
import { indexPast } from './search/index-messages.js'
import { searchMessages } from './search/search-messages.js'
import { seedDemo } from './seed/seed-demo.js'
import { countSegment, listSegments } from './segments/queries.js'
import { createSegment } from './segments/save-segment.js'
import { findSignedIn, findStaffByTelegramId, staffNames } from './staff/queries.js'

let core: TestCore
beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  await seedDemo(core)
})
afterAll(() => core.close())

/** Collections of a few rows, read whole or by a word: a scan of them is no fault. */
const small = ['labels', 'departments', 'routing_turns', 'pipelines', 'staff', 'settings', 'system']

interface Profiled {
  ns: string
  planSummary?: string
  hasSortStage?: boolean
  command: Record<string, unknown>
}

/** What MongoDB did for `work`, by its own profiler. */
async function profile(work: () => Promise<unknown>): Promise<Profiled[]> {
  const db = core.connection.getClient().db(core.connection.name)
  await db.command({ profile: 2 })
  try {
    await work()
  } finally {
    await db.command({ profile: 0 })
  }
  const seen = await db
    .collection<Profiled>('system.profile')
    .find({ op: { $in: ['query', 'command'] }, planSummary: { $exists: true } })
    .toArray()
  await db.collection('system.profile').drop()
  return seen.filter(({ ns }) => !small.some((name) => ns.endsWith(`.${name}`) || ns.includes('.system.')))
}

/** The first page and the one after it. */
async function twoPages(list: (page: PageQuery) => Promise<{ nextCursor: string | null }>): Promise<void> {
  const { nextCursor } = await list({ limit: 1 })
  if (nextCursor) await list({ limit: 1, cursor: nextCursor })
}

test('every list and card of the business core uses an index, and pages are not sorted in memory', async () => {
  const client = await rows(core.models.Client).findOne({ name: 'Елена Кузнецова' })
  const clientId = client?._id ?? ''
  const ownerId = client?.ownerId ?? ''
  const month = { from: new Date('2026-02-11T00:00:00Z'), to: core.clock.now() }
  const seen = await profile(async () => {
    const segment = await createSegment(core, system, {
      name: 'План',
      definition: {
        match: 'all',
        rules: [
          { field: 'territory', operator: 'is', value: 'Новосибирск' },
          { field: 'lastContactAt', operator: 'before-days', value: 1 },
        ],
      },
    })
    for (const filter of [
      {},
      { ownerId },
      { ownerId: 'none' },
      { state: 'active' as const },
      { base: 'funnel' as const },
      { base: 'cold' as const, ownerId: 'none' },
      { state: 'potential' as const, ownerId },
      { kind: 'agent' as const },
      { agentId: clientId },
      { segment: segment._id },
    ]) {
      await twoPages((page) => listClients(core, filter, page))
    }
    await twoPages((page) => listDuplicates(core, page))
    await noticeQuiet(core)
    for (const filter of [{}, { ownerId }, { ownerId: 'none' }])
      await twoPages((page) => listCompanies(core, filter, { ...page, sort: 'name' }))
    await twoPages((page) => listCompanies(core, {}, page))
    await twoPages((page) => listCompanies(core, { ownerId: 'none' }, page))
    const companyId = (await listCompanies(core, {}, { limit: 1 })).items[0]?._id ?? ''
    await countPeople(core, [companyId])
    await countDeals(core, { companyId })
    for (const filter of [
      {},
      { status: inquiryStatuses[2] },
      { assigneeId: ownerId },
      { channel: 'telegram' as const },
      { source: 'site' },
      { base: 'undefined' as const },
      { departmentId: 'none' },
      { project: 'Мерч' },
      { qualification: 'lead' as const },
      { clientId },
      month,
    ]) {
      await twoPages((page) => listInquiries(core, filter, page))
    }
    for (const filter of [{}, { ownerId }, { clientId }])
      await twoPages((page) => listDeals(core, filter, page))
    for (const filter of [{}, { staffId: ownerId, status: 'planned' as const }, { clientId }, month]) {
      await twoPages((page) => listActivities(core, filter, page))
    }
    await dealBoardColumn(core, { pipeline: 'merchandise', stage: 'new-lead' })
    const by = { byId: ownerId }
    for (const filter of [
      {},
      by,
      { kind: 'company' },
      { entityId: newId() },
      { action: 'company.create' },
      month,
    ])
      await twoPages((page) => listAudit(core, system, filter, page))
    await listRoutingDecisions(core, newId())
    await passOnUnanswered(core)
    await loadTeam(core)
  })
  expect(seen.length).toBeGreaterThan(25)
  expect(seen.filter((each) => each.planSummary?.includes('COLLSCAN')).map((each) => each.command)).toEqual(
    [],
  )
  expect(seen.filter((each) => each.hasSortStage).map((each) => each.command)).toEqual([])
})

test('what is looked up by key or word uses an index', async () => {
  const client = await rows(core.models.Client).findOne({ name: 'Елена Кузнецова' })
  const seen = await profile(async () => {
    await listClients(core, { search: 'куз' })
    await listClients(core, { phone: '8 913 001-01-01' })
    await listClients(core, { companyId: client?.companyId ?? '' })
    await listClients(core, { search: 'ветер' })
    await listCompanies(core, { search: 'ветер' })
    await lastChange(core, client?.companyId ?? '')
    await previewErasure(core, system, client?._id ?? '')
    await findAnything(core, 'ветер')
    await refreshClientFacts(core, client?._id ?? '')
    await findDuplicatesOf(core, client?._id ?? '')
    await duplicatesOf(core, client?._id ?? '')
    await countDuplicates(core)
    await clientsOfAgent(core, client?._id ?? '')
    await countReferences(core, client?._id ?? '')
    await countSegment(core, system, {
      match: 'all',
      rules: [{ field: 'deals', operator: 'at-least', value: 1 }],
    })
    await listSegments(core, system)
    await backfillClients(core)
    await getClient(core, newId()).catch(() => undefined)
    await getDeal(core, 1)
    await listDeals(core, { search: 'круж' })
    await dealBoard(core, { pipeline: 'merchandise', search: 'круж' })
    await inquiryProjects(core)
    await tellOverdue(core)
    await listContactPoints(core, { clientId: client?._id ?? '' })
    await clientTimeline(core, { clientId: client?._id ?? '' })
    await myDay(core, client?.ownerId ?? '')
    await dealBoard(core, { pipeline: 'merchandise' })
    await staffNames(core, [newId()])
    await findStaffByTelegramId(core, '1')
    await findSignedIn(core, newId(), 0)
    await listDeals(core, { conversationId: newId() })
    await listActivities(core, { conversationId: newId() })
  })
  expect(seen.length).toBeGreaterThan(20)
  expect(seen.filter((each) => each.planSummary?.includes('COLLSCAN')).map((each) => each.command)).toEqual(
    [],
  )
})

test('the inbox of a person and the search use an index', async () => {
  await indexPast(core)
  const seen = await profile(async () => {
    const page = { limit: 5 }
    await listConversations(core, { label: 'Опт' }, page)
    await listConversations(core, { accountId: 'telegram:main', status: 'active' }, page)
    await listConversations(core, { blocked: true }, page)
    await listConversations(core, { search: { title: 'Елене', clientIds: [newId()] } }, page)
    await unreadConversations(core, newId())
    await viewsOf(core, newId(), [newId()])
    await mutedConversations(core, newId())
    await mutedBy(core, newId(), [newId()])
    await listMentions(core, newId())
    await countUnseenMentions(core, newId())
    await listScheduled(core, { conversationId: newId() })
    await listScheduled(core, { authorId: newId() })
    await sendDueMessages(core)
    await listCannedReplies(core, system)
    await searchMessages(core, system, { query: 'кружки с логотипом' })
    await searchMessages(core, system, { query: 'кружки', conversationId: newId() })
    await listDeliveries(core, { state: 'trouble' }, page)
  })
  expect(seen.length).toBeGreaterThan(15)
  expect(seen.filter((each) => each.planSummary?.includes('COLLSCAN')).map((each) => each.command)).toEqual(
    [],
  )
})

test('the check itself would see a scan', async () => {
  const seen = await profile(() => rows(core.models.Client).find({ address: 'Бердск' }).toArray())
  expect(seen).toMatchObject([{ planSummary: 'COLLSCAN' }])
})
