import type { ClientSession } from 'mongoose'
import type { SendReason } from './channel.js'
import type { ChannelPhase } from './channel-accounts/channel-state.js'
import type { Core } from './context.js'
import { newId } from './ids.js'

/**
 * The catalogue of what happens, in the past tense. An event is written inside the transaction that made it true, into
 * the stream of the thing it happened to, and read by subscribers in the order of that stream, at least once.
 */
export interface EventCatalogue {
  'message.received': { conversationId: string; messageId: string; inquiryId: string }
  /** Stored, of somebody who is blocked: nobody is told. */
  'message.withheld': { conversationId: string; messageId: string }
  'message.queued': { conversationId: string; messageId: string }
  'message.edited': { conversationId: string; messageId: string }
  'message.reacted': { conversationId: string; messageId: string }
  /** Gone at the client's end. */
  'message.removed': { conversationId: string; messageId: string }
  /** The channel would not follow a change of ours. */
  'message.change-failed': {
    conversationId: string
    messageId: string
    kind: 'edit' | 'remove'
    reason: SendReason
  }
  'message.noted': { conversationId: string; messageId: string }
  'delivery.settled': {
    deliveryId: string
    conversationId?: string
    messageId?: string
    state: string
    reason?: SendReason
  }
  /** Planned, said, cancelled, missed or failed. */
  'message.scheduled': { conversationId: string; scheduledId: string; state: string; reason?: string }
  'conversation.seen': { conversationId: string }
  'conversation.changed': { conversationId: string; byId: string }
  /** `byId` is who opened it; absent when the client's message did. */
  'conversation.reopened': { conversationId: string; byId?: string }
  'conversation.assigned': { conversationId: string; assigneeId: string | null; byId: string }
  'conversation.closed': { conversationId: string; byId: string }
  'conversation.snoozed': { conversationId: string; until: string; byId: string }
  'conversation.reachability-changed': { conversationId: string; reachable: boolean }
  'inquiry.opened': { inquiryId: string; conversationId: string | null }
  'inquiry.moved': { inquiryId: string; from: string; to: string; byId: string; why?: string }
  /** A person was found for it, or those who may take it were; `decisionId` says why. */
  'inquiry.routed': {
    inquiryId: string
    conversationId: string | null
    decisionId: string
    assigneeId: string | null
  }
  /** Classified, commented or given to a client; its status stayed. */
  'inquiry.changed': { inquiryId: string; byId: string }
  'dialog.completed': {
    conversationId: string
    inquiryId: string
    clientId: string | null
    dealId: string | null
  }
  'dialog.handed-over': { conversationId: string; inquiryId: string; reason: string }
  'client.created': { clientId: string; byId: string }
  'client.changed': { clientId: string; byId: string }
  /** Forgotten: the card and everything around it is gone. */
  'client.erased': { clientId: string }
  /** In the stream of the card that is gone: `mergedId` went into `clientId`. */
  'client.merged': { clientId: string; mergedId: string; byId: string }
  'company.created': { companyId: string; byId: string }
  'company.changed': { companyId: string; byId: string }
  'deal.created': { dealId: string; byId: string }
  'deal.changed': { dealId: string; byId: string }
  'deal.moved': { dealId: string; from: string; to: string; byId: string; reason?: string }
  /** A deal has another owner: by hand, or because its stage belongs to another role. */
  'deal.delegated': { dealId: string; fromId: string | null; toId: string; byId: string }
  'activity.planned': { activityId: string; byId: string }
  'activity.changed': { activityId: string; byId: string }
  'activity.completed': { activityId: string; byId: string }
  'activity.due': { activityId: string; staffId: string }
  /** A day late: those who answer for it were told. */
  'activity.overdue': { activityId: string; staffId: string }
  'file.fetched': { fileId: string; conversationId: string }
  'staff.changed': { staffId: string; byId: string }
  'department.changed': { departmentId: string; byId: string }
  /** The panel reads what it shows (a QR code, progress) from the account. */
  'channel.state-changed': { accountId: string; phase: ChannelPhase; from: ChannelPhase; reason?: string }
  'channel.changed': { accountId: string; byId: string }
}
export type EventType = keyof EventCatalogue

export interface EventInput<T extends EventType = EventType> {
  type: T
  /** Id of the conversation, deal, client… it happened to; order holds within a stream. */
  stream: string
  /** The version of that document after the change; grows with every event of the stream. */
  seq: number
  payload: EventCatalogue[T]
}

export interface EventDoc<T extends EventType = EventType> extends EventInput<T> {
  _id: string
  at: Date
  /** There until every subscriber is done, so that the index on it holds only open work. */
  pending?: true
  /** Subscribers that are done, when some are not. */
  done?: string[]
  /** Set when a subscriber failed five times: shown in the panel, retried by hand. */
  parked?: { subscriber: string; attempts: number; error: string; at: Date }[]
  /** Removed by MongoDB after this date. */
  expireAt?: Date
}

/** A well-typed event: `event('deal.moved', dealId, deal.version, {...})`. */
export function event<T extends EventType>(
  type: T,
  stream: string,
  seq: number,
  payload: EventCatalogue[T],
): EventInput {
  return { type, stream, seq, payload } as EventInput
}

/** Writes events in the caller's transaction. `seq` repeats within one change are told apart by their order. */
export async function insertEvents(
  core: Core,
  events: readonly EventInput[],
  session: ClientSession,
): Promise<void> {
  if (events.length === 0) return
  const at = core.clock.now()
  const rows = events.map((input, index) => ({ _id: newId(), ...input, index, at, pending: true as const }))
  await core.models.Event.collection.insertMany(rows as never[], { session, ordered: true })
}

/** One subscriber: a name (kept in the log, so renaming repeats nothing but parks nothing either) and what it hears. */
export interface Subscriber {
  readonly name: string
  readonly on: { [T in EventType]?: (event: EventDoc<T>, core: Core) => Promise<void> }
}
