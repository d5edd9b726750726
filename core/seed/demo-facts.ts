import type { ClientCard } from '../clients/client.model.js'
import { baseOf } from '../clients/client-base.js'
import { matchKeysOf } from '../clients/match-keys.js'
import type { DemoDocuments } from './demo-history.js'

/**
 * Counts on each card what the other documents say of its client, as the subscriber would have over the months: what is
 * put in without events is counted at once, in memory.
 *
 * @param companyKeys keys of the companies' names, by company id
 */
export function countFacts(demo: DemoDocuments, companyKeys: ReadonlyMap<string, string>): void {
  const deals = group(demo.deals)
  const inquiries = group(demo.inquiries)
  const activities = group(demo.activities)
  const talks = group(demo.conversations)
  const points = group(demo.contactPoints)
  for (const client of demo.clients) {
    const of = {
      deals: deals.get(client._id) ?? [],
      inquiries: inquiries.get(client._id) ?? [],
      activities: activities.get(client._id) ?? [],
      talks: talks.get(client._id) ?? [],
      points: points.get(client._id) ?? [],
    }
    const won = of.deals.filter((deal) => deal.closedAt !== null && deal.lostReason === null)
    const facts: ClientCard['facts'] = {
      deals: of.deals.length,
      openDeals: of.deals.filter((deal) => deal.closedAt === null).length,
      wonDeals: won.length,
      wonMinor: won.reduce((sum, deal) => sum + deal.amountMinor, 0),
      lastDealAt: latest(of.deals.map((deal) => deal.createdAt)),
      lastWonAt: latest(won.map((deal) => deal.closedAt)),
      inquiries: of.inquiries.length,
      lastInquiryAt: latest(of.inquiries.map((inquiry) => inquiry.createdAt)),
      lastMessageAt: latest(of.talks.map((talk) => talk.lastInboundAt)),
      nextActivityAt: earliest(
        of.activities.filter((each) => each.status === 'planned').map((each) => each.dueAt),
      ),
      lastActivityAt: latest(of.activities.map((each) => each.completedAt)),
      channels: [...new Set(of.talks.map((talk) => talk.channel))].sort(),
      contact: of.points.some((point) => point.state === 'verified')
        ? 'verified'
        : of.points.length > 0
          ? 'received'
          : 'none',
      yearday: client.birthday?.slice(-5) ?? null,
    }
    Object.assign(client, {
      facts,
      base: baseOf({ ...client, facts }),
      lastContactAt: latest([client.lastContactAt, facts.lastMessageAt, facts.lastActivityAt]),
      matchKeys: matchKeysOf(client, of.points, companyKeys.get(client.companyId ?? '') ?? null),
    })
  }
}

/** Clients whose card shares a key with another one: only these are looked at for duplicates. */
export function alikeClients(clients: readonly ClientCard[]): string[] {
  const byKey = new Map<string, string[]>()
  for (const { _id, matchKeys = [] } of clients)
    for (const key of matchKeys) byKey.set(key, [...(byKey.get(key) ?? []), _id])
  return [...new Set([...byKey.values()].filter((ids) => ids.length > 1).flat())]
}

function group<T extends { clientId: string | null }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    if (row.clientId === null) continue
    const rowsOfOne = groups.get(row.clientId)
    if (rowsOfOne) rowsOfOne.push(row)
    else groups.set(row.clientId, [row])
  }
  return groups
}

function latest(dates: readonly (Date | null)[]): Date | null {
  const times = dates.flatMap((date) => (date ? [date.getTime()] : []))
  return times.length > 0 ? new Date(Math.max(...times)) : null
}

function earliest(dates: readonly Date[]): Date | null {
  return dates.length > 0 ? new Date(Math.min(...dates.map((date) => date.getTime()))) : null
}
