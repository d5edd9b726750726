import { z } from 'zod'
import { channelKind, id, instant, limit, search } from '../fields.js'

export const searchQuery = z.strictObject({
  q: search,
  /** Within one conversation. */
  conversationId: id.optional(),
  limit: limit.optional(),
})
export const foundMessage = z
  .object({
    messageId: id,
    conversation: z.object({ id, title: z.string(), channel: channelKind }),
    /** Order of the message in its conversation, to go to it. */
    seq: z.number(),
    direction: z.enum(['in', 'out', 'note']),
    authorName: z.string(),
    sentAt: instant,
    /** The piece of it where the words stand; `hit` is what was looked for. */
    snippet: z.array(z.object({ text: z.string(), hit: z.boolean() })),
  })
  .meta({ id: 'FoundMessage' })
/** The best first. */
export const foundMessages = z.object({ items: z.array(foundMessage) })
export type FoundMessageView = z.infer<typeof foundMessage>
