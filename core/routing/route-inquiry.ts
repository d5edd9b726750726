import { audit } from '../audit.js'
import { accountProfile } from '../channel-accounts/account-profile.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { event } from '../events.js'
import { gather, oneEach } from '../gather.js'
import { newId } from '../ids.js'
import type { Inquiry } from '../inquiries/inquiry.model.js'
import { readSchedule } from '../schedule/company-schedule.js'
import { addWorkingMinutes, hoursOf, isOpen } from '../schedule/working-hours.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { routingInForce } from './account-rule.js'
import { decideRouting, type RoutingChoice, type RoutingInput } from './decide-routing.js'
import { loadTeam } from './load-team.js'
import type { RoutingFacts } from './match-rule.js'
import type { RoutingDecision } from './routing-decision.model.js'
import type { RoutingRules } from './routing-rule.js'
import { hasRules } from './routing-settings.js'

/** Routing as the one who hands inquiries out. */
export const routingActor: Actor = { kind: 'bot', id: 'routing', name: 'routing' }

export interface RouteRequest {
  inquiryId: string
  /** One decision a cause. */
  cause: string
  /** The decision this one follows: those it chose did not answer. */
  after?: RoutingDecision
}

type Routed = Pick<
  Inquiry,
  | '_id'
  | 'channel'
  | 'accountId'
  | 'conversationId'
  | 'clientId'
  | 'assigneeId'
  | 'status'
  | 'dealId'
  | 'source'
  | 'answers'
  | 'version'
>

const projection = {
  channel: 1,
  accountId: 1,
  conversationId: 1,
  clientId: 1,
  assigneeId: 1,
  status: 1,
  dealId: 1,
  source: 1,
  answers: 1,
  version: 1,
} as const

/**
 * Decides who gets an inquiry that waits for a person, gives it to them and writes down why; null where nothing is to be
 * decided: it does not wait (any more), or this cause was decided before. Decisions of one process come one after
 * another, so that turns and loads are those the decision before has left.
 */
export async function routeInquiry(core: Core, request: RouteRequest): Promise<RoutingDecision | null> {
  const routing = await routingInForce(core)
  try {
    if (!hasRules(routing) && !request.after) return await noteFree(core, request)
    return await oneByOne(core, () => inTransaction(core, (tx) => route(core, tx, routing, request)))
  } catch (err) {
    if (isDuplicateKey(err)) return null
    throw err
  }
}

/** A finished script makes a deal of its inquiry, and the deal waits for a person as the inquiry would. */
function awaits({ status }: Routed, { cause }: RouteRequest): boolean {
  return status === 'waiting' || (status === 'converted' && cause !== 'opened')
}

const queues = new WeakMap<object, Promise<unknown>>()

function oneByOne<T>(core: Core, work: () => Promise<T>): Promise<T> {
  const before = queues.get(core.models) ?? Promise.resolve()
  const run = before.then(work, work)
  queues.set(
    core.models,
    run.catch(() => undefined),
  )
  return run
}

/** Without rules nothing changes hands: it is only written down. Many at once share a read and a write. */
async function noteFree(core: Core, request: RouteRequest): Promise<RoutingDecision | null> {
  const inquiry = await lookUp(core)(request.inquiryId)
  if (!inquiry || !awaits(inquiry, request)) return null
  const { assigneeId } = inquiry
  const decision = decisionRow(core, request, inquiry, {
    ruleId: null,
    strategy: 'everybody',
    reason: assigneeId === null ? 'no-rule' : 'theirs',
    assigneeId,
    tellIds: assigneeId === null ? [] : [assigneeId],
    departmentId: null,
    trials: [],
    skipped: [],
    passOnAfter: null,
  })
  return (await noteDown(core)(decision)) ? decision : null
}

const lookUp = oneEach((core: Core) =>
  gather(async (ids: string[]) => {
    const found = await rows(core.models.Inquiry)
      .find({ _id: { $in: ids } }, { projection })
      .toArray()
    const byId = new Map(found.map((inquiry) => [inquiry._id, inquiry]))
    return ids.map((id) => byId.get(id) ?? null)
  }),
)

/** False where this cause was decided before. */
const noteDown = oneEach((core: Core) =>
  gather(async (decisions: RoutingDecision[]) => {
    try {
      await rows(core.models.RoutingDecision).insertMany(decisions, { ordered: false })
      return decisions.map(() => true)
    } catch (err) {
      if (!isDuplicateKey(err)) throw err
      const ids = decisions.map(({ _id }) => _id)
      const stored = await rows(core.models.RoutingDecision)
        .find({ _id: { $in: ids } }, { projection: { _id: 1 } })
        .toArray()
      const isStored = new Set(stored.map(({ _id }) => _id))
      return ids.map((id) => isStored.has(id))
    }
  }),
)

async function route(
  core: Core,
  tx: Transaction,
  routing: RoutingRules,
  request: RouteRequest,
): Promise<RoutingDecision | null> {
  const { session } = tx
  const inquiry = await rows(core.models.Inquiry).findOne({ _id: request.inquiryId }, { session, projection })
  if (!inquiry || !awaits(inquiry, request)) return null
  const input = await gatherInput(core, routing, inquiry, { tx, after: request.after })
  const choice = decideRouting(input)
  const decision = decisionRow(core, request, inquiry, choice, {
    ruleName: routing.rules.find((rule) => rule.id === choice.ruleId)?.name ?? '',
    load: input.people.find((person) => person.id === choice.assigneeId)?.load ?? null,
    tried: [...input.tried],
    passOnAt:
      choice.passOnAfter === null
        ? null
        : addWorkingMinutes(hoursOf(input.schedule, input.zone), input.now, choice.passOnAfter),
  })
  await rows(core.models.RoutingDecision).insertOne(decision, { session })
  if (takesTurn(choice)) await noteTurn(core, tx, choice)
  await give(core, tx, inquiry, decision)
  return decision
}

