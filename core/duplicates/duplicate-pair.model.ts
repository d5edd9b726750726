import type { MatchReason } from '../clients/match-keys.js'
import { houseSchema } from '../schema.js'

/** Two cards that look like one person. A pair somebody called different stays so until a new reason turns up. */
export interface DuplicatePair {
  /** Both ids in order: `<smaller>:<larger>`, so that a pair is there once. */
  _id: string
  clientIds: [string, string]
  reasons: MatchReason[]
  state: 'open' | 'dismissed' | 'merged'
  foundAt: Date
}

export const duplicatePairSchema = houseSchema<DuplicatePair>('duplicate_pairs', {
  clientIds: { type: [String], required: true },
  reasons: { type: [String], required: true },
  state: { type: String, required: true },
  foundAt: { type: Date, required: true },
})
duplicatePairSchema.index({ state: 1, foundAt: -1, _id: -1 })
duplicatePairSchema.index({ clientIds: 1, state: 1 })

export function pairId(one: string, other: string): string {
  return one < other ? `${one}:${other}` : `${other}:${one}`
}
