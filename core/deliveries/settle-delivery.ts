import { audit } from '../audit.js'
import { rows } from '../collection.js'
import { type Actor, type Core, system } from '../context.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { type AppliedChange, applyChange } from '../inbox/apply-change.js'
import { changeConversation, readConversation } from '../inbox/change-conversation.js'
import type { Message } from '../inbox/message.model.js'
import { receiveEarlyReceipts } from '../inbox/receive-receipt.js'
import { receiveReach } from '../inbox/receive-update.js'
import { requireSendable } from '../inbox/require-sendable.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import type { Delivery, DeliveryState } from './delivery.model.js'
import type { Verdict } from './delivery-rules.js'
import { wentSoFar } from './parts.js'

/**
 * Writes what came of a send to the row, to the message people see and to the event log, in one transaction.
 * `fence` guards against a worker that lost its lease meanwhile: its late word changes nothing.
 */
export async function settleDelivery(
  core: Core,
  row: Delivery,
  verdict: Verdict,
  fence: number,
): Promise<void> {
  await inTransaction(core, async (tx) => {
    const now = core.clock.now()
    const settled = verdict.state === 'queued' ? {} : { settledAt: now }
    const went =
      verdict.state === 'sent'
        ? { externalIds: verdict.externalIds, externalId: verdict.externalIds[0] ?? row._id }
        : wentSoFar(row.parts)
    const parts = row.parts ? { parts: row.parts } : {}
    const reason = 'reason' in verdict ? { reason: verdict.reason } : {}
    const nextAt = verdict.state === 'queued' ? { nextAt: verdict.nextAt } : {}
    const before = await rows(core.models.Delivery).findOneAndUpdate(
      { _id: row._id, state: 'sending', fence },
      { $set: { state: verdict.state, ...settled, ...went, ...parts, ...reason, ...nextAt } },
      { session: tx.session, projection: { early: 1 } },
    )
    if (!before) return
    if (row.messageId) {
      await core.models.Message.collection.updateOne(
        { _id: row.messageId as never },
        { $set: { delivery: { state: verdict.state, ...reason, at: now }, ...went } },
        { session: tx.session },
      )
    }
    if (row.changeOf) await settleChange(core, tx, row, verdict)
    // Not every platform tells by itself that a person has shut us out, or is gone.
    if (row.messageId && verdict.state === 'failed' && verdict.reason.code === 'blocked')
      await receiveReach(core, { accountId: row.accountId, chatId: row.chatId, reachable: false }, tx)
    if (verdict.state !== 'queued')
      publishSettled(
        tx,
        row,
        verdict.state,
        row.attempts + 1,
        'reason' in verdict ? verdict.reason : undefined,
      )
    if (before.early) await receiveEarlyReceipts(core, tx, row._id, before.early)
  })
}

/** The channel followed a change of a sent message, or would not. */
async function settleChange(core: Core, tx: Transaction, row: Delivery, verdict: Verdict): Promise<void> {
  if (verdict.state === 'queued') return
  const message = (await core.models.Message.collection.findOne(
    { _id: row.changeOf as never },
    { session: tx.session },
  )) as unknown as Message | null
  if (!message) return
  if (verdict.state === 'sent') {
    const at = core.clock.now()
    const change: AppliedChange =
      row.operation === 'remove' ? { kind: 'remove', at } : { kind: 'edit', content: row.content, at }
    return applyChange(core, tx, message, change)
  }
  await core.models.Message.collection.updateOne(
    { _id: message._id as never, change: { $exists: true } },
    { $set: { 'change.state': verdict.state, 'change.reason': verdict.reason } },
    { session: tx.session },
  )
  const { _id: conversationId, version } = await changeConversation(core, tx, message.conversationId, {})
  tx.publish(
    event('message.change-failed', conversationId, version, {
      conversationId,
      messageId: message._id,
      kind: row.operation ?? 'edit',
      reason: verdict.reason,
    }),
  )
}

function publishSettled(
  tx: Transaction,
  row: Delivery,
  state: string,
  seq: number,
  reason?: Delivery['reason'],
): void {
  tx.publish(
    event('delivery.settled', row._id, seq, {
      deliveryId: row._id,
      conversationId: row.conversationId,
      messageId: row.messageId,
      state,
      reason,
    }),
  )
}

/**
 * A person decides on a failed or unknown delivery: send it again. Throws `illegal-transition` for one that is not, and what
 * `sendMessage` would throw now.
 */
export async function resendDelivery(
  core: Core,
  by: Actor,
  { deliveryId }: { deliveryId: string },
): Promise<void> {
  authorise(by, 'message.send')
  await decide(core, by, deliveryId, 'queued', {
    nextAt: core.clock.now(),
    expiresAt: new Date(core.clock.now().getTime() + 24 * 3600_000),
    ...(by.kind === 'staff' ? { resentById: by.id } : {}),
  })
}

/** A person decides on a failed or unknown delivery: leave it. */
export async function discardDelivery(
  core: Core,
  by: Actor,
  { deliveryId }: { deliveryId: string },
): Promise<void> {
  authorise(by, 'message.send')
  await decide(core, by, deliveryId, 'discarded', {})
}

async function decide(
  core: Core,
  by: Actor,
  deliveryId: string,
  to: DeliveryState,
  set: object,
): Promise<void> {
  await inTransaction(core, async (tx) => {
    const row = (await core.models.Delivery.collection.findOneAndUpdate(
      { _id: deliveryId as never, state: { $in: ['failed', 'unknown'] } },
      { $set: { state: to, ...set } },
      { session: tx.session, returnDocument: 'after' },
    )) as unknown as Delivery | null
    if (!row) {
      const other = await core.models.Delivery.findById(deliveryId).lean<Delivery | null>()
      if (!other) throw new OtklikError('not-found', { params: { what: 'delivery' } })
      throw new OtklikError('illegal-transition', { params: { from: other.state, event: to, allowed: '' } })
    }
    if (row.messageId && row.conversationId && to === 'queued')
      requireSendable(core, await readConversation(core, tx, row.conversationId), row.content)
    if (row.messageId) {
      await core.models.Message.collection.updateOne(
        { _id: row.messageId as never },
        { $set: { delivery: { state: to, at: core.clock.now() } } },
        { session: tx.session },
      )
    }
    if (row.changeOf) {
      await core.models.Message.collection.updateOne(
        { _id: row.changeOf as never, change: { $exists: true } },
        to === 'queued' ? { $set: { 'change.state': 'queued' } } : { $unset: { change: '' } },
        { session: tx.session },
      )
    }
    if (to === 'queued') tx.wakeDelivery(row.accountId)
    publishSettled(tx, row, to, row.attempts + 2)
    await audit(core, tx, by ?? system, `delivery.${to === 'queued' ? 'resend' : 'discard'}`, {
      kind: 'delivery',
      id: deliveryId,
    })
  })
}
