import { houseSchema, json } from '../schema.js'

export interface DealItem {
  name: string
  quantity: number
  unit?: string
  /** Price of one, minor units of the deal's currency. */
  priceMinor?: number
}

/** One way to fill the order: what the client chooses between. */
export interface DealVariant {
  key: string
  name: string
  items: DealItem[]
  /** Minor units of the deal's currency. */
  amountMinor: number
  notes: string
}

/** What we sell to a client, on its way through the stages of a pipeline. */
export interface Deal {
  _id: string
  number: number
  /** Keys of the pipeline and of its stage. */
  pipeline: string
  stage: string
  title: string
  amountMinor: number
  currency: string
  clientId: string | null
  companyId: string | null
  inquiryId: string | null
  conversationId: string | null
  ownerId: string | null
  /** Who brought it, who leads the order, who does the papers: kept when the deal is handed on. */
  salesId: string | null
  accountId: string | null
  assistantId: string | null
  items: DealItem[]
  /** Variants of the proposal; the chosen one gave the deal its items and sum. */
  variants: DealVariant[]
  chosenVariant: string | null
  /** Ticks of the stages' checklists: `<stage>/<item>` -> who and when. */
  checklist: Record<string, { by: { kind: string; id: string; name: string }; at: Date }>
  priority: 'low' | 'normal' | 'high'
  dueAt: Date | null
  answers: Record<string, { label: string; text: string; value: unknown }>
  notes: string
  lostReason: { code: string; text: string } | null
  closedAt: Date | null
  /** Place on the board within its stage: smaller is higher. */
  rank: number
  history: DealMove[]
  /** What search finds it by. */
  words?: string[]
  version: number
  createdAt: Date
  stageSince: Date
}

export interface DealMove {
  from: string | null
  to: string
  /** The pipeline that `from` belongs to, when this move took the deal out of it. */
  fromPipeline?: string
  by: { kind: string; id: string; name: string }
  at: Date
  reason?: string
}

export const dealSchema = houseSchema<Deal>('deals', {
  number: { type: Number, required: true },
  pipeline: { type: String, required: true },
  stage: { type: String, required: true },
  title: { type: String, required: true },
  amountMinor: { type: Number, default: 0 },
  currency: { type: String, default: 'RUB' },
  clientId: { type: String, default: null },
  companyId: { type: String, default: null },
  inquiryId: { type: String, default: null },
  conversationId: { type: String, default: null },
  ownerId: { type: String, default: null },
  salesId: { type: String, default: null },
  accountId: { type: String, default: null },
  assistantId: { type: String, default: null },
  items: { type: json, default: [] },
  variants: { type: json, default: [] },
  chosenVariant: { type: String, default: null },
  checklist: { type: json, default: {} },
  priority: { type: String, default: 'normal' },
  dueAt: { type: Date, default: null },
  answers: { type: json, default: {} },
  notes: { type: String, default: '' },
  lostReason: { type: json, default: null },
  closedAt: { type: Date, default: null },
  rank: { type: Number, default: 0 },
  history: { type: json, default: [] },
  words: { type: [String], default: undefined },
  version: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
  stageSince: { type: Date, required: true },
})
dealSchema.index({ number: 1 }, { unique: true })
dealSchema.index({ createdAt: -1, _id: -1 })
dealSchema.index({ pipeline: 1, stage: 1, rank: 1, _id: 1 })
dealSchema.index({ clientId: 1, createdAt: -1, _id: -1 })
dealSchema.index({ ownerId: 1, createdAt: -1, _id: -1 })
dealSchema.index({ companyId: 1, createdAt: -1, _id: -1 })
dealSchema.index({ words: 1, createdAt: -1, _id: -1 })
dealSchema.index({ conversationId: 1, createdAt: -1, _id: -1 })
// One inquiry becomes one deal, however often "convert" is pressed.
dealSchema.index(
  { inquiryId: 1 },
  { unique: true, partialFilterExpression: { inquiryId: { $type: 'string' } } },
)
