import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff, newPhone } from '../../tests/factories/people.js'
import { createClient } from '../clients/create-client.js'
import { getClient } from '../clients/queries.js'
import { rows } from '../collection.js'
import { system } from '../context.js'
import { ensurePipelines } from '../deals/ensure-pipelines.js'
import { getDeal } from '../deals/queries.js'
import { newId } from '../ids.js'
import { moveInquiry } from '../inquiries/move-inquiry.js'
import { openInquiry } from '../inquiries/open-inquiry.js'
import { getInquiry } from '../inquiries/queries.js'
import { inTransaction } from '../transaction.js'
import { type ApplyOutcome, applyOutcome } from './apply-outcome.js'
import type { DialogOutcome } from './outcome.js'

let core: TestCore
beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
})
afterAll(() => core.close())

type Chat = ApplyOutcome['conversation']

/** A chat whose script was just confirmed. */
async function buildChat(): Promise<Chat> {
  const contactPointId = newId()
  await rows(core.models.ContactPoint).insertOne({
    _id: contactPointId,
    kind: 'telegram',
    accountId: 'telegram:main',
    value: contactPointId,
    chatId: '1',
    name: 'petya_88',
    clientId: null,
    state: 'verified',
    reachable: true,
    createdAt: core.clock.now(),
  })
  const inquiry = await openInquiry(core, system, { channel: 'telegram', contactPointId, source: 'flyer' })
  await moveInquiry(core, system, { inquiryId: inquiry._id, event: 'qualify' })
  return {
    _id: newId(),
    contactPointId,
    clientId: null,
    inquiryId: inquiry._id,
    assigneeId: null,
    title: 'petya_88',
  }
}

const outcome = (given: Partial<DialogOutcome> = {}): DialogOutcome => ({
  phoneVerified: false,
  dealTitle: 'Кружки, 300 шт.',
  dueHasTime: false,
  items: [{ title: 'Кружка', quantity: 300, details: [] }],
  files: [],
  ...given,
})
const apply = (
  conversation: Chat,
  given: Partial<DialogOutcome>,
  answers?: ApplyOutcome['answers'],
  values?: ApplyOutcome['values'],
) =>
  inTransaction(core, (tx) =>
    applyOutcome(core, tx, { conversation, outcome: outcome(given), answers, values }),
  )

test('a stranger becomes client, company, deal and a converted inquiry with the answers', async () => {
  const chat = await buildChat()
  const phone = newPhone()
  const at = core.clock.now()
  const made = await apply(
    chat,
    {
      clientName: 'Пётр Лужин',
      phone,
      phoneVerified: true,
      email: `p${phone.slice(1)}@firm.ru`,
      companyName: 'ООО «Лужин и сын»',
      dueAt: new Date('2026-04-01T00:00:00Z'),
      amount: { minor: 8_700_050, currency: 'RUB' },
      consent: { text: 'Согласен', at },
    },
    [{ key: 'run', label: 'Тираж', value: '300 штук' }],
    { run: { step: 'ask-run', raw: 'триста', value: 300, at: at.toISOString() } },
  )
  expect(made.title).toBe('Пётр Лужин')
  expect(await getClient(core, made.clientId)).toMatchObject({
    name: 'Пётр Лужин',
    phones: [phone],
    emails: [`p${phone.slice(1)}@firm.ru`],
    companyId: made.companyId,
    source: 'flyer',
    state: 'potential',
    consent: { text: 'Согласен', at },
  })
  const points = await rows(core.models.ContactPoint).find({ clientId: made.clientId }).toArray()
  expect(points.map((point) => [point.kind, point.state]).sort()).toEqual([
    ['email', 'received'],
    ['phone', 'verified'],
    ['telegram', 'verified'],
  ])
  expect(await getDeal(core, made.dealId)).toMatchObject({
    title: 'Кружки, 300 шт.',
    pipeline: 'merchandise',
    stage: 'new-lead',
    amountMinor: 8_700_050,
    items: [{ name: 'Кружка', quantity: 300 }],
    inquiryId: chat.inquiryId,
    conversationId: chat._id,
    ownerId: null,
    answers: { run: { label: 'Тираж', text: '300 штук', value: 300 } },
  })
  expect(await getInquiry(core, chat.inquiryId)).toMatchObject({
    status: 'converted',
    byContact: 'verified',
    qualification: 'lead',
    clientId: made.clientId,
    dealId: made.dealId,
    answers: { run: { value: 300 } },
  })
})

