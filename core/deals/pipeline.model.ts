import type { Role } from '../context.js'
import { houseSchema, json } from '../schema.js'

export interface InBoth {
  ru: string
  en: string
}

/**
 * What happens to a deal outside of the board: other parts of the product, other programs and completed tasks tell of
 * it, and the stage that waits for it (`enterOn`) is entered by itself.
 */
export const milestones = [
  'proposal-sent',
  'proposal-accepted',
  'design-approved',
  'contract-signed',
  'invoice-sent',
  'invoice-paid',
  'goods-ordered',
  'goods-arrived',
  'shipped',
  'delivered',
] as const
export type Milestone = (typeof milestones)[number]

/** One line of a stage's checklist. With `blocks` a deal does not go on to a later stage before it is ticked. */
export interface ChecklistItem {
  key: string
  name: InBoth
  blocks?: boolean
}

/** What is planned by itself when a deal enters a stage. */
export interface StageActivity {
  key: string
  kind: 'call' | 'meeting' | 'message' | 'task'
  title: InBoth
  /** Working days after the deal entered; 0 is the same day. */
  days: number
  /** `HH:mm` by the company's clock. */
  at: string
  /** Who does it: the person of the deal in this role; its owner when absent or when there is nobody. */
  role?: Role
  /** Completing it says that this has happened. */
  milestone?: Milestone
}

export interface Stage {
  key: string
  name: InBoth
  /** `open` stages are work; a deal ends in a `won` or a `lost` one. */
  kind: 'open' | 'won' | 'lost'
  color: string
  /** Deal fields that must be filled before a deal enters. */
  required?: string[]
  /** Who may move a deal in; everybody who may move deals when absent. */
  roles?: Role[]
  /** Lost stages only: the loss reason the stage itself says ("bought from a competitor"). */
  reason?: string
  checklist?: ChecklistItem[]
  activities?: StageActivity[]
  /** While a deal stands here, completing its last planned activity asks for the date of the next one. */
  nextStep?: boolean
  /** On entering the deal goes to a person of this role (the account manager, when goods are ordered). */
  delegateTo?: Role
  /** On entering the client reads this in the messenger they use; variables in `stage-notice.ts`. */
  notice?: InBoth
  /** What leads a deal here by itself. */
  enterOn?: Milestone[]
}

export interface LossReason {
  key: string
  name: InBoth
  /** The reason must be explained in words. */
  needsText?: boolean
  /** Somebody takes over from here: a call is planned for this person, or for somebody of this role. */
  tell?: { role: Role; staffId?: string }
}

/** A pipeline is data: its stages in order. `key` is what the API and the bot name it by. */
export interface Pipeline {
  _id: string
  key: string
  name: InBoth
  stages: Stage[]
  /** Reasons a deal may be lost for; the API takes their keys. */
  lossReasons: LossReason[]
  isDefault: boolean
  position: number
  /** 1 is the preset as the product brings it; whatever is above belongs to the company. */
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
