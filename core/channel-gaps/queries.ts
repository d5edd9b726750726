import { rows } from '../collection.js'
import type { Core } from '../context.js'
import type { Conversation } from '../inbox/conversation.model.js'
import type { ChannelGap } from './channel-gap.model.js'

/** Outages in which messages of this conversation may have been lost, the oldest first: it must have begun before they ended. */
export async function gapsOf(
  core: Core,
  { accountId, createdAt }: Pick<Conversation, 'accountId' | 'createdAt'>,
): Promise<ChannelGap[]> {
  const gaps = await rows(core.models.ChannelGap)
    .find({ accountId }, { sort: { from: 1 }, limit: 100 })
    .toArray()
  return gaps.filter(({ to }) => to > createdAt)
}
