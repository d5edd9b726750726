import { houseSchema } from '../schema.js'

/** When an account was last known to be in touch with its platform. */
export interface ChannelWatch {
  /** The account. */
  _id: string
  heardAt: Date
}

export const channelWatchSchema = houseSchema<ChannelWatch>('channel_watches', {
  heardAt: { type: Date, required: true },
})

/** We were out of touch for longer than the platform keeps messages, or could not read them: some of that time may be lost. */
export interface ChannelGap {
  _id: string
  accountId: string
  from: Date
  to: Date
  /** What the platform keeps, hours; absent: it keeps them, and they could not be read. */
  keptHours?: number
}

export const channelGapSchema = houseSchema<ChannelGap>('channel_gaps', {
  accountId: { type: String, required: true },
  from: { type: Date, required: true },
  to: { type: Date, required: true },
  keptHours: Number,
})
channelGapSchema.index({ accountId: 1, from: 1 }, { unique: true })