/** What a decision about this inquiry depends on, as the transaction sees it. */
export async function gatherInput(
  core: Core,
  { rules, loadLimit }: RoutingRules,
  inquiry: Pick<Routed, 'channel' | 'accountId' | 'clientId' | 'source' | 'answers' | 'assigneeId'>,
  {
    tx,
    after,
    now = core.clock.now(),
  }: { tx?: Transaction; after?: RoutingDecision | undefined; now?: Date },
): Promise<RoutingInput> {
  const session = tx ? { session: tx.session } : {}
  const schedule = await readSchedule(core)
  const { zone } = core.company
  const client = inquiry.clientId
    ? await rows(core.models.Client).findOne(
        { _id: inquiry.clientId },
        { ...session, projection: { ownerId: 1 } },
      )
    : null
  const account = inquiry.accountId ? await accountProfile(core, inquiry.accountId) : null
  const turns = await rows(core.models.RoutingTurns)
    .find({ _id: { $in: rules.map((rule) => rule.id) } }, session)
    .toArray()
  const facts: RoutingFacts = {
    channel: inquiry.channel,
    accountId: inquiry.accountId,
    source: inquiry.source,
    answers: inquiry.answers,
    ownerId: client?.ownerId ?? null,
    open: isOpen(hoursOf(schedule, zone, null, account), now),
  }
  return {
    ...(await loadTeam(core, { tx })),
    facts,
    rules,
    loadLimit,
    schedule,
    zone,
    now,
    turns: Object.fromEntries(turns.map((row) => [row._id, row.turns])),
    assigneeId: after ? null : inquiry.assigneeId,
    tried: after ? [...new Set([...after.tried, ...after.tellIds])] : [],
    ...(after ? { goesOnBy: after.ruleId } : {}),
  }
}

function takesTurn({ ruleId, strategy, assigneeId }: RoutingChoice): boolean {
  return ruleId !== null && strategy !== 'everybody' && assigneeId !== null
}

async function noteTurn(core: Core, tx: Transaction, { ruleId, assigneeId }: RoutingChoice): Promise<void> {
  await rows(core.models.RoutingTurns).updateOne(
    { _id: ruleId as string },
    [
      {
        $set: {
          next: { $add: [{ $ifNull: ['$next', 0] }, 1] },
          turns: {
            $mergeObjects: [
              { $ifNull: ['$turns', {}] },
              { [assigneeId as string]: { $add: [{ $ifNull: ['$next', 0] }, 1] } },
            ],
          },
        },
      },
    ],
    { upsert: true, session: tx.session },
  )
}

function decisionRow(
  core: Core,
  { inquiryId, cause }: RouteRequest,
  inquiry: Routed,
  choice: RoutingChoice,
  more: Partial<RoutingDecision> = {},
): RoutingDecision {
  return {
    _id: newId(),
    inquiryId,
    conversationId: inquiry.conversationId,
    cause,
    ...choice,
    ruleName: '',
    load: null,
    tried: [],
    passOnAt: null,
    ...more,
    state: more.passOnAt ? 'open' : 'settled',
    at: core.clock.now(),
  }
}

/**
 * Writes who has it. The inquiry goes on waiting: it is in work when the person takes it or answers. Those concerned
 * are told by the event.
 */
async function give(core: Core, tx: Transaction, inquiry: Routed, decision: RoutingDecision): Promise<void> {
  const { session } = tx
  const { assigneeId, departmentId, conversationId } = decision
  const $inc = { version: 1 }
  await rows(core.models.Inquiry).updateOne(
    { _id: inquiry._id },
    { $set: { assigneeId, departmentId, routingDecisionId: decision._id }, $inc },
    { session },
  )
  const conversation = conversationId
    ? await rows(core.models.Conversation).findOneAndUpdate(
        { _id: conversationId },
        { $set: { assigneeId }, $inc },
        { session, returnDocument: 'after', projection: { version: 1 } },
      )
    : null
  if (inquiry.dealId && assigneeId) await giveDeal(core, tx, inquiry.dealId, assigneeId, decision.tried)
  const stream = conversation?._id ?? inquiry._id
  const version = conversation?.version ?? inquiry.version + 1
  if (conversation && assigneeId !== inquiry.assigneeId) {
    tx.publish(
      event('conversation.assigned', stream, version, {
        conversationId: stream,
        assigneeId,
        byId: routingActor.id,
      }),
    )
  }
  tx.publish(
    event('inquiry.routed', stream, version, {
      inquiryId: inquiry._id,
      conversationId,
      decisionId: decision._id,
      assigneeId,
    }),
  )
  await audit(
    core,
    tx,
    routingActor,
    'inquiry.route',
    { kind: 'inquiry', id: inquiry._id },
    { decisionId: decision._id, assigneeId, reason: decision.reason },
  )
}

/** The deal that came of the script goes along while nobody else leads it. */
async function giveDeal(
  core: Core,
  tx: Transaction,
  dealId: string,
  ownerId: string,
  before: readonly string[],
): Promise<void> {
  const deal = await rows(core.models.Deal).findOneAndUpdate(
    { _id: dealId, ownerId: { $in: [null, ...before] } },
    { $set: { ownerId }, $inc: { version: 1 } },
    { session: tx.session, returnDocument: 'after', projection: { version: 1 } },
  )
  if (deal) tx.publish(event('deal.changed', dealId, deal.version, { dealId, byId: routingActor.id }))
}
