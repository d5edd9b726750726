import { passOnUnanswered } from '../core/routing/pass-on.js'
import type { RecurringJob } from './job.js'

/** What nobody answered in time goes on to the next person. */
export const passOnJob: RecurringJob = { name: 'pass-on', everyMs: 5_000, run: passOnUnanswered }
