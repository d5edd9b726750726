import { z } from 'zod'
import { manualClientEvents } from '../../../core/clients/change-client-state.js'
import { clientBases } from '../../../core/clients/client-base.js'
import { customKey } from '../../../core/clients/client-input.js'
import { matchReasons } from '../../../core/clients/match-keys.js'
import { content } from '../../../core/content.js'
import {
  channelKind,
  cursor,
  id,
  instant,
  limit,
  moneyView,
  named,
  page,
  search,
  version,
  words,
} from '../fields.js'

export const clientRelation = z.enum(['potential', 'active', 'inactive'])
export const clientState = z.enum(['not-client', 'potential', 'active', 'former', 'disconnected'])
export const clientKind = z.enum(['direct', 'through-agent', 'agent'])
export const clientBase = z.enum(clientBases)
export const clientEvent = z.enum(manualClientEvents)

export const listQuery = z.strictObject({
  q: search.optional(),
  /** `none`: the free base. */
  owner: z.union([z.enum(['me', 'none', 'all']), id]).optional(),
  state: clientState.optional(),
  base: clientBase.optional(),
  kind: clientKind.optional(),
  agentId: id.optional(),
  companyId: id.optional(),
  segment: id.optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
})
export const timelineQuery = z.strictObject({ limit: limit.optional(), cursor: cursor.optional() })

