import { z } from 'zod'
import { rows, withoutUndefined } from '../collection.js'
import type { CompanyCard } from '../companies/company.model.js'
import { type Actor, type Core, system } from '../context.js'
import type { Deal } from '../deals/deal.model.js'
import { found } from '../errors.js'
import { byCreation, type Page, type PageQuery, pageQuery, planPage, readPage } from '../paging.js'
import { parsePhone } from '../parse/parse-phone.js'
import { cardFilter } from '../search-words.js'
import { segmentWhere } from '../segments/queries.js'
import { id, note, validate } from '../validate.js'
import type { ClientCard } from './client.model.js'
import { clientBases, noFacts } from './client-base.js'
import { clientStates } from './client-state.js'

export const clientFilter = z.strictObject({
  /** A staff id, or `none` for the free base. */
  ownerId: id.optional(),
  state: z.enum(clientStates).optional(),
  base: z.enum(clientBases).optional(),
  kind: z.enum(['direct', 'through-agent', 'agent']).optional(),
  /** Clients this agent brought. */
  agentId: id.optional(),
  companyId: id.optional(),
  /** A saved segment; `by` is whom its `me` means. */
  segment: id.optional(),
  /** In any way of writing. */
  phone: note(100).optional(),
  /** Beginnings of words of the name, notes, address and company, of a phone or an e-mail. */
  search: note(200).optional(),
})

/** A client as lists show it. */
export type ClientRow = Omit<ClientCard, 'words' | 'consent' | 'history' | 'matchKeys' | 'contested'>
const listed = { words: 0, consent: 0, history: 0, matchKeys: 0, contested: 0 } as const

/** Clients, newest first. Throws `bad-cursor`, `bad-input`, `not-found` for a segment. */
export async function listClients(
  core: Core,
  filter: z.input<typeof clientFilter> = {},
  page: PageQuery = {},
  by: Pick<Actor, 'id'> = system,
): Promise<Page<ClientRow>> {
  const { ownerId, phone, search, segment, ...same } = validate(clientFilter, filter)
  const where: Record<string, unknown> = withoutUndefined(same)
  if (ownerId) where.ownerId = ownerId === 'none' ? null : ownerId
  if (phone) {
    const parsed = parsePhone(phone)
    if (!parsed.ok) return { items: [], nextCursor: null }
    where.phones = parsed.value
  }
  if (search) {
    const words = cardFilter(search)
    if (!words) return { items: [], nextCursor: null }
    const companies = await companiesFound(core, words)
    Object.assign(where, companies.length > 0 ? { $or: [words, { companyId: { $in: companies } }] } : words)
  }
  if (segment) Object.assign(where, withSegment(where, await segmentWhere(core, by, segment)))
  const plan = planPage(validate(pageQuery, page), byCreation, '-createdAt')
  return readPage<ClientCard, ClientRow>(rows(core.models.Client), where, plan, listed)
}

/** Companies whose people a search means as well. */
async function companiesFound(core: Core, words: Record<string, unknown>): Promise<string[]> {
  const found = await rows(core.models.Company)
    .find(words, { projection: { _id: 1 }, limit: 50 })
    .toArray()
  return found.map(({ _id }) => _id)
}

/** Both filters may have an `$and` of their own. */
function withSegment(
  where: Record<string, unknown>,
  segment: Record<string, unknown>,
): Record<string, unknown> {
  const { $and = [], ...rest } = where as { $and?: unknown[] }
  return { ...rest, $and: [...$and, segment] }
}

/** The card; a link to one that was merged leads to the one it went into. Throws `not-found`. */
export async function getClient(core: Core, clientId: string): Promise<ClientCard> {
  const clients = rows(core.models.Client)
  const client = await clients.findOne({ _id: clientId }, { projection: { words: 0 } })
  if (client) return { ...client, facts: { ...noFacts, ...client.facts }, history: client.history ?? [] }
  const merge = await rows(core.models.ClientMerge).findOne(
    { otherId: clientId, undoneAt: null },
    { sort: { at: -1 }, projection: { survivorId: 1 } },
  )
  return getClient(core, found(merge, 'client').survivorId)
}

/** Clients an agent brought, newest first, with how many deals they won. */
export async function clientsOfAgent(core: Core, agentId: string, limit = 50): Promise<ClientRow[]> {
  return rows(core.models.Client)
    .find({ agentId }, { projection: listed, sort: { createdAt: -1, _id: -1 }, limit })
    .toArray()
}

/** Names for lists: id -> name. */
export async function clientNames(core: Core, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const clients = await rows(core.models.Client)
    .find({ _id: { $in: wanted } }, { projection: { name: 1 } })
    .toArray()
  return new Map(clients.map((client) => [client._id, client.name]))
}

export interface Findings {
  companies: Pick<CompanyCard, '_id' | 'name'>[]
  clients: (ClientRow & { companyName: string | null })[]
  deals: Pick<
    Deal,
    '_id' | 'number' | 'title' | 'pipeline' | 'stage' | 'amountMinor' | 'currency' | 'clientId' | 'ownerId'
  >[]
}

/**
 * What somebody means by a few words: clients by name, phone, e-mail or company, companies by name, a deal by its number (`123`, `#123`).
 * At most `limit` of each, newest first.
 */
export async function findAnything(core: Core, text: string, limit = 10): Promise<Findings> {
  const query = text.trim().slice(0, 200)
  const number = /^[#№]?\s*(\d{1,9})$/.exec(query)?.[1]
  const words = cardFilter(query)
  const { models } = core
  const [deals, byWords, companies] = await Promise.all([
    number === undefined
      ? []
      : rows(models.Deal)
          .find(
            { number: Number(number) },
            {
              projection: {
                number: 1,
                title: 1,
                pipeline: 1,
                stage: 1,
                amountMinor: 1,
                currency: 1,
                clientId: 1,
                ownerId: 1,
              },
            },
          )
          .toArray(),
    words
      ? rows(models.Client)
          .find(words, { projection: listed, sort: { createdAt: -1 }, limit })
          .toArray()
      : [],
    words
      ? rows(models.Company)
          .find(words, { projection: { name: 1 }, limit })
          .toArray()
      : [],
  ])
  const colleagues =
    companies.length === 0
      ? []
      : await rows(models.Client)
          .find(
            { companyId: { $in: companies.map((company) => company._id) } },
            { projection: listed, limit },
          )
          .toArray()
  const clients = [
    ...new Map([...byWords, ...colleagues].map((client) => [client._id, client])).values(),
  ].slice(0, limit)
  const names = await namesOfCompanies(core, clients)
  return {
    deals,
    companies,
    clients: clients.map((client) => ({
      ...client,
      companyName: (client.companyId && names.get(client.companyId)) || null,
    })),
  }
}

async function namesOfCompanies(
  core: Core,
  clients: Pick<ClientCard, 'companyId'>[],
): Promise<Map<string, string>> {
  const ids = [
    ...new Set(clients.map((client) => client.companyId).filter((companyId) => companyId !== null)),
  ]
  const companies = await rows(core.models.Company)
    .find({ _id: { $in: ids } }, { projection: { name: 1 } })
    .toArray()
  return new Map(companies.map((company) => [company._id, company.name]))
}
