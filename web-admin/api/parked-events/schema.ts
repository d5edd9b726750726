import { z } from 'zod'
import { id, instant, limit } from '../fields.js'

export const listQuery = z.strictObject({ limit: limit.optional() })

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
export const parkedEventList = z.object({ items: z.array(parkedEventView) })

export type ParkedEventView = z.infer<typeof parkedEventView>
