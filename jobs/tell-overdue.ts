import { tellOverdue } from '../core/activities/tell-overdue.js'
import type { RecurringJob } from './job.js'

/** What is a day late is told to head and marketer. */
export const tellOverdueJob: RecurringJob = { name: 'tell-overdue', everyMs: 60_000, run: tellOverdue }
