import { z } from 'zod'
import { id, instant, page } from '../fields.js'
import { shortList } from '../short-list.js'

export const listQuery = shortList('-at')

/** An event that a subscriber could not handle five times. */
export const parkedEventView = z.object({
  id,
  type: z.string(),
  stream: z.string(),
  at: instant,
  /** Link to the conversation it belongs to, where it does. */
  conversationId: id.nullable(),
  failures: z.array(
    z.object({ subscriber: z.string(), attempts: z.number(), error: z.string(), at: instant }),
  ),
})
/** Newest first; there are never many. */
export const parkedEventList = page(parkedEventView)

export type ParkedEventView = z.infer<typeof parkedEventView>
