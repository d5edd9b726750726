import type { Signature } from '../audit.js'
import type { ClientCard } from '../clients/client.model.js'
import { houseSchema, json } from '../schema.js'

/** What one merge did, complete enough to undo it. */
export interface ClientMerge {
  _id: string
  survivorId: string
  /** The card that went into the survivor; its links lead there. */
  otherId: string
  before: { survivor: ClientCard; other: ClientCard }
  /** Fields of the survivor as the merge left them. */
  after: Partial<ClientCard>
  /** Documents that followed: model -> ids. */
  moved: Record<string, string[]>
  /** Titles of the conversations that got the survivor's name. */
  titles: Record<string, string>
  by: Signature
  at: Date
  undoneAt: Date | null
}

export const clientMergeSchema = houseSchema<ClientMerge>('client_merges', {
  survivorId: { type: String, required: true },
  otherId: { type: String, required: true },
  before: { type: json, required: true },
  after: { type: json, required: true },
  moved: { type: json, required: true },
  titles: { type: json, default: {} },
  by: { type: json, required: true },
  at: { type: Date, required: true },
  undoneAt: { type: Date, default: null },
})
clientMergeSchema.index({ survivorId: 1, at: -1 })
clientMergeSchema.index({ otherId: 1, at: -1 })
