import type { ClientCard } from '../../core/clients/client.model.js'
import { noFacts } from '../../core/clients/client-base.js'
import { clientWords } from '../../core/clients/client-words.js'
import { listClients } from '../../core/clients/queries.js'
import { rows } from '../../core/collection.js'
import { type Core, system } from '../../core/context.js'
import type { Inquiry } from '../../core/inquiries/inquiry.model.js'
import { listInquiries } from '../../core/inquiries/queries.js'
import { createSegment } from '../../core/segments/save-segment.js'
import { drive, figuresOf } from './measure.js'

/**
 * The journal of inquiries and the list of clients, under every filter they have and some together. A page has as many rows
 * at a thousand documents as at a hundred thousand, so that the difference is the finding and not the reading.
 */
const limit = 20
const portion = 5_000
const runs = 60
const people = Array.from({ length: 12 }, (_, index) => hex('a', index))
const companies = Array.from({ length: 25 }, (_, index) => hex('c', index))
const agents = Array.from({ length: 20 }, (_, index) => hex('e', index))
const departments = [hex('d', 0), hex('d', 1), hex('d', 2)]
const firstNames = ['Ольга', 'Иван', 'Мария', 'Пётр', 'Анна', 'Денис', 'Елена', 'Павел', 'Нина', 'Олег']
const surnames = Array.from(
  { length: 40 },
  (_, index) => `Фамильев${'абвгдежзиклмнопрстуфхцчшщэюя'[index % 28]}${index}`,
)
const begun = new Date('2026-03-11T09:00:00Z').getTime()

type Page = () => Promise<unknown>

/** p50 of a page, ms, by the name of the filter, at `count` inquiries and as many clients; what is there already stays. */
export async function benchJournal(core: Core, count: number): Promise<Record<string, number>> {
  await fill(core, count)
  const figures: Record<string, number> = {}
  for (const [name, page] of Object.entries(await pages(core))) {
    await drive(8, 1, page)
    figures[name] = figuresOf(await drive(runs, 1, page)).p50
  }
  return figures
}

async function pages(core: Core): Promise<Record<string, Page>> {
  const inquiries = (filter: Parameters<typeof listInquiries>[1]) => () =>
    listInquiries(core, filter, { limit })
  const clients = (filter: Parameters<typeof listClients>[1]) => () => listClients(core, filter, { limit })
  // The same stretch of time is asked for, at its far end, whatever came after it.
  const from = new Date(begun - 900 * minute)
  const segment = await createSegment(core, system, {
    name: `Замер ${Math.random()}`,
    definition: {
      match: 'all',
      rules: [
        { field: 'territory', operator: 'is', value: 'Новосибирск' },
        { field: 'wonDeals', operator: 'at-least', value: 1 },
      ],
    },
  })
  return {
    'journal: all': inquiries({}),
    'journal: status': inquiries({ status: 'waiting' }),
    'journal: person': inquiries({ assigneeId: people[3] }),
    'journal: nobody': inquiries({ assigneeId: 'none' }),
    'journal: channel': inquiries({ channel: 'whatsapp' }),
    'journal: source': inquiries({ source: 'site' }),
    'journal: active base': inquiries({ base: 'active' }),
    'journal: undefined base': inquiries({ base: 'undefined' }),
    'journal: qualification': inquiries({ qualification: 'not-lead' }),
    'journal: number': inquiries({ byNumber: 'repeat' }),
    'journal: meaning': inquiries({ byMeaning: 'not-target' }),
    'journal: contact': inquiries({ byContact: 'verified' }),
    'journal: department': inquiries({ departmentId: departments[1] }),
    'journal: project': inquiries({ project: 'Проект 3' }),
    'journal: dates': inquiries({ from, to: new Date(from.getTime() + 300 * minute) }),
    'journal: status, person': inquiries({ status: 'closed', assigneeId: people[3] }),
    'journal: status, channel, source': inquiries({ status: 'closed', channel: 'telegram', source: 'site' }),
    'clients: all': clients({}),
    'clients: person': clients({ ownerId: people[3] }),
    'clients: free': clients({ ownerId: 'none' }),
    'clients: state': clients({ state: 'active' }),
    'clients: base': clients({ base: 'cold' }),
    'clients: kind': clients({ kind: 'agent' }),
    'clients: of an agent': clients({ agentId: agents[2] }),
    'clients: company': clients({ companyId: companies[4] }),
    'clients: person, state': clients({ ownerId: people[3], state: 'active' }),
    'clients: search by surname': clients({ search: surnames[7] }),
    'clients: search by first name': clients({ search: 'ольга' }),
    'clients: search by both': clients({ search: `иван ${surnames[11]}` }),
    'clients: phone': clients({ phone: '+79130000500' }),
    'clients: segment': clients({ segment: segment._id }),
  }
}

