import type { Channel } from './channel.js'
import type { Core } from './context.js'
import { DeliveryWorker } from './deliveries/delivery-worker.js'
import { Lease } from './lease.js'

/**
 * Holds one channel account in this process: receiving and sending, under a lease with a fencing token, so that two
 * processes never poll one bot or pace one number. Resolves after `signal`, when what ran has ended.
 */
export function hostChannel(
  core: Core,
  channel: Channel,
  holder: string,
  signal: AbortSignal,
): Promise<void> {
  return new Lease(core, `channel:${channel.accountId}`, holder).hold(signal, async (held, token) => {
    core.log.info({ accountId: channel.accountId, token }, 'channel: held by this process')
    const ended = new AbortController()
    const both = AbortSignal.any([held, ended.signal])
    const receiving = channel.start(both, token).catch((err: unknown) => {
      core.log.error({ err, accountId: channel.accountId }, 'channel: receiving ended')
    })
    try {
      await new DeliveryWorker(core, channel).run(held, token)
    } finally {
      ended.abort()
      await channel.stop()
      await receiving
    }
  })
}
