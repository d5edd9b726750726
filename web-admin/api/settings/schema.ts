import { z } from 'zod'
import { autoresponderSettings } from '../../../core/autoresponder/autoresponder-settings.js'
import { quietSettings } from '../../../core/clients/quiet-settings.js'
import { companySchedule } from '../../../core/schedule/working-hours.js'
import { instant, version } from '../fields.js'

export const scheduleBody = z.strictObject({
  ...companySchedule.shape,
  expectedVersion: version.optional(),
})
export const scheduleView = companySchedule.extend({
  /** By the company's zone, now. */
  openNow: z.boolean(),
  /** When work begins next; null while open and when nothing opens within 60 days. */
  opensAt: instant.nullable(),
  version: z.number(),
})

export const autoresponderBody = z.strictObject({
  enabled: autoresponderSettings.shape.enabled,
  introduce: z.boolean().optional(),
  /** Own wording; `{{when}}` and `{{name}}` are filled in; null: the product's own. */
  texts: z.strictObject(autoresponderSettings.shape.texts.shape),
  expectedVersion: version.optional(),
})
export const autoresponderView = autoresponderSettings.extend({ version: z.number() })

export const quietBody = z.strictObject({ ...quietSettings.shape, expectedVersion: version.optional() })
export const quietView = quietSettings.extend({ version: z.number() })

export type QuietBody = z.input<typeof quietBody>
export type QuietView = z.infer<typeof quietView>
export type ScheduleBody = z.input<typeof scheduleBody>
export type ScheduleView = z.infer<typeof scheduleView>
export type AutoresponderBody = z.input<typeof autoresponderBody>
export type AutoresponderView = z.infer<typeof autoresponderView>
