import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mongo } from 'mongoose'
import { planActivity } from '../../core/activities/plan-activity.js'
import { restoreBackup, writeBackup } from '../../core/backup.js'
import { createClient } from '../../core/clients/create-client.js'
import { updateClient } from '../../core/clients/update-client.js'
import { attachContactPoint } from '../../core/contacts/attach-contact-point.js'
import type { Actor } from '../../core/context.js'
import { createDeal } from '../../core/deals/create-deal.js'
import { ensurePipelines } from '../../core/deals/ensure-pipelines.js'
import { DialogRunner } from '../../core/dialogs/dialog-runner.js'
import { ScriptLibrary } from '../../core/dialogs/script-library.js'
import { mergeClients } from '../../core/duplicates/merge-clients.js'
import { addNote } from '../../core/inbox/add-note.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { commentInquiry } from '../../core/inquiries/comment-inquiry.js'
import { eraseAgain, erasePerson, findClientId } from '../../core/privacy/erase-person.js'
import { exportPerson } from '../../core/privacy/export-person.js'
import { scheduleMessage } from '../../core/scheduled/schedule-message.js'
import { indexMessages } from '../../core/search/index-messages.js'
import { buildCore, type TestCore } from '../factories/core.js'
import { buildInbound } from '../factories/inbound.js'

/** A person can be forgotten: nothing of them is left in any collection, nor after a backup of an earlier day. */

const marks = [
  'Евстолия',
  'Прохиндеева',
  '79161234567',
  'evstolia@example.test',
  'фиолетовые жирафы',
  'evstolia-77',
]
const other = 'Аристарх'
let core: TestCore
let folder: string
let clientId: string
let conversationId: string
const olga: Actor = { kind: 'staff', id: 'olga', name: 'Ольга', role: 'admin' }

beforeAll(async () => {
  core = await buildCore()
  folder = await mkdtemp(path.join(tmpdir(), 'otklik-forget-'))
  await core.models.Staff.create({
    _id: 'olga',
    name: 'Ольга',
    role: 'admin',
    active: true,
    createdAt: core.clock.now(),
  })
  await ensurePipelines(core)
  await live()
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await core.close()
})

/** Everything a person leaves behind in a few days with us. */
async function live(): Promise<void> {
  const inbox = new Inbox(core, new DialogRunner(new ScriptLibrary(core)))
  const person = 'evstolia-77'
  const from = { externalId: person, name: 'Евстолия Прохиндеева', username: 'evstolia-77' }
  const inbound = buildInbound({
    person,
    from,
    text: 'Нужны фиолетовые жирафы',
    origin: { startPayload: 'evstolia-77' },
  })
  const received = await inbox.receive(inbound)
  conversationId = received.conversationId
  await indexMessages(core, [received.messageId])
  const file = await core.files.save({
    name: 'фиолетовые жирафы.txt',
    mimeType: 'text/plain',
    body: Buffer.from('фиолетовые жирафы, Евстолия'),
    conversationId,
    maxSize: 1_000,
  })
  await inbox.receive(
    buildInbound({
      person,
      from,
      content: { type: 'document', file, caption: 'Евстолия' } as never,
    }),
  )
  const client = await createClient(core, olga, {
    name: 'Евстолия Прохиндеева',
    phones: ['+79161234567'],
    emails: ['evstolia@example.test'],
    notes: 'Любит фиолетовые жирафы',
    source: 'evstolia-77',
  })
  clientId = client._id
  const point = await core.models.ContactPoint.findOne({ value: person }).lean()
  await attachContactPoint(core, olga, { clientId, contactPointId: point?._id ?? '' })
  await updateClient(core, olga, { clientId, address: 'Дом Прохиндеевой', custom: {} } as never)
  const twin = await createClient(core, olga, {
    name: 'Прохиндеева Е.',
    emails: ['evstolia@example.test.net'],
  })
  await mergeClients(core, olga, { survivorId: clientId, otherId: twin._id })
  await sendMessage(core, olga, {
    conversationId,
    content: { type: 'text', text: 'Здравствуйте, Евстолия!' },
  })
  await addNote(core, olga, { conversationId, text: '@Ольга Прохиндеева хочет скидку' })
  await scheduleMessage(core, olga, {
    conversationId,
    content: { type: 'text', text: 'Евстолия, жирафы готовы' },
    at: new Date(core.clock.now().getTime() + 3_600_000).toISOString() as never,
  })
  const { inquiryId } = (await core.models.Conversation.findById(conversationId).lean()) as {
    inquiryId: string
  }
  await commentInquiry(core, olga, { inquiryId, comment: 'Прохиндеева перезвонит' } as never)
  const deal = await createDeal(core, olga, {
    title: 'Жирафы для Прохиндеевой',
    clientId,
    conversationId,
    amountMinor: 1_250_000,
    notes: 'фиолетовые жирафы',
  } as never)
  await planActivity(core, olga, {
    title: 'Позвонить Прохиндеевой',
    dealId: deal._id,
    dueAt: new Date(core.clock.now().getTime() + 7_200_000).toISOString() as never,
  })
  await createClient(core, olga, { name: other, kind: 'direct', agentId: null })
}

