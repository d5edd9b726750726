import { rows } from '../collection.js'
import type { Core } from '../context.js'

/** Keeps how the platform calls an account (`@shop_bot`), where the channel finds it out by itself. Never throws. */
export async function notePublicName(core: Core, accountId: string, publicName: string): Promise<void> {
  try {
    await rows(core.models.ChannelAccount).updateOne(
      { _id: accountId, publicName: { $ne: publicName } },
      { $set: { publicName } },
    )
  } catch (err) {
    core.log.warn({ err, accountId }, 'channel: its name is not written')
  }
}
