import { z } from 'zod'
import { variables } from '../../../core/canned-replies/variables.js'
import { id, instant, page, version, words } from '../fields.js'
import { shortList } from '../short-list.js'

const fields = {
  /** What is typed after `/`. */
  shortcut: words(31).trim().min(1),
  title: words(80).trim().min(1),
  /** `{{client.name}}`, or with words for when it is not known: `{{client.name|коллеги}}`. */
  text: words(4_000).trim().min(1),
}
export const cannedReplyBody = z.strictObject({
  ...fields,
  /** For oneself alone. */
  own: z.boolean().optional(),
})
export const cannedReplyPatch = z.strictObject({
  ...z.object(fields).partial().shape,
  expectedVersion: version.optional(),
})
export const cannedReplyView = z
  .object({
    id,
    shortcut: z.string(),
    title: z.string(),
    text: z.string(),
    own: z.boolean(),
    version: z.number(),
    updatedAt: instant,
  })
  .meta({ id: 'CannedReply' })
export const cannedReplyQuery = shortList('shortcut')
/** By shortcut. `variables` are those a text may name. */
export const cannedReplyList = page(cannedReplyView).extend({ variables: z.array(z.string()) })
export const filledReplyView = z.object({
  id,
  shortcut: z.string(),
  title: z.string(),
  own: z.boolean(),
  /** As it would be said in this conversation. */
  text: z.string(),
  /** Variables nothing is known for: their places are empty. */
  missing: z.array(z.enum(variables)),
})
export const filledReplyList = z.object({ items: z.array(filledReplyView) })

export type CannedReplyView = z.infer<typeof cannedReplyView>
export type CannedReplyBody = z.input<typeof cannedReplyBody>
export type CannedReplyPatch = z.input<typeof cannedReplyPatch>
export type CannedReplyList = z.infer<typeof cannedReplyList>
export type FilledReplyView = z.infer<typeof filledReplyView>
