import type { InboundReceipt } from '../channel.js'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import type { Delivery, DeliveryState } from '../deliveries/delivery.model.js'
import { statesBefore } from '../deliveries/delivery-rules.js'
import { type Parts, partsOf, wentSoFar } from '../deliveries/parts.js'
import { event } from '../events.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { translateDown } from './translate-down.js'

/**
 * The platform's word on a message of ours. States only move forward; false when the message is not known (yet). Where the
 * platform gives our own id back, a send whose answer was lost is settled by it: it did arrive, or surely did not.
 */
export async function receiveReceipt(core: Core, receipt: InboundReceipt): Promise<boolean> {
  return inTransaction(core, async (tx) => {
    const target = (await byDeliveryId(core, tx, receipt)) ?? (await byExternalId(core, tx, receipt))
    if (!target) return false
    if ('filter' in target) await receiveOfWhole(core, tx, target.filter, receipt)
    else await receiveOfPart(core, tx, target, receipt)
    return true
  })
}

/** Once a send in several parts has ended: what was said of them meanwhile. */
export async function receiveEarlyReceipts(
  core: Core,
  tx: Transaction,
  deliveryId: string,
  receipts: readonly InboundReceipt[],
): Promise<void> {
  await rows(core.models.Delivery).updateOne(
    { _id: deliveryId },
    { $unset: { early: true } },
    { session: tx.session },
  )
  for (const receipt of receipts) {
    const row = await rows(core.models.Delivery).findOne({ _id: deliveryId }, { session: tx.session })
    const target = row && partOf(core, row, receipt)
    if (target) await receiveOfPart(core, tx, target, receipt)
  }
}

/** What goes whole is found by its row or its message; of what goes in parts, it is said which one is meant. */
type Target = { filter: { _id: string } | { messageId: string } } | PartTarget

interface PartTarget {
  row: Delivery
  parts: Parts
  part: number
}

async function byDeliveryId(
  core: Core,
  { session }: Transaction,
  receipt: InboundReceipt,
): Promise<Target | null> {
  const { accountId, deliveryId } = receipt
  if (deliveryId === undefined) return null
  const _id = deliveryId.split(':', 1)[0] ?? ''
  const row = await rows(core.models.Delivery).findOne({ _id, accountId }, { session })
  if (!row) return null
  return partOf(core, row, receipt) ?? { filter: { _id } }
}

const arrived: readonly (DeliveryState | undefined)[] = ['sent', 'delivered', 'read']

async function byExternalId(
  core: Core,
  { session }: Transaction,
  receipt: InboundReceipt,
): Promise<Target | null> {
  const { accountId, externalId } = receipt
  const options = { session, projection: { externalIds: 1, delivery: 1 } }
  const messages = rows(core.models.Message)
  const first = await messages.findOne({ accountId, externalId }, options)
  // Of what went in parts the platform may speak of a later one.
  const message =
    first ??
    (await messages.findOne(
      { externalIds: externalId, 'externalIds.1': { $exists: true }, accountId },
      options,
    ))
  if (!message) return null
  const filter = { messageId: message._id }
  if (first && (message.externalIds?.length ?? 0) <= 1 && arrived.includes(message.delivery?.state))
    return { filter }
  const row = await rows(core.models.Delivery).findOne(filter, { session })
  const target = row && partOf(core, row, receipt)
  if (target) return target
  return first ? { filter } : null
}

/** The part that a receipt is of; null where the delivery goes whole, or the part is none of it. */
function partOf(core: Core, row: Delivery, { deliveryId, externalId }: InboundReceipt): PartTarget | null {
  const can = core.channels.capabilitiesOf(row.accountId)
  const count = row.parts?.length ?? (can ? translateDown(row.content, can).length : 1)
  if (count === 1) return null
  const parts = row.parts ?? Array.from({ length: count }, () => null)
  const part =
    deliveryId === undefined
      ? parts.findIndex((ids) => ids?.includes(externalId))
      : Number(deliveryId.split(':')[1] ?? 0)
  return part in parts ? { row, parts, part } : null
}

