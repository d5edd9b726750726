import { rows } from '../collection.js'
import { type Actor, type Core, system } from '../context.js'
import { OtklikError } from '../errors.js'
import type { Conversation } from '../inbox/conversation.model.js'
import { inTransaction } from '../transaction.js'
import { change, sayIt } from './schedule-message.js'
import type { ScheduledMessage } from './scheduled-message.model.js'

/** Later than this it is not said any more, ms: the client would wonder; its author is told and decides. */
const lateMs = 15 * 60_000

/**
 * Says what fell due, each once, whatever runs twice or late: the plan changes its state in the commit that makes the
 * message. Returns how many plans were settled.
 */
export async function sendDueMessages(core: Core): Promise<number> {
  const now = core.clock.now()
  const due = await rows(core.models.ScheduledMessage)
    .find({ state: 'planned', at: { $lte: now } }, { sort: { at: 1 }, limit: 200 })
    .toArray()
  let settled = 0
  for (const planned of due) {
    try {
      await settle(core, planned, now)
      settled += 1
    } catch (err) {
      if (err instanceof OtklikError && err.code === 'illegal-transition') continue
      // One that the database refuses must not hold up the others; it is still due on the next sweep.
      core.log.error({ err, scheduledId: planned._id }, 'scheduled message: not settled')
    }
  }
  return settled
}

async function settle(core: Core, planned: ScheduledMessage, now: Date): Promise<void> {
  if (now.getTime() - planned.at.getTime() > lateMs) return put(core, planned, { state: 'missed' })
  if (planned.unlessReplied && (await clientWrote(core, planned)))
    return put(core, planned, { state: 'cancelled', reason: 'client-replied' })
  const by = await authorNow(core, planned)
  if (!by) return put(core, planned, { state: 'failed', reason: 'not-allowed' })
  try {
    await inTransaction(core, (tx) => sayIt(core, by, planned, tx))
  } catch (err) {
    if (!(err instanceof OtklikError) || err.status >= 500 || err.code === 'illegal-transition') throw err
    await put(core, planned, { state: 'failed', reason: err.code })
  }
}

async function put(core: Core, planned: ScheduledMessage, set: Partial<ScheduledMessage>): Promise<void> {
  await inTransaction(core, async (tx) => {
    await change(core, tx, planned, set)
  })
}

async function clientWrote(core: Core, planned: ScheduledMessage): Promise<boolean> {
  const conversation = await core.models.Conversation.findById(planned.conversationId, {
    lastInboundAt: 1,
  }).lean<Pick<Conversation, 'lastInboundAt'> | null>()
  const { lastInboundAt } = conversation ?? {}
  return lastInboundAt !== null && lastInboundAt !== undefined && lastInboundAt > planned.createdAt
}

/** Whoever planned it with the rights of today; null for somebody who left. Programs keep theirs while their key lives. */
async function authorNow(core: Core, { by }: ScheduledMessage): Promise<Actor | null> {
  if (by.kind === 'api') {
    const key = await core.models.ApiKey.findById(by.id).lean<{ revokedAt: Date | null } | null>()
    return key && key.revokedAt === null ? by : null
  }
  const staff = await rows(core.models.Staff).findOne({ _id: by.id, active: true })
  if (staff) return { kind: 'staff', id: staff._id, name: staff.name, role: staff.role }
  return by.id === system.id ? system : null
}
