import { remindDue } from '../core/activities/remind-due.js'
import type { RecurringJob } from './job.js'

/** Reminders of calls, meetings and tasks that fell due. */
export const remind: RecurringJob = { name: 'remind', everyMs: 3_000, run: remindDue }
