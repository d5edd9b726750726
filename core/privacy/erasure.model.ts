import type { Signature } from '../audit.js'
import { houseSchema, json } from '../schema.js'
import type { Person } from './person.js'

/**
 * One person was forgotten: what is left of it is ids without a name, so that a backup of an earlier day that is
 * restored can be made to forget them again.
 */
export interface Erasure {
  /** Id of the client card, or of the conversation of somebody who had none. */
  _id: string
  person: Person
  state: 'running' | 'done'
  by: Signature
  at: Date
}

export const erasureSchema = houseSchema<Erasure>('erasures', {
  person: { type: json, required: true },
  state: { type: String, required: true },
  by: { type: json, required: true },
  at: { type: Date, required: true },
})
erasureSchema.index({ state: 1 })
