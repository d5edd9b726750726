import { houseSchema, json } from '../schema.js'

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
  state: 'not-client' | 'potential' | 'active' | 'former' | 'disconnected'
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
  version: number
  createdAt: Date
  lastContactAt: Date | null
}

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
  words: { type: [String], default: undefined },
  version: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
  lastContactAt: { type: Date, default: null },
})
clientSchema.index({ createdAt: -1, _id: -1 })
clientSchema.index({ ownerId: 1, createdAt: -1, _id: -1 })
clientSchema.index({ state: 1, createdAt: -1, _id: -1 })
clientSchema.index({ companyId: 1 })
clientSchema.index({ phones: 1 })
clientSchema.index({ emails: 1 })
clientSchema.index({ words: 1 })
