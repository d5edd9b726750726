import { z } from 'zod'
import { templateInput } from '../../../core/templates/save-template.js'
import { templateValues } from '../../../core/templates/send-template.js'
import { variableSources } from '../../../core/templates/template-variables.js'
import { id, instant } from '../fields.js'
import { shortList } from '../short-list.js'

export const templateView = z
  .object({
    id,
    accountId: z.string(),
    name: z.string(),
    language: z.string(),
    category: z.string(),
    /** Only approved ones can be sent. */
    status: z.enum(['approved', 'pending', 'rejected', 'paused']),
    /** Why it was rejected or paused, in the messenger's words. */
    reason: z.string().nullable(),
    header: z.string(),
    body: z.string(),
    footer: z.string(),
    buttons: z.array(
      z.object({
        type: z.enum(['reply', 'url', 'phone', 'other']),
        label: z.string(),
        url: z.string().optional(),
      }),
    ),
    variables: z.array(
      z.object({
        /** Key of its value: `body:1`. */
        id: z.string(),
        place: z.enum(['header', 'body', 'url']),
        key: z.string(),
        label: z.string(),
        example: z.string(),
        source: z.enum(variableSources),
      }),
    ),
    /** A part that cannot be sent from here, in the messenger's word. */
    unsupported: z.string().nullable(),
    source: z.enum(['account', 'manual']),
    updatedAt: instant,
  })
  .meta({ id: 'Template' })
export const templatesView = z.object({ items: z.array(templateView) })

/** A template that can be sent now, with what is known of its variables. */
export const offeredTemplate = templateView.extend({ suggested: z.record(z.string(), z.string()) }).meta({
  id: 'OfferedTemplate',
})
export const offeredView = z.object({ items: z.array(offeredTemplate) })

export const templateQuery = shortList('name').extend({ accountId: z.string().max(100).optional() })
export const templateBody = templateInput
export const syncBody = z.strictObject({ accountId: z.string().min(1).max(100) })
export const syncedView = z.object({ found: z.number(), added: z.number(), removed: z.number() })
export const sendTemplateBody = z.strictObject({
  templateId: id,
  values: templateValues.default({}),
  /** The sender's own key: sending again with it finds the first message. */
  clientMessageId: z.string().regex(/^[\w-]{8,64}$/),
})

export type TemplateView = z.infer<typeof templateView>
export type OfferedTemplateView = z.infer<typeof offeredTemplate>
export type TemplateBody = z.input<typeof templateBody>
export type SendTemplateBody = z.input<typeof sendTemplateBody>
export type SyncedView = z.infer<typeof syncedView>
