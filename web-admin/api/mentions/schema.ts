import { z } from 'zod'
import { cursor, id, instant, limit, page } from '../fields.js'

export const listQuery = z.strictObject({ limit: limit.optional(), cursor: cursor.optional() })
export const mentionView = z.object({
  id,
  conversation: z.object({ id, title: z.string() }),
  messageId: id,
  /** Order of the note in its conversation, to go to it. */
  seq: z.number().nullable(),
  byName: z.string(),
  /** First words of the note. */
  preview: z.string(),
  at: instant,
  seen: z.boolean(),
})
export const mentionPage = page(mentionView)
export type MentionView = z.infer<typeof mentionView>
