import { returnDeferred } from '../core/inquiries/return-deferred.js'
import type { RecurringJob } from './job.js'

/** Deferred demand comes back on its date. */
export const returnDeferredJob: RecurringJob = {
  name: 'return-deferred',
  everyMs: 60_000,
  run: returnDeferred,
}
