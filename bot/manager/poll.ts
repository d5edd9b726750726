import { createBatchSink, createRunner, createSource, createUpdateFetcher } from '@grammyjs/runner'
import { type Bot, GrammyError } from 'grammy'
import type { Update } from 'grammy/types'
import type { ConnectionFailure, StateReporter } from '../../core/channel-accounts/state-reporter.js'
import type { Core } from '../../core/context.js'
import { pause } from '../../core/lease.js'
import type { ManagerContext } from './desk.js'

export const allowedUpdates = ['message', 'edited_message', 'callback_query'] as const

/** Waits before polling starts again, ms: a fault of the network; another poller or a wrong token, which people must mend. */
const restartMs = 2_000
const mendMs = 15_000
const pollSeconds = 25

/**
 * Long polling until `signal` aborts; starts again after every failure. A batch is confirmed to Telegram only when all of
 * it was handled (the runner's batch sink), so a crash repeats updates instead of losing them; the gate knows repeats.
 */
export async function poll(
  core: Core,
  bot: Bot<ManagerContext>,
  signal: AbortSignal,
  states: StateReporter,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await bot.init(signal as never)
      await bot.api.deleteWebhook({}, signal as never)
      states.worked()
      await runBatches(core, bot, signal)
    } catch (err) {
      if (signal.aborted) return
      core.log.warn({ err }, 'manager bot: polling stopped, starting again')
      const needsPeople = err instanceof GrammyError && [401, 404, 409].includes(err.error_code)
      states.failed(failureOf(err))
      await pause(needsPeople ? mendMs : restartMs, signal)
    }
  }
}

/** 401 and 404 answer a token that is none, 409 comes while another program polls. */
function failureOf(err: unknown): ConnectionFailure {
  const code = err instanceof GrammyError ? err.error_code : 0
  if (code === 401 || code === 404) return { phase: 'failed', reason: 'wrong-token', atOnce: true }
  if (code === 409) return { phase: 'disconnected', reason: 'token-in-use', atOnce: true }
  return { phase: 'disconnected', reason: code === 0 ? 'network' : 'platform-down', atOnce: false }
}

async function runBatches(core: Core, bot: Bot<ManagerContext>, signal: AbortSignal): Promise<void> {
  let handledTo = 0
  const fetchUpdates = createUpdateFetcher<Update, unknown>(bot as never, {
    fetch: { timeout: pollSeconds, allowed_updates: [...allowedUpdates] },
    // Our own loop waits and logs; the runner would write to the console.
    silent: true,
    maxRetryTime: 0,
  })
  const source = createSource<Update>({ supply: fetchUpdates })
  const sink = createBatchSink<Update>(
    {
      consume: async (update) => {
        if (typeof update?.update_id !== 'number') {
          core.log.warn('manager bot: what is no update was passed by')
          return
        }
        try {
          await bot.handleUpdate(update)
        } finally {
          // A failed one was told of; it is done as well.
          handledTo = Math.max(handledTo, update.update_id)
        }
      },
    },
    async (err) => void (await bot.errorHandler(err as never)),
  )
  const runner = createRunner(source, sink)
  const stop = () => void runner.stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    runner.start()
    await runner.task()
  } finally {
    signal.removeEventListener('abort', stop)
    if (handledTo > 0) await confirm(bot, handledTo)
  }
}

/** Tells Telegram what is done, so that the next start does not see it again. A courtesy: repeats do no harm. */
async function confirm(bot: Bot<ManagerContext>, handledTo: number): Promise<void> {
  const giveUp = AbortSignal.timeout(2_000)
  await bot.api
    .getUpdates({ offset: handledTo + 1, limit: 1, timeout: 0 }, giveUp as never)
    .catch(() => undefined)
}
