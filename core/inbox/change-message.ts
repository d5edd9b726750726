import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import { type Content, withWords } from '../content.js'
import type { Actor, Core } from '../context.js'
import type { Delivery } from '../deliveries/delivery.model.js'
import { idsOf } from '../deliveries/parts.js'
import { queueDelivery } from '../deliveries/queue-delivery.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import { applyChange } from './apply-change.js'
import { changeConversation } from './change-conversation.js'
import type { Message } from './message.model.js'
import { longestText } from './split-text.js'

const editInput = z.strictObject({
  messageId: id,
  /** Given where the caller names it: a message of another conversation is not found. */
  conversationId: id.optional(),
  text: z.string().trim().min(1).max(longestText),
})
const deleteInput = editInput.omit({ text: true })

type Outgoing = Message & { delivery: NonNullable<Message['delivery']> }

/**
 * Changes the words of a message of ours at the client, where the channel follows (`capabilities.edit`): the text of a
 * text, the caption of a file. What still waits in the queue is changed before it goes. The message shows the new words
 * once the channel has taken them; `change` tells how that stands.
 *
 * Throws `content-not-supported` (the channel or this kind of content cannot), `message-not-sent`, `too-late`,
 * `not-allowed` (only the author and heads), `not-found`.
 */
export async function editMessage(
  core: Core,
  by: Actor,
  input: z.input<typeof editInput>,
  tx?: Transaction,
): Promise<Message> {
  const { text, ...which } = validate(editInput, input)
  return run(core, tx, async (inner) => {
    const message = await ourMessage(core, by, which, inner)
    const content = reworded(message.content, text)
    if (message.delivery.state === 'queued' && (await changeQueued(core, message, inner, content))) {
      await applyChange(core, inner, message, { kind: 'edit', content, at: core.clock.now() })
    } else {
      const went = idsAtClient(message)
      const can = core.channels.get(message.accountId).capabilities
      if (!can.edit) throw new OtklikError('content-not-supported')
      mustBeInTime(core, message, can.editWithinHours)
      await queueChange(core, by, message, inner, { kind: 'edit', content, went })
    }
    await audit(core, inner, by, 'message.edit', { kind: 'message', id: message._id })
    return read(core, message._id, inner)
  })
}

/**
 * Takes a message of ours back from the client, where the channel can (`capabilities.remove`). What still waits in the
 * queue never goes; of one that went in part, the parts that went are taken back. The team goes on seeing what it was.
 * Throws as `editMessage` does.
 */
export async function deleteMessage(
  core: Core,
  by: Actor,
  input: z.input<typeof deleteInput>,
  tx?: Transaction,
): Promise<Message> {
  const which = validate(deleteInput, input)
  return run(core, tx, async (inner) => {
    const message = await ourMessage(core, by, which, inner)
    if (message.removed) return message
    const unfinished = await giveUp(core, message, inner)
    const went = unfinished ? idsOf(unfinished.parts) : idsAtClient(message)
    if (unfinished && went.length === 0) {
      await applyChange(core, inner, message, { kind: 'remove', at: core.clock.now() })
    } else {
      const can = core.channels.get(message.accountId).capabilities
      if (!can.remove) throw new OtklikError('content-not-supported')
      mustBeInTime(core, message, can.removeWithinHours)
      await queueChange(core, by, message, inner, { kind: 'remove', content: message.content, went })
    }
    await audit(core, inner, by, 'message.delete', { kind: 'message', id: message._id })
    return read(core, message._id, inner)
  })
}

/** A change that the channel refused is put away; the message stays as the client has it. */
export async function dropChange(
  core: Core,
  by: Actor,
  input: z.input<typeof deleteInput>,
): Promise<Message> {
  const which = validate(deleteInput, input)
  return run(core, undefined, async (tx) => {
    const message = await ourMessage(core, by, which, tx)
    if (message.change && message.change.state !== 'queued') {
      await core.models.Message.collection.updateOne(
        { _id: message._id as never },
        { $unset: { change: '' } },
        { session: tx.session },
      )
      await tellEdited(core, tx, message)
    }
    return read(core, message._id, tx)
  })
}

function run<T>(core: Core, tx: Transaction | undefined, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tx ? work(tx) : inTransaction(core, work)
}