const minute = 60_000
const at = (index: number) => new Date(begun - index * minute)

/** The newest come first in every size: page one is of the same kind of rows. */
async function fill(core: Core, count: number): Promise<void> {
  const lax = { ordered: false, writeConcern: { w: 1, journal: false } } as const
  const known = await rows(core.models.Inquiry).estimatedDocumentCount()
  for (let start = known; start < count; start += portion) {
    const indexes = Array.from({ length: Math.min(portion, count - start) }, (_, place) => start + place)
    await rows(core.models.Inquiry).insertMany(indexes.map(inquiryOf), lax)
    await rows(core.models.Client).insertMany(indexes.map(clientOf), lax)
  }
}

function inquiryOf(index: number): Inquiry {
  const number = index + 1
  const by = { kind: 'system', id: 'otklik', name: 'Otklik' }
  return {
    _id: hex('1', index),
    number,
    channel: pick(index, 1, ['telegram', 'telegram', 'telegram', 'whatsapp', 'site', 'form']),
    accountId: 'telegram:main',
    conversationId: hex('2', index),
    contactPointId: null,
    clientId: hex('3', index),
    dealId: null,
    assigneeId: index % 11 === 0 ? null : pick(index, 2, people),
    departmentId: pick(index, 3, [null, ...departments]),
    status: pick(index, 4, [
      ...Array.from({ length: 10 }, () => 'closed' as const),
      ...Array.from({ length: 8 }, () => 'converted' as const),
      'trash',
      'deferred',
      'in-work',
      'waiting',
      'qualifying',
      'new',
    ]),
    byNumber: pick(index, 5, ['primary', 'primary', 'repeat']),
    byMeaning: pick(index, 6, ['unknown', 'target', 'target', 'target', 'not-target']),
    byContact: pick(index, 7, ['none', 'none', 'received', 'received', 'received', 'verified']),
    qualification: pick(index, 8, ['unknown', 'unknown', 'lead', 'lead', 'lead', 'not-lead']),
    source: pick(index, 9, ['site', 'call', 'partner', 'instagram', 'event', 'word-of-mouth']),
    project: `Проект ${index % 8}`,
    answers: { product: { label: 'Что нужно', text: 'Кружки с логотипом '.repeat(20), value: null } },
    comment: '',
    deferredUntil: null,
    history: Array.from({ length: 6 }, () => ({
      event: 'take',
      from: 'new',
      to: 'in-work',
      by,
      at: at(index),
    })),
    version: 6,
    createdAt: at(index),
    answeredAt: null,
  }
}

function clientOf(index: number): ClientCard {
  const name = `${pick(index, 1, firstNames)} ${pick(index, 2, surnames)}`
  const phone = `+7913${String(index).padStart(7, '0')}`
  const card = {
    name,
    position: 'Маркетолог',
    notes: 'Любит образцы, звонить после обеда. '.repeat(6),
    address: 'Новосибирск, Красный проспект, 1',
    phones: [phone],
    emails: [`client${index}@example.ru`],
  }
  const state = pick(index, 3, [
    'not-client',
    'potential',
    'potential',
    'active',
    'active',
    'former',
  ] as const)
  const wonDeals = state === 'active' ? 1 + (index % 3) : 0
  return {
    ...card,
    _id: hex('3', index),
    companyId: pick(index, 4, companies),
    birthday: null,
    territory: pick(index, 5, ['Новосибирск', 'Томск', 'Омск', 'Барнаул']),
    relation: state === 'active' ? 'active' : 'potential',
    state,
    base: pick(index, 6, ['funnel', 'free', 'cold', 'undefined']),
    kind: pick(index, 7, ['direct', 'direct', 'direct', 'through-agent', 'agent']),
    agentId: pick(index, 8, [...agents]),
    bonusPercent: 0,
    source: 'site',
    ownerId: index % 5 === 0 ? null : pick(index, 9, people),
    consent: null,
    custom: {},
    photoFileId: null,
    words: clientWords(card),
    facts: { ...noFacts, wonDeals, deals: wonDeals },
    history: [],
    matchKeys: [`phone:${phone}`],
    version: 1,
    createdAt: at(index),
    lastContactAt: at(index),
  }
}

/** One of the list, the same in every run; `salt` makes choices of one document independent of each other. */
function pick<T>(index: number, salt: number, list: readonly T[]): T {
  let x = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d)
  return list[((x ^ (x >>> 13)) >>> 0) % list.length] as T
}

function hex(family: string, index: number): string {
  return family + index.toString(16).padStart(23, '0')
}
