import { z } from 'zod'
import { cursor, id, instant, limit, page } from '../fields.js'

export const listQuery = z.strictObject({ limit: limit.optional(), cursor: cursor.optional() })

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
export const parkedEventPage = page(parkedEventView)

export type ParkedEventView = z.infer<typeof parkedEventView>
