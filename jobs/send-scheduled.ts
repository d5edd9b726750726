import { sendDueMessages } from '../core/scheduled/send-due.js'
import type { RecurringJob } from './job.js'

/** What was planned to be said to clients at this time. */
export const sendScheduledJob: RecurringJob = {
  name: 'send-scheduled',
  everyMs: 3_000,
  run: sendDueMessages,
}
