import { retireFiles } from '../core/files/retire-files.js'
import type { RecurringJob } from './job.js'

/** Files that were kept for as long as they may be go, and uploads that nobody sent. */
export const retireFilesJob: RecurringJob = { name: 'retire-files', everyMs: 3_600_000, run: retireFiles }
