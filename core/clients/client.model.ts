import type { Signature } from '../audit.js'
import type { ChannelKind } from '../channel.js'
import { houseSchema, json } from '../schema.js'
import type { ClientBase } from './client-base.js'
import type { ClientEvent, ClientState } from './client-state.js'

/** The client card: who the person is, apart from how they reach us (contact points) and what they ask (inquiries). */
export interface ClientCard {
  _id: string
  name: string
  companyId: string | null
  position: string
  /** E.164 and lower-case; the same values stand as contact points, which link the conversations. */
  phones: string[]
  emails: string[]
  birthday: string | null
  notes: string
  address: string
  territory: string
  relation: 'potential' | 'active' | 'inactive'
  state: ClientState
  /** Follows from state, owner and deals (`client-base.ts`); written by whatever changes one of them. */
  base: ClientBase
  kind: 'direct' | 'through-agent' | 'agent'
  agentId: string | null
  /** Percent of the bonus, 0-100. */
  bonusPercent: number
  source: string
  /** Null: in the free base. */
  ownerId: string | null
  consent: { text: string; at: Date } | null
  custom: Record<string, unknown>
  photoFileId: string | null
  /** What the card is found by: words of the name and notes, digits of the phones, e-mails (`search-words.ts`). */
  words?: string[]
  /** What happened with the client, counted: kept by the subscriber `client-facts`, read by bases and segments. */
  facts: ClientFacts
  /** Every move of the state, oldest first. */
  history: ClientMove[]
  /** What two cards of one person would share (`match-keys.ts`); kept by the subscriber too. */
  matchKeys?: string[]
  /** Phones and e-mails this person gave that are another card's: `phone:+7…`; links that lead to both: `link:…`. */
  contested?: string[]
  version: number
  createdAt: Date
  lastContactAt: Date | null
  /** The owner was asked to break the present silence; any contact takes it off. */
  quiet?: true | null
}

export interface ClientFacts {
  openDeals: number
  deals: number
  wonDeals: number
  /** Worth of the won deals, minor units, deals in roubles. */
  wonMinor: number
  lastDealAt: Date | null
  lastWonAt: Date | null
  inquiries: number
  lastInquiryAt: Date | null
  lastMessageAt: Date | null
  /** The next planned activity; in the past when it is overdue. */
  nextActivityAt: Date | null
  lastActivityAt: Date | null
  channels: ChannelKind[]
  contact: 'none' | 'received' | 'verified'
  /** `MM-DD` of the birthday. */
  yearday: string | null
}

export interface ClientMove {
  event: ClientEvent | 'create'
  from: ClientState | null
  to: ClientState
  by: Signature
  at: Date
  why?: string
}

/** Paths that segments filter by and no other index serves. */
const segmentIndexed = {
  custom: 1,
  facts: 1,
  position: 1,
  territory: 1,
  relation: 1,
  source: 1,
  bonusPercent: 1,
  lastContactAt: 1,
} as const

export const clientSchema = houseSchema<ClientCard>('clients', {
  name: { type: String, required: true },
  companyId: { type: String, default: null },
  position: { type: String, default: '' },
  phones: { type: [String], default: [] },
  emails: { type: [String], default: [] },
  birthday: { type: String, default: null },
  notes: { type: String, default: '' },
  address: { type: String, default: '' },
  territory: { type: String, default: '' },
  relation: { type: String, default: 'potential' },
  state: { type: String, default: 'potential' },
  kind: { type: String, default: 'direct' },
  agentId: { type: String, default: null },
  bonusPercent: { type: Number, default: 0 },
  source: { type: String, default: '' },
  ownerId: { type: String, default: null },
  consent: { type: json, default: null },
  custom: { type: json, default: {} },
  photoFileId: { type: String, default: null },
  base: { type: String, default: 'cold' },
  words: { type: [String], default: undefined },
  facts: { type: json, default: {} },
  history: { type: json, default: [] },
  matchKeys: { type: [String], default: undefined },
  contested: { type: [String], default: undefined },
  version: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
  lastContactAt: { type: Date, default: null },
  quiet: { type: Boolean, default: undefined },
})
clientSchema.index({ createdAt: -1, _id: -1 })
clientSchema.index({ ownerId: 1, createdAt: -1, _id: -1 })
clientSchema.index({ state: 1, createdAt: -1, _id: -1 })
clientSchema.index({ base: 1, createdAt: -1, _id: -1 })
clientSchema.index({ ownerId: 1, state: 1, createdAt: -1, _id: -1 })
clientSchema.index({ ownerId: 1, base: 1, createdAt: -1, _id: -1 })
clientSchema.index({ agentId: 1, createdAt: -1, _id: -1 })
// Who has been silent for long, in all and of one owner.
clientSchema.index({ state: 1, lastContactAt: 1 })
clientSchema.index({ ownerId: 1, state: 1, quiet: 1, lastContactAt: 1 })
clientSchema.index({ kind: 1, createdAt: -1, _id: -1 })
clientSchema.index({ companyId: 1, createdAt: -1, _id: -1 })
clientSchema.index({ matchKeys: 1 })
// Any field a segment may ask for, custom ones among them: one index with an entry a field.
clientSchema.index({ '$**': 1 }, { name: 'any-field', wildcardProjection: segmentIndexed })
clientSchema.index({ phones: 1 })
clientSchema.index({ emails: 1 })
clientSchema.index({ photoFileId: 1 }, { partialFilterExpression: { photoFileId: { $type: 'string' } } })
clientSchema.index({ words: 1, createdAt: -1, _id: -1 })
