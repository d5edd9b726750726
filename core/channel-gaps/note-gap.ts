import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { newId } from '../ids.js'
import type { ChannelGap } from './channel-gap.model.js'

/** Writes down that messages of an account may be missing, for people to see in its conversations. Idempotent by account and beginning. */
export async function noteGap(core: Core, gap: Omit<ChannelGap, '_id'>): Promise<void> {
  try {
    await rows(core.models.ChannelGap).insertOne({ _id: newId(), ...gap })
    const { accountId, from, to } = gap
    core.log.warn({ accountId, from, to }, 'channel: messages may be missing')
  } catch (err) {
    if (!isDuplicateKey(err)) throw err
  }
}
