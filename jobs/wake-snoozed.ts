import { wakeSnoozed } from '../core/inbox/wake-snoozed.js'
import type { RecurringJob } from './job.js'

/** Conversations that were put aside until now come back into the inbox. */
export const wakeSnoozedJob: RecurringJob = { name: 'wake-snoozed', everyMs: 10_000, run: wakeSnoozed }
