import { indexPast } from '../core/search/index-messages.js'
import type { RecurringJob } from './job.js'

/** Messages that were stored before there was a search become findable, some thousands a run; then it finds nothing to do. */
export const indexPastJob: RecurringJob = { name: 'index-past-messages', everyMs: 15_000, run: indexPast }
