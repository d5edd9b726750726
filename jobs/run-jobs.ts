import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda } from 'agenda'
import type { Core } from '../core/context.js'
import { agendaCollection } from '../core/db.js'
import { indexPastJob } from './index-past-messages.js'
import type { RecurringJob } from './job.js'
import { noticeQuietJob } from './notice-quiet.js'
import { passOnJob } from './pass-on.js'
import { remind } from './remind.js'
import { retireFilesJob } from './retire-files.js'
import { returnDeferredJob } from './return-deferred.js'
import { sendScheduledJob } from './send-scheduled.js'
import { tellOverdueJob } from './tell-overdue.js'
import { wakeSnoozedJob } from './wake-snoozed.js'
import { watchChannels } from './watch-channels.js'

export const recurringJobs: readonly RecurringJob[] = [
  remind,
  wakeSnoozedJob,
  returnDeferredJob,
  tellOverdueJob,
  passOnJob,
  sendScheduledJob,
  indexPastJob,
  watchChannels,
  retireFilesJob,
  noticeQuietJob,
]

/** A process that was silent about its run for so long has died, and another begins the job anew: the commands bear it. */
const lockLifetimeMs = 15_000
const stillRunningMs = 4_000
const pollMs = 1_000

/**
 * Runs the recurring jobs on Agenda until `signal`. Any number of processes may: Agenda's lock gives each run to one of
 * them, and a run that happens twice all the same does nothing twice.
 */
export async function runJobs(core: Core, signal: AbortSignal): Promise<void> {
  const db = core.connection.getClient().db(core.connection.name)
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: db as never, collection: agendaCollection, ensureIndex: false }),
    processEvery: pollMs,
    defaultLockLifetime: lockLifetimeMs,
    defaultConcurrency: 1,
    defaultLockLimit: 1,
  })
  agenda.on('error', (err: unknown) => core.log.error({ err }, 'jobs: Agenda failed'))
  const running = new Set<Promise<void>>()
  for (const job of recurringJobs) {
    agenda.define(job.name, async (timer) => {
      const run = runWithPulse(core, job, () => timer.touch()).finally(() => running.delete(run))
      running.add(run)
      await run
    })
  }
  await agenda.start()
  for (const job of recurringJobs) await agenda.every(job.everyMs, job.name, {}, { skipImmediate: false })
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await agenda.stop()
  await Promise.allSettled(running)
}

/** A long run says that it goes on; the last word is out before it ends, else it would lock the next run out. */
async function runWithPulse(core: Core, job: RecurringJob, touch: () => Promise<void>): Promise<void> {
  let said = Promise.resolve()
  const pulse = setInterval(() => {
    said = touch().catch((err: unknown) => core.log.warn({ err, job: job.name }, 'job: its lock may run out'))
  }, stillRunningMs)
  await runOnce(core, job)
  clearInterval(pulse)
  await said
}

async function runOnce(core: Core, job: RecurringJob): Promise<void> {
  try {
    const done = await job.run(core)
    if (done > 0) core.log.info({ job: job.name, done }, 'job done')
  } catch (err) {
    // The next run is seconds away; Agenda's own record of the failure says nothing a log line does not.
    core.log.error({ err, job: job.name }, 'job failed')
  }
}
