import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff, newPhone } from '../../tests/factories/people.js'
import { rows } from '../collection.js'
import { findOrCreateCompany } from '../companies/find-or-create-company.js'
import { attachContactPoint } from '../contacts/attach-contact-point.js'
import { listContactPoints } from '../contacts/queries.js'
import { type Actor, system } from '../context.js'
import { createDeal } from '../deals/create-deal.js'
import { ensurePipelines } from '../deals/ensure-pipelines.js'
import { moveDeal } from '../deals/move-deal.js'
import { newId } from '../ids.js'
import type { Conversation } from '../inbox/conversation.model.js'
import { refreshCardWords } from '../search/refresh-card-words.js'
import { createClient } from './create-client.js'
import { findOrCreateClient } from './find-or-create-client.js'
import { findAnything, getClient, listClients } from './queries.js'
import { saveCustomFields } from './save-custom-fields.js'
import { clientTimeline } from './timeline.js'
import { updateClient } from './update-client.js'

let core: TestCore
let olga: Extract<Actor, { kind: 'staff' }>
beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  olga = await buildStaff(core, 'sales', 'Ольга')
})
afterAll(() => core.close())

const coded = (code: string) => expect.objectContaining({ code })

/** A chat of a stranger, as the inbox leaves it. */
async function buildChat(messages = 0): Promise<Conversation> {
  const at = core.clock.now()
  const point = {
    _id: newId(),
    kind: 'telegram' as const,
    accountId: 'telegram:main',
    value: newId(),
    chatId: '1',
    name: 'Гость',
    clientId: null,
    state: 'verified' as const,
    reachable: true,
    createdAt: at,
  }
  await rows(core.models.ContactPoint).insertOne(point)
  const conversation: Conversation = {
    _id: newId(),
    channel: 'telegram',
    accountId: 'telegram:main',
    contactPointId: point._id,
    chatId: '1',
    title: 'Гость',
    clientId: null,
    inquiryId: '',
    status: 'open',
    snoozedUntil: null,
    assigneeId: null,
    labels: [],
    unreadCount: 0,
    lastMessageAt: at,
    lastMessage: { direction: 'in', type: 'text', preview: '' },
    lastInboundAt: at,
    dialog: null,
    reachable: true,
    locale: 'ru',
    version: messages,
    createdAt: at,
  }
  await rows(core.models.Conversation).insertOne(conversation)
  for (let seq = 1; seq <= messages; seq++) {
    await rows(core.models.Message).insertOne({
      _id: newId(),
      conversationId: conversation._id,
      channel: 'telegram',
      accountId: 'telegram:main',
      seq,
      direction: 'in',
      author: { kind: 'client', name: 'Гость' },
      content: { type: 'text', text: `сообщение ${seq}` },
      externalId: newId(),
      sentAt: new Date(at.getTime() - (messages - seq) * 60_000),
      createdAt: new Date(at.getTime() - (messages - seq) * 60_000),
    })
  }
  return conversation
}

describe('one card a person', () => {
  test('ten at once with one phone make one client, however it is written', async () => {
    const phone = newPhone()
    const spellings = [
      phone,
      `8${phone.slice(2)}`,
      `8 (${phone.slice(2, 5)}) ${phone.slice(5)}`,
      phone.slice(2),
    ]
    const found = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        findOrCreateClient(core, system, { phone: spellings[index % 4], name: 'Пётр' }),
      ),
    )
    expect(new Set(found.map((each) => each.client._id)).size).toBe(1)
    expect(found.filter((each) => each.created)).toHaveLength(1)
    expect(await rows(core.models.Client).countDocuments({ phones: phone })).toBe(1)
    expect(await rows(core.models.ContactPoint).countDocuments({ value: phone })).toBe(1)
  })

  test('five at once make one company', async () => {
    const made = await Promise.all(
      ['ООО «Заря»', 'Заря', '"Заря" ООО', 'заря', 'ЗАРЯ'].map((name) =>
        findOrCreateCompany(core, system, { name }),
      ),
    )
    expect(new Set(made.map((each) => each.company._id)).size).toBe(1)
  })

  test('what is known stays, what is missing is filled, a number of another client stays theirs', async () => {
    const [phone, otherPhone] = [newPhone(), newPhone()]
    const other = await createClient(core, olga, { name: 'Другой', phones: [otherPhone] })
    const first = await findOrCreateClient(core, system, { phone, name: 'Анна' })
    const again = await findOrCreateClient(core, system, {
      phone: `8${phone.slice(2)}`,
      email: `A${phone}@Firm.ru`,
      name: 'Не Анна',
      position: 'Маркетолог',
    })
    expect(again.created).toBe(false)
    expect(again.client).toMatchObject({
      _id: first.client._id,
      name: 'Анна',
      position: 'Маркетолог',
      emails: [`a${phone}@firm.ru`],
    })
    const chat = await buildChat()
    await attachContactPoint(core, olga, { clientId: first.client._id, contactPointId: chat.contactPointId })
    const third = await findOrCreateClient(core, system, {
      contactPointId: chat.contactPointId,
      phone: otherPhone,
    })
    expect(third.client._id).toBe(first.client._id)
    expect(third.conflicts).toEqual([{ kind: 'phone', value: otherPhone, clientId: other._id }])
    expect((await getClient(core, first.client._id)).phones).toEqual([phone])
  })

  test('a second card with the same number is refused by name, and leaves nothing behind', async () => {
    const phone = newPhone()
    await createClient(core, olga, { name: 'Первый', phones: [phone] })
    const before = await rows(core.models.Client).countDocuments()
    await expect(createClient(core, olga, { name: 'Второй', phones: [newPhone(), phone] })).rejects.toEqual(
      expect.objectContaining({
        code: 'already-exists',
        params: expect.objectContaining({ name: 'Первый' }),
      }),
    )
    expect(await rows(core.models.Client).countDocuments()).toBe(before)
  })

  test("a chat becomes the client's: the conversation shows the name; another client cannot have it by accident", async () => {
    const chat = await buildChat()
    const client = await createClient(core, olga, { name: 'Хозяин чата' })
    await attachContactPoint(core, olga, { clientId: client._id, contactPointId: chat.contactPointId })
    expect(await rows(core.models.Conversation).findOne({ _id: chat._id })).toMatchObject({
      clientId: client._id,
      title: 'Хозяин чата',
    })
    const other = await createClient(core, olga, { name: 'Чужой' })
    const steal = { clientId: other._id, contactPointId: chat.contactPointId }
    await expect(attachContactPoint(core, olga, steal)).rejects.toEqual(coded('already-exists'))
    await attachContactPoint(core, olga, { ...steal, move: true })
    expect(await listContactPoints(core, { clientId: other._id })).toHaveLength(1)
  })
})

