import type { ClientCard } from '../clients/client.model.js'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { type Page, type PageQuery, pageQuery, planPage, readPage, type Sorts } from '../paging.js'
import { validate } from '../validate.js'
import type { ClientMerge } from './client-merge.model.js'
import type { DuplicatePair } from './duplicate-pair.model.js'

export type Twin = Pick<
  ClientCard,
  '_id' | 'name' | 'companyId' | 'phones' | 'emails' | 'ownerId' | 'state' | 'createdAt' | 'lastContactAt'
>
export interface FoundPair {
  _id: string
  reasons: DuplicatePair['reasons']
  foundAt: Date
  clients: [Twin, Twin]
}

const twinFields = {
  name: 1,
  companyId: 1,
  phones: 1,
  emails: 1,
  ownerId: 1,
  state: 1,
  createdAt: 1,
  lastContactAt: 1,
} as const
const byFinding: Sorts = { foundAt: { path: 'foundAt', type: 'date' } }

/** Pairs that wait for a decision, newest first. */
export async function listDuplicates(core: Core, page: PageQuery = {}): Promise<Page<FoundPair>> {
  const plan = planPage(validate(pageQuery, page), byFinding, '-foundAt')
  const found = await readPage<DuplicatePair>(rows(core.models.DuplicatePair), { state: 'open' }, plan)
  return { items: await withClients(core, found.items), nextCursor: found.nextCursor }
}

/** The open pairs of one card. */
export async function duplicatesOf(core: Core, clientId: string): Promise<FoundPair[]> {
  const pairs = await rows(core.models.DuplicatePair)
    .find({ clientIds: clientId, state: 'open' }, { limit: 20 })
    .toArray()
  return withClients(core, pairs)
}

/** How many pairs wait, up to 1,000. */
export function countDuplicates(core: Core): Promise<number> {
  return rows(core.models.DuplicatePair).countDocuments({ state: 'open' }, { limit: 1000 })
}

async function withClients(core: Core, pairs: readonly DuplicatePair[]): Promise<FoundPair[]> {
  const twins = await rows(core.models.Client)
    .find({ _id: { $in: pairs.flatMap((pair) => pair.clientIds) } }, { projection: twinFields })
    .toArray()
  const byId = new Map(twins.map((twin) => [twin._id, twin as Twin]))
  return pairs.flatMap(({ _id, reasons, foundAt, clientIds }) => {
    const [one, other] = clientIds.map((each) => byId.get(each))
    return one && other ? [{ _id, reasons, foundAt, clients: [one, other] as [Twin, Twin] }] : []
  })
}

/** Cards that went into this one and can still be taken out, newest first. */
export function mergesInto(core: Core, survivorId: string): Promise<ClientMerge[]> {
  return rows(core.models.ClientMerge)
    .find({ survivorId, undoneAt: null }, { sort: { at: -1 }, limit: 20 })
    .toArray()
}
