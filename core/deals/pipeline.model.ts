import type { Role } from '../context.js'
import { houseSchema, json } from '../schema.js'

export interface Stage {
  key: string
  name: { ru: string; en: string }
  /** `open` stages are work; a deal ends in a `won` or a `lost` one. */
  kind: 'open' | 'won' | 'lost'
  color: string
  /** Deal fields that must be filled before a deal enters. */
  required?: string[]
  /** Who may move a deal in; everybody who may move deals when absent. */
  roles?: Role[]
  /** Lost stages only: the loss reason the stage itself says ("bought from a competitor"). */
  reason?: string
}

/** A pipeline is data: its stages in order. `key` is what the API and the bot name it by. */
export interface Pipeline {
  _id: string
  key: string
  name: { ru: string; en: string }
  stages: Stage[]
  /** Reasons a deal may be lost for; the API takes their keys. */
  lossReasons: { key: string; name: { ru: string; en: string }; needsText?: boolean }[]
  isDefault: boolean
  position: number
  version: number
}

export const pipelineSchema = houseSchema<Pipeline>('pipelines', {
  key: { type: String, required: true },
  name: { type: json, required: true },
  stages: { type: json, required: true },
  lossReasons: { type: json, default: [] },
  isDefault: { type: Boolean, default: false },
  position: { type: Number, default: 0 },
  version: { type: Number, default: 0 },
})
pipelineSchema.index({ key: 1 }, { unique: true })
