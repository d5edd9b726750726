import type { Channel } from '../channel.js'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { pause } from '../lease.js'
import { noteGap } from './note-gap.js'

/** How often to write down that the account is in touch, ms. */
const beatMs = 30_000

/**
 * Notes while an account is held that it is in touch with its platform, and afterwards finds the outages that were longer
 * than the platform keeps messages. Only for channels that say how long that is (`capabilities.keepsMessagesHours`).
 */
export async function watchChannel(core: Core, channel: Channel, held: AbortSignal): Promise<void> {
  if (channel.capabilities.keepsMessagesHours === undefined) return
  while (!held.aborted) {
    const heardAt = channel.heardAt ? channel.heardAt() : core.clock.now()
    try {
      if (heardAt) await noteContact(core, channel, heardAt)
    } catch (err) {
      core.log.warn({ err, accountId: channel.accountId }, 'channel: its contact is not written down')
    }
    // Until the first contact it is looked for more often: the outage ends there.
    await pause(heardAt ? beatMs : 1_000, held)
  }
}

/** The account was in touch at this moment; a silence before it that was too long is kept as a gap. Idempotent. */
export async function noteContact(
  core: Core,
  { accountId, capabilities }: Pick<Channel, 'accountId' | 'capabilities'>,
  at: Date,
): Promise<void> {
  const before = await rows(core.models.ChannelWatch).findOne({ _id: accountId })
  const keptHours = capabilities.keepsMessagesHours ?? Number.POSITIVE_INFINITY
  if (before && at.getTime() - before.heardAt.getTime() > keptHours * 3600_000)
    await noteGap(core, { accountId, from: before.heardAt, to: at, keptHours })
  await rows(core.models.ChannelWatch).updateOne({ _id: accountId }, { $max: { heardAt: at } } as never, {
    upsert: true,
  })
}