const writable = {
  name: words(200).trim().min(1),
  companyId: id.nullable(),
  /** Found or made by name; null takes the company off. */
  companyName: words(200).trim().min(1).nullable(),
  position: words(200),
  /** As people write them; stored as E.164. */
  phones: z.array(words(40)).max(10),
  emails: z.array(words(254)).max(10),
  /** `YYYY-MM-DD`, or `--MM-DD` when the year is not known. */
  birthday: z
    .string()
    .regex(/^(\d{4}|-)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
    .nullable(),
  notes: words(10_000),
  address: words(500),
  territory: words(200),
  kind: clientKind,
  agentId: id.nullable(),
  bonusPercent: z.number().min(0).max(100),
  source: words(100),
  ownerId: id.nullable(),
  photoFileId: id.nullable(),
  /** Declared fields by their keys (`/settings/client-fields`); sums in roubles, dates `YYYY-MM-DD`, null takes a value off. */
  custom: z.record(customKey, z.union([words(2000), z.number(), z.boolean(), z.null()])),
}
export const createBody = z.strictObject(writable).partial().required({ name: true })
export const updateBody = z
  .strictObject({ ...writable, expectedVersion: version })
  .partial()
  .refine((body) => Object.keys(body).some((field) => field !== 'expectedVersion'), { message: 'required' })

export const clientRow = z.object({
  id,
  name: z.string(),
  company: named.nullable(),
  position: z.string(),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  relation: clientRelation,
  state: clientState,
  base: clientBase,
  kind: clientKind,
  territory: z.string(),
  photoFileId: id.nullable(),
  owner: named.nullable(),
  createdAt: instant,
  lastContactAt: instant.nullable(),
  version: z.number(),
})
export const contactPointView = z.object({
  id,
  kind: z.union([channelKind, z.literal('phone')]),
  value: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  state: z.enum(['received', 'verified']),
  reachable: z.boolean(),
})
export const clientView = clientRow.extend({
  birthday: z.string().nullable(),
  notes: z.string(),
  address: z.string(),
  agent: named.nullable(),
  bonusPercent: z.number(),
  source: z.string(),
  consent: z.object({ text: z.string(), at: instant }).nullable(),
  custom: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  facts: z.object({
    openDeals: z.number(),
    deals: z.number(),
    wonDeals: z.number(),
    wonSum: moneyView,
    inquiries: z.number(),
    lastDealAt: instant.nullable(),
    lastWonAt: instant.nullable(),
    nextActivityAt: instant.nullable(),
    contact: z.enum(['none', 'received', 'verified']),
  }),
  /** Every move of the state, newest first. */
  history: z.array(
    z.object({
      event: z.string(),
      from: clientState.nullable(),
      to: clientState,
      by: z.string(),
      at: instant,
      why: z.string().nullable(),
    }),
  ),
  /** What whoever asks may say about the client now. */
  moves: z.array(clientEvent),
  /** An agent's clients. */
  brought: z.array(z.object({ id, name: z.string(), state: clientState, wonDeals: z.number() })),
  /** Cards that went into this one and can be taken out again. */
  merges: z.array(z.object({ id, name: z.string(), by: z.string(), at: instant })),
  /** Other cards that look like the same person. */
  duplicates: z.array(
    z.object({ pairId: z.string(), client: named, reasons: z.array(z.enum(matchReasons)) }),
  ),
  /** Channels a one-time link can lead this person into. */
  linkChannels: z.array(z.enum(['telegram', 'whatsapp'])),
  contactPoints: z.array(contactPointView),
  conversations: z.array(
    z.object({ id, channel: channelKind, title: z.string(), status: z.string(), lastMessageAt: instant }),
  ),
})
export const clientPage = page(clientRow)

export const stateBody = z.strictObject({
  event: clientEvent,
  /** Kept in the history; `disconnect` needs it. */
  why: words(1000).optional(),
  expectedVersion: version.optional(),
})
export const linkBody = z.strictObject({ channel: z.enum(['telegram', 'whatsapp']) })
export const linkView = z.object({ url: z.string(), expiresAt: instant })
export const contactParams = z.strictObject({ id, contactId: id })
export const contactBody = z.strictObject({ verified: z.boolean() })

/** What happened with a client, newest first. `key` is unique within a timeline. */
const happened = { key: z.string(), at: instant }
export const timelineItem = z.discriminatedUnion('type', [
  z.object({
    ...happened,
    type: z.literal('message'),
    id,
    conversationId: id,
    channel: channelKind,
    direction: z.enum(['in', 'out', 'note']),
    author: z.string(),
    content,
  }),
  /** An inquiry came (`event: 'open'`) or moved. */
  z.object({
    ...happened,
    type: z.literal('inquiry'),
    inquiryId: id,
    number: z.number(),
    event: z.string(),
    from: z.string().nullable(),
    to: z.string(),
    by: z.string(),
    why: z.string().nullable(),
  }),
  /** A deal was made (`from: null`) or moved; `from` and `to` are stage keys of its pipeline. */
  z.object({
    ...happened,
    type: z.literal('deal'),
    dealId: id,
    number: z.number(),
    title: z.string(),
    /** Where the deal is now. */
    pipeline: z.string(),
    from: z.string().nullable(),
    to: z.string(),
    /** The pipelines that `from` and `to` are stages of. */
    fromPipeline: z.string(),
    toPipeline: z.string(),
    by: z.string(),
    reason: z.string().nullable(),
  }),
  /** The state of the client moved. */
  z.object({
    ...happened,
    type: z.literal('state'),
    event: z.string(),
    from: clientState.nullable(),
    to: clientState,
    by: z.string(),
    why: z.string().nullable(),
  }),
  z.object({
    ...happened,
    type: z.literal('activity'),
    activityId: id,
    what: z.enum(['planned', 'completed', 'cancelled']),
    kind: z.enum(['call', 'meeting', 'message', 'task', 'reminder']),
    title: z.string(),
    dueAt: instant,
    staff: named,
    result: z.string(),
  }),
])
export const timelinePage = page(timelineItem)

/** How much forgetting the person would take away, and what would only lose the name. */
export const erasureView = z.object({
  gone: z.object({
    messages: z.number(),
    files: z.number(),
    conversations: z.number(),
    contacts: z.number(),
    activities: z.number(),
  }),
  nameless: z.object({ deals: z.number(), inquiries: z.number() }),
})
/** The name on the card, typed by whoever means it. */
export const eraseBody = z.strictObject({ name: words(200) })

export type ErasureView = z.infer<typeof erasureView>
export type ClientListQuery = z.input<typeof listQuery>
export type ClientRow = z.infer<typeof clientRow>
export type ClientView = z.infer<typeof clientView>
export type ContactPointView = z.infer<typeof contactPointView>
export type ClientCreateBody = z.input<typeof createBody>
export type ClientUpdateBody = z.input<typeof updateBody>
export type ClientStateBody = z.input<typeof stateBody>
export type LinkView = z.infer<typeof linkView>
export type TimelineItem = z.infer<typeof timelineItem>
