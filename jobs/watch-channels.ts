import { tellHeads } from '../core/channel-accounts/tell-heads.js'
import type { RecurringJob } from './job.js'

/** A channel that has been down for a minute, or whose process died, is told of to those who manage channels. */
export const watchChannels: RecurringJob = { name: 'watch-channels', everyMs: 15_000, run: tellHeads }
