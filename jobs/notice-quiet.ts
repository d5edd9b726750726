import { noticeQuiet } from '../core/clients/notice-quiet.js'
import type { RecurringJob } from './job.js'

/** Clients of whom nothing has been heard for long: their owners are reminded, active ones become former. */
export const noticeQuietJob: RecurringJob = { name: 'notice-quiet', everyMs: 3_600_000, run: noticeQuiet }