describe('the card', () => {
  test('changes are versioned; whoever was late is told who changed it', async () => {
    const head = await buildStaff(core, 'head')
    await saveCustomFields(core, head, {
      fields: [
        { key: 'size', label: 'Размер', type: 'choice', options: ['M', 'XL'] },
        { key: 'vip', label: 'VIP', type: 'flag' },
        { key: 'colour', label: 'Цвет', type: 'text' },
      ],
    })
    const client = await createClient(core, olga, { name: 'Клиент', custom: { size: 'XL', vip: true } })
    const changed = await updateClient(core, olga, {
      clientId: client._id,
      custom: { vip: null, colour: 'red' },
      expectedVersion: 1,
    })
    expect(changed).toMatchObject({ version: 2, custom: { size: 'XL', colour: 'red' } })
    await expect(
      updateClient(core, system, { clientId: client._id, notes: 'x', expectedVersion: 1 }),
    ).rejects.toEqual(
      expect.objectContaining({ code: 'changed-by-other', params: { name: 'Ольга', at: '12:00' } }),
    )
  })

  test('two savers of one version: one wins, one is told', async () => {
    const client = await createClient(core, olga, { name: 'Клиент' })
    const save = (notes: string) =>
      updateClient(core, olga, { clientId: client._id, notes, expectedVersion: 1 })
    const results = await Promise.allSettled(['один', 'два', 'три'].map(save))
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toEqual(coded('changed-by-other'))
  })

  test("phones come and go with their contact points; a freed number may be another's", async () => {
    const [one, two] = [newPhone(), newPhone()]
    const client = await createClient(core, olga, { name: 'Клиент', phones: [one] })
    await updateClient(core, olga, { clientId: client._id, phones: [two] })
    const points = await listContactPoints(core, { clientId: client._id })
    expect(points.map((point) => point.value)).toEqual([two])
    expect(await createClient(core, olga, { name: 'Новый', phones: [one] })).toMatchObject({ phones: [one] })
  })

  test("owners: free may be taken, a colleague's not, strangers to the team never", async () => {
    const igor = await buildStaff(core, 'sales', 'Игорь')
    const client = await createClient(core, olga, { name: 'Клиент' })
    expect(client.ownerId).toBe(olga.id)
    await expect(updateClient(core, igor, { clientId: client._id, ownerId: igor.id })).rejects.toEqual(
      coded('not-allowed'),
    )
    await updateClient(core, olga, { clientId: client._id, ownerId: null })
    expect(await updateClient(core, igor, { clientId: client._id, ownerId: igor.id })).toMatchObject({
      ownerId: igor.id,
    })
    await expect(updateClient(core, igor, { clientId: client._id, ownerId: newId() })).rejects.toEqual(
      coded('bad-input'),
    )
  })

  test('the state follows the deals', async () => {
    const client = await createClient(core, olga, { name: 'Клиент', state: 'not-client' })
    const deal = await createDeal(core, olga, { clientId: client._id, amountMinor: 100 })
    expect(await getClient(core, client._id)).toMatchObject({ state: 'potential' })
    await moveDeal(core, olga, { dealId: deal._id, stage: 'won' })
    expect(await getClient(core, client._id)).toMatchObject({ state: 'active', relation: 'active' })
  })

  test('operators and rubbish are bad input', async () => {
    for (const rubbish of [{ $ne: null }, [], 5, null, { $gt: '' }]) {
      await expect(createClient(core, olga, { name: rubbish as never })).rejects.toEqual(coded('bad-input'))
      await expect(updateClient(core, olga, { clientId: rubbish as never, name: 'x' })).rejects.toEqual(
        coded('bad-input'),
      )
      await expect(listClients(core, { ownerId: rubbish as never })).rejects.toEqual(coded('bad-input'))
      await expect(clientTimeline(core, { clientId: rubbish as never })).rejects.toEqual(coded('bad-input'))
    }
    await expect(createClient(core, olga, { name: 'x', phones: ['не телефон'] })).rejects.toEqual(
      expect.objectContaining({ fields: { 'phones.0': 'bad-phone' } }),
    )
  })
})