async function ourMessage(
  core: Core,
  by: Actor,
  { messageId, conversationId }: { messageId: string; conversationId?: string | undefined },
  tx: Transaction,
): Promise<Outgoing> {
  const message = await read(core, messageId, tx)
  if (conversationId !== undefined && message.conversationId !== conversationId) found(null, 'message')
  authorise(by, 'message.change', { authorId: message.author.id ?? null })
  if (message.direction !== 'out' || !message.delivery) throw new OtklikError('content-not-supported')
  return message as Outgoing
}

async function read(core: Core, messageId: string, tx: Transaction): Promise<Message> {
  const row = await rows(core.models.Message).findOne({ _id: messageId }, { session: tx.session })
  return found(row, 'message')
}

/** Throws `content-not-supported` for a content without words of its own. */
function reworded(content: Content, text: string): Content {
  const changed = withWords(content, text)
  if (!changed) throw new OtklikError('content-not-supported')
  return changed
}

/** Changes the row that waits in the queue; false when the worker was quicker, with all of it or a part. */
async function changeQueued(
  core: Core,
  message: Message,
  tx: Transaction,
  content: Content,
): Promise<boolean> {
  const { modifiedCount } = await rows(core.models.Delivery).updateOne(
    { messageId: message._id, state: 'queued', parts: { $exists: false } },
    { $set: { content } },
    { session: tx.session },
  )
  return modifiedCount > 0
}

/**
 * What has not gone to its end, goes no further: waiting, failed, or of unknown fate in one of its parts. Returns its row as
 * it was; null where the message went, is on its way, or nothing at all is known of it.
 */
async function giveUp(core: Core, message: Message, tx: Transaction): Promise<Delivery | null> {
  const row = await rows(core.models.Delivery).findOneAndUpdate(
    {
      messageId: message._id,
      $or: [
        { state: { $in: ['queued', 'failed', 'discarded'] } },
        { state: 'unknown', parts: { $exists: true } },
      ],
    },
    { $set: { state: 'discarded', settledAt: core.clock.now() } },
    { session: tx.session },
  )
  if (row)
    await rows(core.models.Message).updateOne(
      { _id: message._id },
      { $set: { 'delivery.state': 'discarded', 'delivery.at': core.clock.now() } },
      { session: tx.session },
    )
  return row
}

/** What the platform calls a message that is at the client; throws `message-not-sent` for one that is not (wholly) there. */
function idsAtClient(message: Outgoing): string[] {
  const isThere = ['sent', 'delivered', 'read'].includes(message.delivery.state)
  if (!isThere || !message.externalId || message.removed) throw new OtklikError('message-not-sent')
  return message.externalIds ?? [message.externalId]
}

function mustBeInTime(core: Core, message: Message, hours: number | undefined): void {
  if (hours === undefined) return
  const age = core.clock.now().getTime() - message.sentAt.getTime()
  if (age > hours * 3600_000) throw new OtklikError('too-late', { params: { hours } })
}

async function queueChange(
  core: Core,
  by: Actor,
  message: Outgoing,
  tx: Transaction,
  { kind, content, went }: { kind: 'edit' | 'remove'; content: Content; went: string[] },
): Promise<void> {
  const conversation = await changeConversation(core, tx, message.conversationId, {})
  // A newer change stands in for one that has not gone yet.
  await core.models.Delivery.collection.updateMany(
    { conversationId: message.conversationId, changeOf: message._id, state: 'queued' },
    { $set: { state: 'discarded', settledAt: core.clock.now() } },
    { session: tx.session },
  )
  await queueDelivery(core, tx, {
    accountId: message.accountId,
    chatId: conversation.chatId,
    content,
    purpose: 'reply',
    conversationId: message.conversationId,
    operation: kind,
    changeOf: message._id,
    targetIds: went,
  })
  const change: Message['change'] = {
    kind,
    ...(kind === 'edit' ? { content } : {}),
    state: 'queued',
    byId: by.id,
    at: core.clock.now(),
  }
  await core.models.Message.collection.updateOne(
    { _id: message._id as never },
    { $set: { change } },
    { session: tx.session },
  )
  tx.publish(
    event('message.edited', conversation._id, conversation.version, {
      conversationId: conversation._id,
      messageId: message._id,
    }),
  )
}

async function tellEdited(core: Core, tx: Transaction, message: Message): Promise<void> {
  const { _id: conversationId, version } = await changeConversation(core, tx, message.conversationId, {})
  tx.publish(event('message.edited', conversationId, version, { conversationId, messageId: message._id }))
}
