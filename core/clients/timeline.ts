import { z } from 'zod'
import type { Activity } from '../activities/activity.model.js'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import type { Deal } from '../deals/deal.model.js'
import { type PlacedMove, placedMoves } from '../deals/deal-moves.js'
import { found } from '../errors.js'
import type { Message } from '../inbox/message.model.js'
import type { Inquiry, InquiryMove } from '../inquiries/inquiry.model.js'
import { type Page, parseCursor, writeCursor } from '../paging.js'
import { id, validate } from '../validate.js'
import type { ClientMove } from './client.model.js'

/** One thing that happened with a client. `key` is unique within a timeline. */
export type TimelineEntry = { at: Date; key: string } & (
  | { kind: 'message'; message: Message }
  | { kind: 'inquiry'; inquiryId: string; number: number; move: InquiryMove }
  | { kind: 'deal'; dealId: string; number: number; title: string; pipeline: string; move: PlacedMove }
  | { kind: 'state'; move: ClientMove }
  | {
      kind: 'activity'
      what: 'planned' | 'completed' | 'cancelled'
      activity: Pick<Activity, '_id' | 'kind' | 'title' | 'dueAt' | 'staffId' | 'result' | 'status'>
    }
)

export const timelineQuery = z.strictObject({
  clientId: id,
  limit: z.coerce.number().int().min(1).max(100).default(40),
  cursor: z.string().min(1).max(4000).optional(),
})

/** Where each source stands: last message of each conversation, and the last other entry. */
const position = z.object({
  messages: z.record(z.string(), z.number()),
  other: z.tuple([z.number(), z.string()]).nullable(),
})
type Position = z.output<typeof position>

/** Deals, inquiries and activities of one client that a timeline reaches back to. */
const deepest = 1000

/**
 * Everything about a client in one line of time, newest first: messages of all channels, every move of inquiries and
 * deals, activities. Each source keeps its own place in the cursor, so nothing is skipped or repeated while new things
 * come. Throws `not-found`, `bad-cursor`.
 */
export async function clientTimeline(
  core: Core,
  query: z.input<typeof timelineQuery>,
): Promise<Page<TimelineEntry>> {
  const { clientId, limit, cursor } = validate(timelineQuery, query)
  const from: Position = cursor === undefined ? { messages: {}, other: null } : parseCursor(cursor, position)
  const client = found(
    await rows(core.models.Client).findOne({ _id: clientId }, { projection: { history: 1 } }),
    'client',
  )
  const sources = [
    ...(await messageSources(core, clientId, from, limit + 1)),
    await otherSource(core, clientId, client.history ?? [], from),
  ]

  const merged: TimelineEntry[] = []
  while (merged.length <= limit) {
    const heads = sources.filter((source) => source.length > 0)
    const newest = heads.reduce<TimelineEntry[] | null>(
      (best, next) =>
        best === null || compare(next[0] as TimelineEntry, best[0] as TimelineEntry) < 0 ? next : best,
      null,
    )
    if (!newest) break
    merged.push(newest.shift() as TimelineEntry)
  }
  const items = merged.slice(0, limit)
  return { items, nextCursor: merged.length > limit ? writeCursor(advance(from, items)) : null }
}

function advance(from: Position, items: readonly TimelineEntry[]): Position {
  const next: Position = { messages: { ...from.messages }, other: from.other }
  for (const entry of items) {
    if (entry.kind === 'message') next.messages[entry.message.conversationId] = entry.message.seq
    else next.other = [entry.at.getTime(), entry.key]
  }
  return next
}

/** Newest first; the key makes the order of one moment stable. */
function compare(a: { at: Date; key: string }, b: { at: Date; key: string }): number {
  return b.at.getTime() - a.at.getTime() || (a.key < b.key ? 1 : -1)
}

async function messageSources(
  core: Core,
  clientId: string,
  from: Position,
  limit: number,
): Promise<TimelineEntry[][]> {
  const conversations = await rows(core.models.Conversation)
    .find({ clientId }, { projection: { _id: 1 }, limit: 50 })
    .toArray()
  return Promise.all(
    conversations.map(async ({ _id }) => {
      const before = from.messages[_id]
      const messages = await rows(core.models.Message)
        .find(
          { conversationId: _id, ...(before === undefined ? {} : { seq: { $lt: before } }) },
          { sort: { seq: -1 }, limit },
        )
        .toArray()
      return messages.map((message) => ({
        kind: 'message' as const,
        at: message.createdAt,
        key: message._id,
        message,
      }))
    }),
  )
}

async function otherSource(
  core: Core,
  clientId: string,
  moves: readonly ClientMove[],
  from: Position,
): Promise<TimelineEntry[]> {
  const { models } = core
  const [inquiries, deals, activities] = await Promise.all([
    rows(models.Inquiry)
      .find({ clientId }, { projection: { number: 1, history: 1 }, sort: { createdAt: -1 }, limit: deepest })
      .toArray(),
    rows(models.Deal)
      .find(
        { clientId },
        {
          projection: { number: 1, title: 1, pipeline: 1, history: 1 },
          sort: { createdAt: -1 },
          limit: deepest,
        },
      )
      .toArray(),
    rows(models.Activity)
      .find({ clientId }, { projection: { history: 0 }, sort: { dueAt: -1 }, limit: deepest })
      .toArray(),
  ])
  const entries = [
    ...inquiries.flatMap(ofInquiry),
    ...deals.flatMap(ofDeal),
    ...activities.flatMap(ofActivity),
    ...ofClient(clientId, moves),
  ].sort(compare)
  if (from.other === null) return entries
  const [time, key] = from.other
  const last = { at: new Date(time), key }
  return entries.filter((entry) => compare(entry, last) > 0)
}

function ofInquiry({ _id, number, history }: Pick<Inquiry, '_id' | 'number' | 'history'>): TimelineEntry[] {
  return history.map((move, index) => ({
    kind: 'inquiry' as const,
    at: move.at,
    key: `${_id}:${String(index).padStart(4, '0')}`,
    inquiryId: _id,
    number,
    move,
  }))
}

function ofDeal({
  _id,
  number,
  title,
  pipeline,
  history,
}: Pick<Deal, '_id' | 'number' | 'title' | 'pipeline' | 'history'>): TimelineEntry[] {
  return placedMoves({ pipeline, history }).map((move, index) => ({
    kind: 'deal' as const,
    at: move.at,
    key: `${_id}:${String(index).padStart(4, '0')}`,
    dealId: _id,
    number,
    title,
    pipeline,
    move,
  }))
}

/** The moves of the state; that the card was made is told by what made it. */
function ofClient(clientId: string, moves: readonly ClientMove[]): TimelineEntry[] {
  return moves.flatMap((move, index) =>
    move.event === 'create'
      ? []
      : [{ kind: 'state' as const, at: move.at, key: `${clientId}:${String(index).padStart(4, '0')}`, move }],
  )
}

function ofActivity(full: Activity): TimelineEntry[] {
  const { _id, kind, title, dueAt, staffId, result, status, createdAt, completedAt } = full
  const activity = { _id, kind, title, dueAt, staffId, result, status }
  const entry = (what: 'planned' | 'completed' | 'cancelled', at: Date): TimelineEntry => ({
    kind: 'activity',
    at,
    key: `${_id}:${what}`,
    what,
    activity,
  })
  const ended = status !== 'planned' && completedAt ? [entry(status, completedAt)] : []
  return [entry('planned', createdAt), ...ended]
}