describe('finding', () => {
  test('by the beginning of any word, by phone in any writing, by e-mail, by company, by deal number', async () => {
    const phone = newPhone()
    const client = await createClient(core, olga, {
      name: 'Семён Зарецкий-Ёлкин',
      phones: [phone],
      emails: [`semyon${phone.slice(1)}@firm.ru`],
      companyName: 'ООО «Квадрокоптеры Сибири»',
    })
    const deal = await createDeal(core, olga, { clientId: client._id, title: 'Сделка' })
    const queries = [
      'зарец',
      'ЕЛКИН семен',
      phone,
      `8 ${phone.slice(2)}`,
      phone.slice(-7),
      `semyon${phone.slice(1)}@firm.ru`,
      'квадрокоптеры',
    ]
    for (const query of queries) {
      const { clients } = await findAnything(core, query)
      expect([query, clients.map((each) => each._id)]).toEqual([query, [client._id]])
      expect(clients[0]?.companyName).toBe('ООО «Квадрокоптеры Сибири»')
    }
    for (const query of [`${deal.number}`, `#${deal.number}`, `№ ${deal.number}`]) {
      expect((await findAnything(core, query)).deals).toMatchObject([{ _id: deal._id }])
    }
    expect((await listClients(core, { phone: `8${phone.slice(2)}` })).items).toMatchObject([
      { _id: client._id },
    ])
    expect((await listClients(core, { search: 'зарец елк' })).items).toMatchObject([{ _id: client._id }])
  })

  test('by every beginning of a name, and by none that it does not have; cards of before too', async () => {
    const name = 'Христорождественская'
    const { _id } = await createClient(core, olga, { name })
    const found = async (search: string) =>
      (await listClients(core, { search })).items.map((each) => each._id)
    for (const [length] of [...name].entries()) {
      const beginning = name.slice(0, length + 1)
      expect([beginning, await found(beginning)]).toEqual([beginning, expect.arrayContaining([_id])])
      if (length > 2) expect([beginning, await found(`${beginning}щ`)]).toEqual([beginning, []])
    }
    await rows(core.models.Client).updateOne({ _id }, { $set: { words: [name.toLowerCase()] } })
    await rows(core.models.Setting).deleteOne({ _id: 'card-words' })
    expect(await found('христо')).toEqual([])
    await refreshCardWords(core)
    expect(await found('христо')).toEqual([_id])
  })

  test('whatever is typed only finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'grapheme' }),
          fc.constantFrom('.*', '$where', '(', '\\', '@'),
        ),
        async (text) => {
          const { clients } = await findAnything(core, text)
          expect(Array.isArray(clients)).toBe(true)
        },
      ),
      { numRuns: 40 },
    )
  })
})

test('the timeline shows everything once, newest first, at any page size', async () => {
  const client = await createClient(core, olga, { name: 'С историей' })
  const chats = [await buildChat(7), await buildChat(5)]
  for (const chat of chats)
    await attachContactPoint(core, olga, { clientId: client._id, contactPointId: chat.contactPointId })
  const deal = await createDeal(core, olga, { clientId: client._id, amountMinor: 5 })
  for (const stage of ['proposal-sent', 'objections', 'won'])
    await moveDeal(core, olga, { dealId: deal._id, stage })
  const whole = await clientTimeline(core, { clientId: client._id, limit: 100 })
  const said = whole.items.filter((entry) => entry.kind === 'deal' || entry.kind === 'message')
  expect(said.map((entry) => entry.kind).sort()).toEqual([
    ...Array(4).fill('deal'),
    ...Array(12).fill('message'),
  ])
  for (const limit of [1, 3, 5]) {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await clientTimeline(core, { clientId: client._id, limit, cursor })
      seen.push(...page.items.map((entry) => entry.key))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(whole.items.map((entry) => entry.key))
  }
  const times = whole.items.map((entry) => entry.at.getTime())
  expect(times).toEqual([...times].sort((a, b) => b - a))
  await expect(clientTimeline(core, { clientId: client._id, cursor: 'rubbish' })).rejects.toEqual(
    coded('bad-cursor'),
  )
})
