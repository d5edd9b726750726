import { z } from 'zod'
import { content } from '../../../core/content.js'
import { longestText } from '../../../core/inbox/split-text.js'
import { scheduledStates } from '../../../core/scheduled/scheduled-message.model.js'
import { givenInstant, id, instant, page, version, words } from '../fields.js'
import { shortList } from '../short-list.js'

const planned = {
  at: givenInstant,
  /** Not said when the client writes before. */
  unlessReplied: z.boolean().optional(),
}
export const planBody = z
  .strictObject({
    ...planned,
    text: words(longestText).optional(),
    fileIds: z.array(id).max(10).optional(),
  })
  .refine((body) => (body.text ?? '').trim() !== '' || (body.fileIds ?? []).length > 0, {
    path: ['text'],
    message: 'required',
  })
export const planPatch = z.strictObject({
  at: givenInstant.optional(),
  unlessReplied: z.boolean().optional(),
  /** Of a text only. */
  text: words(longestText).trim().min(1).optional(),
  expectedVersion: version.optional(),
})
export const scheduledView = z
  .object({
    id,
    conversationId: id,
    content,
    at: instant,
    unlessReplied: z.boolean(),
    author: z.object({ id: z.string(), name: z.string() }),
    /** `missed`: we were away at its time; `failed`: it could not be said (`reason`). A person decides about both. */
    state: z.enum(scheduledStates),
    reason: z.string().nullable(),
    /** What it became. */
    messageId: id.nullable(),
    version: z.number(),
  })
  .meta({ id: 'ScheduledMessage' })
export const scheduledQuery = shortList('at')
/** What is planned and what a person has to decide about, the next first. */
export const scheduledList = page(scheduledView)
/** What was planned now: one message each. */
export const plannedView = z.object({ items: z.array(scheduledView) })

export type ScheduledView = z.infer<typeof scheduledView>
export type PlanBody = z.input<typeof planBody>
export type PlanPatch = z.input<typeof planPatch>
