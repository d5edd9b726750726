import type { ChannelKind } from '../channel.js'
import { houseSchema, json } from '../schema.js'
import type { WeeklyHours } from '../staff/staff.model.js'
import type { ChannelState } from './channel-state.js'

/** One bot, number or widget: what it is, how it is set up, who answers in it and how it is doing. */
export interface ChannelAccount {
  /** The `accountId` of its channel, conversations and deliveries: `telegram:main`. Never changes. */
  _id: string
  /** Name of its `AccountKind` in `main.ts`: `telegram`, `whatsapp-web`, `whatsapp-cloud`, `site`. */
  kind: string
  /** What its conversations are marked with: both kinds of WhatsApp are `whatsapp`. */
  channel: ChannelKind
  /** For people: «Поддержка», «Розница». */
  name: string
  /** `environment`: described by the settings of the installation and not to be edited here. */
  source: 'environment' | 'panel'
  /** Whether it should run. A stopped account receives nothing, and what is to be sent waits. */
  enabled: boolean
  /** Settings of its kind; secrets are sealed (`sealed-settings.ts`). Empty for `environment`. */
  settings: Record<string, unknown>
  /** Who this is on its platform, `telegram:7000000001`: one bot or number is in one account only. */
  identity?: string
  /** How the platform calls it, found when it was tested: `@shop_bot`. */
  publicName?: string
  /** Which script meets new inquiries; absent: the company's, null: none. */
  scriptName?: string | null
  /** Whose inquiries these are first; null: whoever is free. */
  departmentId: string | null
  assigneeId: string | null
  /** Own hours; null: the company's. */
  workingHours: WeeklyHours | null
  state: ChannelState
  /** Set while heads have been told that it does not work. */
  alertedAt?: Date
  /** Grows with every change but those of `state`. */
  version: number
  /** Grows when the running channel must begin anew; the processes notice it. */
  generation: number
  createdAt: Date
  updatedAt: Date
  /** Removed accounts keep their name for the conversations they had. */
  removedAt?: Date
}

export const channelAccountSchema = houseSchema<ChannelAccount>('channel_accounts', {
  kind: { type: String, required: true },
  channel: { type: String, required: true },
  name: { type: String, required: true },
  source: { type: String, enum: ['environment', 'panel'], required: true },
  enabled: { type: Boolean, required: true },
  settings: { type: json, default: {} },
  identity: String,
  publicName: String,
  scriptName: String,
  departmentId: { type: String, default: null },
  assigneeId: { type: String, default: null },
  workingHours: { type: json, default: null },
  state: { type: json, required: true },
  alertedAt: Date,
  version: { type: Number, default: 0 },
  generation: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
  removedAt: Date,
})
channelAccountSchema.index(
  { identity: 1 },
  { unique: true, partialFilterExpression: { identity: { $type: 'string' } } },
)
