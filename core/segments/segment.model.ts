import { houseSchema, json } from '../schema.js'
import type { SegmentGroup } from './segment-definition.js'

/** A saved question about clients: who fits it is asked anew each time. */
export interface Segment {
  _id: string
  name: string
  ownerId: string
  /** Seen by everybody; else by its owner alone. */
  shared: boolean
  definition: SegmentGroup
  version: number
  createdAt: Date
}

export const segmentSchema = houseSchema<Segment>('segments', {
  name: { type: String, required: true },
  ownerId: { type: String, required: true },
  shared: { type: Boolean, default: false },
  definition: { type: json, required: true },
  version: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
})
segmentSchema.index({ ownerId: 1, name: 1 })
segmentSchema.index({ shared: 1, name: 1 })