async function receiveOfWhole(
  core: Core,
  tx: Transaction,
  filter: { _id: string } | { messageId: string },
  receipt: InboundReceipt,
): Promise<void> {
  const known = { $literal: receipt.externalId }
  const row = await rows(core.models.Delivery).findOneAndUpdate(
    { ...filter, state: { $in: statesBefore(receipt.state) } },
    [
      {
        $set: {
          state: receipt.state,
          settledAt: receipt.at,
          ...(receipt.reason ? { reason: { $literal: receipt.reason } } : {}),
          externalId: { $ifNull: ['$externalId', known] },
          // A receipt may be all that is ever heard of a send.
          externalIds: { $cond: [{ $eq: ['$externalIds', []] }, [known], '$externalIds'] },
        },
      },
    ],
    { session: tx.session, returnDocument: 'after' },
  )
  if (!row?.messageId) return
  const { reason } = receipt
  await core.models.Message.collection.updateOne(
    { _id: row.messageId as never },
    [
      {
        $set: {
          delivery: { $literal: { state: receipt.state, at: receipt.at, ...(reason ? { reason } : {}) } },
          ...(row.externalId
            ? { externalId: { $ifNull: ['$externalId', { $literal: row.externalId }] } }
            : {}),
        },
      },
    ],
    { session: tx.session },
  )
  publishReceipt(tx, row, receipt.state, reason)
}

/**
 * The first part speaks for the whole: what is read of it is read. Of any other it counts that it has arrived, where that
 * was in doubt, and that it has not.
 */
async function receiveOfPart(
  core: Core,
  tx: Transaction,
  { row, parts, part }: PartTarget,
  receipt: InboundReceipt,
): Promise<void> {
  const ids = parts[part] ?? null
  const failed = receipt.state === 'failed'
  // The worker is writing the parts down; and what the first says of the whole waits for the others.
  const waits = row.state === 'sending' || (!failed && ids && part === 0 && !isWhole(parts))
  if (waits) {
    await rows(core.models.Delivery).updateOne(
      { _id: row._id },
      { $push: { early: { $each: [receipt], $slice: -keptReceipts } } },
      { session: tx.session },
    )
    return
  }
  // Of an earlier try of this part, or behind what its person has seen already.
  if (failed && ((ids && !ids.includes(receipt.externalId)) || (part === 0 && seen.includes(row.state))))
    return
  const arrives = !failed && row.state === 'unknown'
  const now = parts.map((each, index) => {
    if (index !== part) return each
    return failed ? null : (ids ?? (arrives ? [receipt.externalId] : null))
  })
  const state = stateAfter(row.state, receipt.state, part, isWhole(now))
  const moved = state !== row.state
  const reason = state === 'failed' && receipt.reason ? { reason: receipt.reason } : {}
  const left = partsOf(now)
  const went = wentSoFar(left)
  const { session } = tx
  await rows(core.models.Delivery).updateOne(
    { _id: row._id },
    {
      $set: {
        ...went,
        ...(left ? { parts: left } : {}),
        ...(moved ? { state, settledAt: receipt.at, ...reason } : {}),
      },
      ...(left ? {} : { $unset: { parts: true } }),
    },
    { session },
  )
  if (row.messageId)
    await rows(core.models.Message).updateOne(
      { _id: row.messageId },
      { $set: { ...went, ...(moved ? { delivery: { state, at: receipt.at, ...reason } } : {}) } },
      { session },
    )
  if (moved) publishReceipt(tx, row, state, reason.reason)
  if (moved && state === 'sent' && row.early) await receiveEarlyReceipts(core, tx, row._id, row.early)
}

const keptReceipts = 20
const seen: readonly DeliveryState[] = ['delivered', 'read']
/** A later part that did not arrive is news, although the first has been read. */
const mayFail: readonly DeliveryState[] = [...statesBefore('failed'), ...seen]

function isWhole(parts: Parts): boolean {
  return !parts.includes(null)
}

function stateAfter(
  state: DeliveryState,
  said: InboundReceipt['state'],
  part: number,
  whole: boolean,
): DeliveryState {
  if (said === 'failed') return mayFail.includes(state) ? 'failed' : state
  if (!whole) return state
  if (part > 0) return state === 'unknown' ? 'sent' : state
  return statesBefore(said).includes(state) ? said : state
}

function publishReceipt(
  tx: Transaction,
  { _id, conversationId, messageId, attempts }: Delivery,
  state: DeliveryState,
  reason: InboundReceipt['reason'],
): void {
  if (messageId === undefined) return
  tx.publish(
    event('delivery.settled', _id, attempts + 10, {
      deliveryId: _id,
      conversationId,
      messageId,
      state,
      reason,
    }),
  )
}
