import { z } from 'zod'
import { audit } from '../audit.js'
import { rows, withoutUndefined } from '../collection.js'
import { content as contentSchema } from '../content.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { claimFiles } from '../files/claim-files.js'
import { newId } from '../ids.js'
import { changeConversation, readConversation } from '../inbox/change-conversation.js'
import { requireFilesFit } from '../inbox/file-limits.js'
import { sendMessage } from '../inbox/send-message.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, moment, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import type { ScheduledMessage } from './scheduled-message.model.js'

/** What a person or a program may plan: words, and files that are stored already. */
export const scheduleInput = z.strictObject({
  conversationId: id,
  content: contentSchema,
  at: moment,
  replyToId: id.optional(),
  unlessReplied: z.boolean().optional(),
})
export const rescheduleInput = z.strictObject({
  scheduledId: id,
  content: contentSchema.optional(),
  at: moment.optional(),
  unlessReplied: z.boolean().optional(),
  expectedVersion,
})

/** How far ahead something may be planned, ms: a slip of the year should be seen at once. */
const farthestMs = 366 * 24 * 3600_000

/**
 * Plans something to be said at a time; a job says it then, in the name of whoever planned it. Throws `date-in-past`,
 * `bad-input` for more than a year ahead, `conversation-unreachable`, `contact-blocked`, `file-too-large`,
 * `not-found`.
 */
export async function scheduleMessage(
  core: Core,
  by: Actor,
  input: z.input<typeof scheduleInput>,
  tx?: Transaction,
): Promise<ScheduledMessage> {
  authorise(by, 'message.send')
  if (by.kind !== 'staff' && by.kind !== 'api') throw new OtklikError('not-allowed')
  const given = validate(scheduleInput, input)
  mustBeAhead(core, given.at)
  const run = async (inner: Transaction) => {
    const conversation = await readConversation(core, inner, given.conversationId)
    if (!conversation.reachable)
      throw new OtklikError('conversation-unreachable', { params: { name: conversation.title } })
    if (conversation.blocked) throw new OtklikError('contact-blocked')
    requireFilesFit(core, conversation.accountId, given.content)
    const planned: ScheduledMessage = withoutUndefined({
      _id: newId(),
      conversationId: given.conversationId,
      content: given.content,
      replyToId: given.replyToId,
      at: given.at,
      unlessReplied: given.unlessReplied ?? false,
      by,
      state: 'planned',
      version: 1,
      createdAt: core.clock.now(),
    })
    await rows(core.models.ScheduledMessage).insertOne(planned, { session: inner.session })
    await claimFiles(core, planned.content, planned.conversationId, inner.session)
    await tell(core, inner, planned)
    await audit(core, inner, by, 'message.schedule', { kind: 'scheduled-message', id: planned._id })
    return planned
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** Another time or other words; what was missed or failed is planned anew by it. Throws `illegal-transition`, `changed-by-other`. */
export async function rescheduleMessage(
  core: Core,
  by: Actor,
  input: z.input<typeof rescheduleInput>,
  tx?: Transaction,
): Promise<ScheduledMessage> {
  const { scheduledId, expectedVersion: expected, ...changes } = validate(rescheduleInput, input)
  if (changes.at) mustBeAhead(core, changes.at)
  const run = async (inner: Transaction) => {
    const before = await mine(core, by, inner, scheduledId)
    await checkVersion(core, inner, before, expected)
    if (!changes.at) mustBeAhead(core, before.at)
    const after = await change(core, inner, before, {
      ...withoutUndefined(changes),
      state: 'planned',
    })
    await claimFiles(core, after.content, after.conversationId, inner.session)
    await audit(core, inner, by, 'message.reschedule', { kind: 'scheduled-message', id: scheduledId })
    return after
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** Throws `illegal-transition` for what was said already, `not-found`, `not-allowed`. */
export async function cancelScheduled(
  core: Core,
  by: Actor,
  { scheduledId }: { scheduledId: string },
  tx?: Transaction,
): Promise<ScheduledMessage> {
  const run = async (inner: Transaction) => {
    const before = await mine(core, by, inner, scheduledId)
    const after = await change(core, inner, before, { state: 'cancelled' })
    await audit(core, inner, by, 'message.unschedule', { kind: 'scheduled-message', id: scheduledId })
    return after
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** Says it now instead of at its time. */
export async function sendScheduledNow(
  core: Core,
  by: Actor,
  { scheduledId }: { scheduledId: string },
): Promise<ScheduledMessage> {
  return inTransaction(core, async (tx) => {
    const before = await mine(core, by, tx, scheduledId)
    return sayIt(core, by, before, tx)
  })
}

/** Turns a plan into a message, once: the plan's id is the key of the delivery. */
export async function sayIt(
  core: Core,
  by: Actor,
  planned: ScheduledMessage,
  tx: Transaction,
): Promise<ScheduledMessage> {
  const message = await sendMessage(
    core,
    by,
    {
      conversationId: planned.conversationId,
      content: planned.content,
      dedupeKey: `scheduled:${planned._id}`,
      ...(planned.replyToId ? { replyToId: planned.replyToId } : {}),
    },
    tx,
  )
  return change(core, tx, planned, { state: 'sent', messageId: message._id })
}

/** Writes a change down, unless somebody was quicker (`illegal-transition`). */
export async function change(
  core: Core,
  tx: Transaction,
  before: ScheduledMessage,
  set: Partial<ScheduledMessage>,
): Promise<ScheduledMessage> {
  const after = await rows(core.models.ScheduledMessage).findOneAndUpdate(
    { _id: before._id, version: before.version, state: before.state },
    {
      $set: { ...set, version: before.version + 1 },
      ...(set.reason === undefined ? { $unset: { reason: '' } } : {}),
    } as never,
    { session: tx.session, returnDocument: 'after' },
  )
  if (!after) throw notPlanned(before.state)
  await tell(core, tx, after)
  return after
}

async function mine(core: Core, by: Actor, tx: Transaction, scheduledId: string): Promise<ScheduledMessage> {
  const before = found(
    await rows(core.models.ScheduledMessage).findOne({ _id: scheduledId }, { session: tx.session }),
    'scheduled-message',
  )
  authorise(by, 'message.change', { authorId: before.by.id })
  if (before.state === 'sent' || before.state === 'cancelled') throw notPlanned(before.state)
  return before
}

async function tell(core: Core, tx: Transaction, planned: ScheduledMessage): Promise<void> {
  const { _id: conversationId, version } = await changeConversation(core, tx, planned.conversationId, {})
  const { _id: scheduledId, state, reason } = planned
  tx.publish(
    event('message.scheduled', conversationId, version, {
      conversationId,
      scheduledId,
      state,
      ...(reason === undefined ? {} : { reason }),
    }),
  )
}

function notPlanned(state: string): OtklikError {
  return new OtklikError('illegal-transition', {
    params: { entity: 'scheduled-message', from: state, event: 'change', allowed: '' },
  })
}

function mustBeAhead(core: Core, at: Date): void {
  const ahead = at.getTime() - core.clock.now().getTime()
  if (ahead <= 0) throw new OtklikError('date-in-past')
  if (ahead > farthestMs) throw new OtklikError('bad-input', { fields: { at: 'wrong-date' } })
}