/** Collections in which any of the marks stands, in whatever form. */
async function found(where: TestCore): Promise<string[]> {
  const db = where.connection.getClient().db(where.connection.name)
  const hits: string[] = []
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    for await (const document of db.collection(name).find({})) {
      const text = `${mongo.BSON.EJSON.stringify(document)}${bytesOf(document)}`
      for (const mark of marks) if (text.includes(mark)) hits.push(`${name}: ${mark}`)
    }
  }
  return hits
}

function bytesOf(document: Record<string, unknown>): string {
  return document.data instanceof mongo.Binary ? Buffer.from(document.data.buffer).toString('utf8') : ''
}

test('a copy of everything, the end of everything, and again after a backup of the day before', async () => {
  expect((await found(core)).length).toBeGreaterThan(marks.length)
  expect(await findClientId(core, '8 (916) 123-45-67')).toBe(clientId)

  const copy = path.join(folder, 'copy')
  const counted = await exportPerson(core, olga, { clientId }, copy)
  expect(counted.files).toBe(1)
  const data = await readFile(path.join(copy, 'data.json'), 'utf8')
  for (const mark of marks) expect(data).toContain(mark)
  expect(data).not.toContain(other)
  expect(await readdir(path.join(copy, 'files'))).toHaveLength(1)
  const backup = path.join(folder, 'day-before.gz')
  await writeBackup(core, backup)

  const erased = await erasePerson(core, olga, { clientId })
  expect(erased).toMatchObject({ Message: 4, Client: 1, Deal: 1, ClientMerge: 1, File: 1 })
  expect(await found(core)).toEqual([])
  // The company's figures stay, and so do other people.
  expect(await core.models.Deal.findOne({ amountMinor: 1_250_000 }).lean()).toMatchObject({ clientId: null })
  expect(await core.models.Client.countDocuments({ name: other })).toBe(1)
  expect(await core.models.Audit.countDocuments({ action: 'client.erase', 'entity.id': clientId })).toBe(1)

  const later = await buildCore()
  try {
    Object.assign(later, { erasures: core.erasures })
    await restoreBackup(later, backup)
    expect((await found(later)).length).toBeGreaterThan(marks.length)
    expect(await eraseAgain(later)).toBe(1)
    expect(await found(later)).toEqual([])
  } finally {
    await later.close()
  }
})

test('whoever has no card is forgotten by their conversation, and may come again as somebody new', async () => {
  const inbox = new Inbox(core, new DialogRunner(new ScriptLibrary(core)))
  const from = { externalId: 'evstolia-77', name: 'Евстолия' }
  const first = await inbox.receive(buildInbound({ person: 'evstolia-77', from }))
  await erasePerson(core, olga, { conversationId: first.conversationId })
  expect(await found(core)).toEqual([])
  const again = await inbox.receive(buildInbound({ person: 'evstolia-77', from }))
  expect(again.conversationId).not.toBe(first.conversationId)
  expect(await core.models.Message.countDocuments({ conversationId: again.conversationId })).toBe(1)
})

test('only an administrator may', async () => {
  const head: Actor = { ...olga, role: 'head' }
  await expect(erasePerson(core, head, { clientId })).rejects.toMatchObject({ code: 'not-allowed' })
})
