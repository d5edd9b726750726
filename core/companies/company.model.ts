import { houseSchema, json } from '../schema.js'

/** A company or studio that clients work in. */
export interface CompanyCard {
  _id: string
  name: string
  /** Lower case, no quotes, no legal form: what two spellings of one name share. */
  nameKey: string
  inn: string
  website: string
  address: string
  notes: string
  custom: Record<string, unknown>
  ownerId: string | null
  /** What the card is found by (`search-words.ts`). */
  words?: string[]
  version: number
  createdAt: Date
}

export const companySchema = houseSchema<CompanyCard>('companies', {
  name: { type: String, required: true },
  nameKey: { type: String, required: true },
  inn: { type: String, default: '' },
  website: { type: String, default: '' },
  address: { type: String, default: '' },
  notes: { type: String, default: '' },
  custom: { type: json, default: {} },
  ownerId: { type: String, default: null },
  words: { type: [String], default: undefined },
  version: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
})
companySchema.index({ nameKey: 1 }, { unique: true })
companySchema.index({ words: 1, createdAt: -1, _id: -1 })
companySchema.index({ createdAt: -1, _id: -1 })
companySchema.index({ ownerId: 1, createdAt: -1, _id: -1 })
companySchema.index({ nameKey: 1, _id: 1 })
companySchema.index({ ownerId: 1, nameKey: 1, _id: 1 })
