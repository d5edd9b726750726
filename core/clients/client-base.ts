import type { ClientCard } from './client.model.js'

export const clientBases = ['funnel', 'free', 'cold', 'undefined', 'disconnected'] as const
export type ClientBase = (typeof clientBases)[number]

type Placed = Pick<ClientCard, 'state' | 'ownerId' | 'facts'>

/**
 * Where a client stands (004 5.2-5.5), the first rule that fits:
 * disconnected: we parted; funnel: somebody works with them; free: nobody's, with a deal behind them; undefined: came
 * with an inquiry and nobody knows yet what for; cold: a contact to begin with.
 */
const rules: readonly [ClientBase, (client: Placed) => boolean][] = [
  ['disconnected', (client) => client.state === 'disconnected'],
  ['funnel', (client) => client.ownerId !== null || client.facts.openDeals > 0],
  ['free', (client) => client.facts.deals > 0],
  ['undefined', (client) => client.state === 'not-client'],
  ['cold', () => true],
]

/** The one base a client belongs to. */
export function baseOf(client: Placed): ClientBase {
  const facts = client.facts ?? noFacts
  return rules.find(([, fits]) => fits({ ...client, facts }))?.[0] ?? 'cold'
}

/** Facts of somebody with whom nothing has happened yet. */
export const noFacts: ClientCard['facts'] = {
  openDeals: 0,
  deals: 0,
  wonDeals: 0,
  wonMinor: 0,
  lastDealAt: null,
  lastWonAt: null,
  inquiries: 0,
  lastInquiryAt: null,
  lastMessageAt: null,
  nextActivityAt: null,
  lastActivityAt: null,
  channels: [],
  contact: 'none',
  yearday: null,
}
