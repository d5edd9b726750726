import type { Channel } from './channel.js'
import { StateReporter } from './channel-accounts/state-reporter.js'
import { watchChannel } from './channel-gaps/watch-channel.js'
import type { Core } from './context.js'
import { DeliveryWorker } from './deliveries/delivery-worker.js'
import { fetchFiles } from './files/fetch-files.js'
import { channelLease, Lease, pause } from './lease.js'

/** A channel that threw begins again after this, ms. */
const restartWaitMs = 10_000

/**
 * Holds one channel account in this process: receiving, fetching files and sending, under a lease with a fencing token, so
 * that two processes never poll one bot or pace one number. Resolves after `signal`, when what ran has ended.
 */
export function hostChannel(
  core: Core,
  channel: Channel,
  holder: string,
  signal: AbortSignal,
): Promise<void> {
  return new Lease(core, channelLease(channel.accountId), holder).hold(signal, async (held, token) => {
    core.log.info({ accountId: channel.accountId, fence: token }, 'channel: held by this process')
    const ended = new AbortController()
    const lasting = AbortSignal.any([held, ended.signal])
    const beside = [
      receive(core, channel, lasting, token),
      watchChannel(core, channel, lasting),
      fetchFiles(core, channel, lasting),
    ]
    try {
      await new DeliveryWorker(core, channel).run(held, token)
    } finally {
      ended.abort()
      await channel.stop()
      await Promise.all(beside)
    }
  })
}

/** Channels mend what they can by themselves; one that throws all the same is begun again. */
async function receive(core: Core, channel: Channel, signal: AbortSignal, token: number): Promise<void> {
  const { accountId } = channel
  const states = new StateReporter(core, accountId, token)
  states.report({ phase: 'starting' })
  await states.settled()
  while (!signal.aborted) {
    try {
      await channel.start(signal, token)
      return
    } catch (err) {
      if (signal.aborted) return
      core.log.error({ err, accountId }, 'channel: receiving ended, beginning again')
      states.report({ phase: 'disconnected', reason: 'internal' })
      await pause(restartWaitMs, signal)
    }
  }
}
