import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { countDeals } from '../deals/count-deals.js'
import { inTransaction, type Transaction } from '../transaction.js'
import type { ClientFacts } from './client.model.js'
import { baseOf } from './client-base.js'
import { matchKeysOf } from './match-keys.js'

/**
 * Counts anew what happened with a client and where that places the card; also what another card of the same person would
 * share. Safe to repeat. The version stays: nobody edited anything. Returns whether the card is there.
 */
export async function refreshClientFacts(core: Core, clientId: string, tx?: Transaction): Promise<boolean> {
  const run = async (tx: Transaction) => {
    const { models } = core
    const { session } = tx
    const client = await rows(models.Client).findOne({ _id: clientId }, { session })
    if (!client) return false
    const points = await rows(models.ContactPoint).find({ clientId }, { session, limit: 500 }).toArray()
    const company = client.companyId
      ? await rows(models.Company).findOne({ _id: client.companyId }, { session, projection: { nameKey: 1 } })
      : null
    const facts: ClientFacts = {
      ...(await countDeals(core, { clientId }, tx)),
      ...(await inquiryFacts(core, clientId, tx)),
      ...(await activityFacts(core, clientId, tx)),
      ...(await talkFacts(core, clientId, tx)),
      contact: points.some((point) => point.state === 'verified')
        ? 'verified'
        : points.length > 0
          ? 'received'
          : 'none',
      yearday: client.birthday?.slice(-5) ?? null,
    }
    const lastContactAt = latest([client.lastContactAt, facts.lastMessageAt])
    await rows(models.Client).updateOne(
      { _id: clientId },
      {
        $set: {
          facts,
          base: baseOf({ ...client, facts }),
          lastContactAt,
          matchKeys: matchKeysOf(client, points, company?.nameKey ?? null),
        },
      },
      { session },
    )
    return true
  }
  return tx ? run(tx) : inTransaction(core, run)
}

async function inquiryFacts(core: Core, clientId: string, { session }: Transaction) {
  const inquiries = rows(core.models.Inquiry)
  const last = await inquiries.findOne(
    { clientId },
    { session, sort: { createdAt: -1, _id: -1 }, projection: { createdAt: 1 } },
  )
  return {
    inquiries: last ? await inquiries.countDocuments({ clientId }, { session }) : 0,
    lastInquiryAt: last?.createdAt ?? null,
  }
}

async function activityFacts(core: Core, clientId: string, { session }: Transaction) {
  const activities = await rows(core.models.Activity)
    .find({ clientId }, { session, projection: { status: 1, dueAt: 1, completedAt: 1 } })
    .toArray()
  const planned = activities.filter((each) => each.status === 'planned').map((each) => each.dueAt)
  const completed = activities.filter((each) => each.status === 'completed').map((each) => each.completedAt)
  return {
    nextActivityAt: planned.length > 0 ? new Date(Math.min(...planned.map((at) => at.getTime()))) : null,
    lastActivityAt: latest(completed),
  }
}

async function talkFacts(core: Core, clientId: string, { session }: Transaction) {
  const talks = await rows(core.models.Conversation)
    .find({ clientId }, { session, projection: { channel: 1, lastInboundAt: 1 }, limit: 100 })
    .toArray()
  return {
    channels: [...new Set(talks.map((talk) => talk.channel))].sort(),
    lastMessageAt: latest(talks.map((talk) => talk.lastInboundAt)),
  }
}

function latest(dates: readonly (Date | null | undefined)[]): Date | null {
  const times = dates.flatMap((date) => (date ? [date.getTime()] : []))
  return times.length > 0 ? new Date(Math.max(...times)) : null
}