describe('whoever is known', () => {
  test("is found by phone, keeps their name and owner; the deal is the owner's", async () => {
    const olga = await buildStaff(core, 'sales')
    const phone = newPhone()
    const client = await createClient(core, olga, { name: 'Давний клиент', phones: [phone] })
    const chat = await buildChat()
    const made = await apply(chat, { clientName: 'Как-то иначе', phone })
    expect(made).toMatchObject({ clientId: client._id, title: 'Давний клиент' })
    expect(await getDeal(core, made.dealId)).toMatchObject({ ownerId: olga.id })
    expect(await rows(core.models.ContactPoint).findOne({ _id: chat.contactPointId })).toMatchObject({
      clientId: client._id,
    })
  })

  test('whoever has the conversation gets the deal', async () => {
    const olga = await buildStaff(core, 'sales')
    const made = await apply({ ...(await buildChat()), assigneeId: olga.id }, {})
    expect(await getDeal(core, made.dealId)).toMatchObject({ ownerId: olga.id })
  })
})

test("without name, phone and company the messenger's name does", async () => {
  const made = await apply(await buildChat(), {})
  expect(made).toMatchObject({ title: 'petya_88', companyId: null })
})

test('answers of any length fit', async () => {
  const long = 'я'.repeat(5000)
  const made = await apply(await buildChat(), {
    clientName: long,
    companyName: long,
    dealTitle: long,
    items: [{ title: long, details: [] }],
  })
  expect((await getDeal(core, made.dealId)).title).toHaveLength(300)
})

test('an inquiry becomes one deal; a second outcome stands beside it', async () => {
  const chat = await buildChat()
  const first = await apply(chat, { phone: newPhone() })
  const second = await apply(chat, { dealTitle: 'Ещё футболки' })
  expect(second.clientId).toBe(first.clientId)
  expect(await getInquiry(core, chat.inquiryId)).toMatchObject({ dealId: first.dealId })
  expect(await getDeal(core, second.dealId)).toMatchObject({ inquiryId: null, conversationId: chat._id })
})

test('nothing of it is there when the commit fails', async () => {
  const chat = await buildChat()
  const phone = newPhone()
  await expect(
    inTransaction(core, async (tx) => {
      await applyOutcome(core, tx, {
        conversation: chat,
        outcome: outcome({ phone, companyName: `Призрак ${phone}` }),
      })
      throw new Error('cut')
    }),
  ).rejects.toThrow('cut')
  expect(await rows(core.models.Client).countDocuments({ phones: phone })).toBe(0)
  expect(await rows(core.models.ContactPoint).countDocuments({ value: phone })).toBe(0)
  expect(await rows(core.models.Company).countDocuments({ name: `Призрак ${phone}` })).toBe(0)
  expect(await getInquiry(core, chat.inquiryId)).toMatchObject({ status: 'qualifying', dealId: null })
})

test('ten chats of one new person at once make one client', async () => {
  const phone = newPhone()
  const chats = await Promise.all(Array.from({ length: 10 }, buildChat))
  const made = await Promise.all(chats.map((chat) => apply(chat, { phone, companyName: `Фирма ${phone}` })))
  expect(new Set(made.map((each) => each.clientId)).size).toBe(1)
  expect(new Set(made.map((each) => each.companyId)).size).toBe(1)
  expect(new Set(made.map((each) => each.dealId)).size).toBe(10)
})
