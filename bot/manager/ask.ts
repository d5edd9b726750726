import { z } from 'zod'

/**
 * A question the bot has asked and what it knows so far. It is kept with the message that asks it, so a restart loses
 * nothing and an answer to an older question still goes to that one. One question at a time needs no dialog engine.
 */
export const ask = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), conversationId: z.string() }),
  z.object({ kind: z.literal('note'), conversationId: z.string() }),
  z.object({ kind: z.literal('find') }),
  z.object({ kind: z.literal('sum'), dealId: z.string() }),
  z.object({ kind: z.literal('lost'), dealId: z.string(), stage: z.string(), code: z.string() }),
  z.object({
    kind: z.literal('remind'),
    /** What to remind of, where it was said already. */
    title: z.string().optional(),
    conversationId: z.string().nullable(),
    dealId: z.string().nullable(),
  }),
])
export type Ask = z.infer<typeof ask>
