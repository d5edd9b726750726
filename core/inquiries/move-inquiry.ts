import { z } from 'zod'
import { audit, signature } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event as eventOf } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { mustBeInTeam } from '../staff/must-be-in-team.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { transition } from '../transitions.js'
import { expectedVersion, id, moment, note, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import { type Inquiry, type InquiryEvent, inquiryTransitions } from './inquiry.model.js'

export const inquiryEvents = [
  'qualify',
  'ask-human',
  'take',
  'release',
  'convert',
  'defer',
  'discard',
  'close',
  'return',
] as const satisfies readonly InquiryEvent[]

export const moveInquiryInput = z.strictObject({
  inquiryId: id,
  event: z.enum(inquiryEvents),
  /** Kept in the history. */
  why: note(1000).optional(),
  /** `defer` only: when the demand comes back by itself. */
  until: moment.optional(),
  /** `take` only: for whom; the person who takes when absent. */
  assigneeId: id.nullable().optional(),
  /** `convert` only: the deal that came of it. `convertInquiry` makes one. */
  dealId: id.optional(),
  expectedVersion,
})

/**
 * Moves an inquiry along its map. Throws `illegal-transition` (params.allowed), `date-in-past` for a deferral without a
 * future date, `changed-by-other`, `not-found`.
 */
export async function moveInquiry(
  core: Core,
  by: Actor,
  input: z.input<typeof moveInquiryInput>,
  tx?: Transaction,
): Promise<Inquiry> {
  authorise(by, 'inquiry.move')
  const { inquiryId, expectedVersion: expected, ...given } = validate(moveInquiryInput, input)
  const run = async (tx: Transaction) => {
    const inquiries = rows(core.models.Inquiry)
    const inquiry = found(await inquiries.findOne({ _id: inquiryId }, { session: tx.session }), 'inquiry')
    await checkVersion(core, tx, inquiry, expected)
    const move = stepInquiry(inquiry, by, given, core.clock.now())
    if (given.assigneeId && given.assigneeId !== by.id)
      await mustBeInTeam(core, tx, given.assigneeId, 'assigneeId')
    await saveInquiryStep(core, by, inquiry, move, tx)
    return { ...inquiry, ...move }
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** What a step changes of an inquiry. */
export type InquiryStep = Pick<Inquiry, 'status' | 'history' | 'version'> & Partial<Inquiry>

/**
 * One step along the map, without a database: what of the inquiry changes. For inquiries that are still in memory, and
 * for commands that write more in the same update.
 */
export function stepInquiry(
  inquiry: Inquiry,
  by: Actor,
  step: {
    event: InquiryEvent
    why?: string | undefined
    until?: Date | undefined
    assigneeId?: string | null | undefined
    dealId?: string | undefined
  },
  now: Date,
): InquiryStep {
  const { event, why, until } = step
  const status = transition(inquiryTransitions, inquiry.status, event, 'inquiry')
  if (event === 'defer' && (!until || until <= now))
    throw new OtklikError('date-in-past', { fields: { until: 'required' } })
  return {
    status,
    version: inquiry.version + 1,
    history: [
      ...inquiry.history,
      { event, from: inquiry.status, to: status, by: signature(by), at: now, ...(why ? { why } : {}) },
    ],
    // Whatever leads out of deferral ends it.
    deferredUntil: event === 'defer' && until ? until : null,
    ...meaningOf(event),
    ...(event === 'take'
      ? { assigneeId: step.assigneeId ?? (by.kind === 'staff' ? by.id : inquiry.assigneeId) }
      : {}),
    ...(event === 'release' ? { assigneeId: null } : {}),
    ...(event === 'convert' && step.dealId ? { dealId: step.dealId } : {}),
  }
}

/** A deal makes it a lead on target, the trash says it is none; `return` opens the question again. */
function meaningOf(event: InquiryEvent): Partial<Inquiry> {
  switch (event) {
    case 'convert':
      return { byMeaning: 'target', qualification: 'lead' }
    case 'discard':
      return { byMeaning: 'not-target', qualification: 'not-lead' }
    case 'return':
      return { byMeaning: 'unknown', qualification: 'unknown' }
    default:
      return {}
  }
}

/** Writes a step in the caller's transaction, with its event and audit entry. */
export async function saveInquiryStep(
  core: Core,
  by: Actor,
  inquiry: Inquiry,
  step: InquiryStep,
  tx: Transaction,
): Promise<void> {
  const { _id } = inquiry
  await rows(core.models.Inquiry).updateOne({ _id }, { $set: step }, { session: tx.session })
  const last = step.history.at(-1)
  await audit(
    core,
    tx,
    by,
    'inquiry.move',
    { kind: 'inquiry', id: _id },
    { event: last?.event, to: step.status },
  )
  tx.publish(
    eventOf('inquiry.moved', _id, step.version, {
      inquiryId: _id,
      from: inquiry.status,
      to: step.status,
      byId: by.id,
      ...(last?.why ? { why: last.why } : {}),
    }),
  )
}
