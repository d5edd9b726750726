import { z } from 'zod'
import { audit } from '../audit.js'
import { cachedSetting, forgetSetting } from '../cached-setting.js'
import type { Actor, Core } from '../context.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { validate } from '../validate.js'

/** Kinds of files that are kept for a time of their own. */
export const fileKinds = ['image', 'video', 'audio', 'document'] as const
export type FileKind = (typeof fileKinds)[number]

const days = z.number().int().min(1).max(36_500).nullable()

/** How long files are kept, days; null: for good. */
export const retentionSettings = z.strictObject({
  keep: z.strictObject({ image: days, video: days, audio: days, document: days }),
  /** Uploads that nobody ever sent. */
  unsent: z.number().int().min(1).max(365),
})
export type RetentionSettings = z.infer<typeof retentionSettings>

const settingId = 'file-retention'
const byDefault: RetentionSettings = {
  keep: { image: null, video: null, audio: null, document: null },
  unsent: 7,
}

/** Which kind a file is, by its type. */
export function fileKindOf(mimeType: string): FileKind {
  const [family] = mimeType.split('/')
  return fileKinds.find((kind) => kind === family) ?? 'document'
}

export function readRetention(core: Pick<Core, 'models'>): Promise<RetentionSettings> {
  return cachedSetting(core, settingId, retentionSettings, byDefault)
}

/** Sets how long files are kept; what is older goes within the hour, for good. Throws `bad-input`. */
export async function updateRetention(core: Core, by: Actor, input: unknown): Promise<RetentionSettings> {
  authorise(by, 'settings.update')
  const value = validate(retentionSettings, input)
  await inTransaction(core, async (tx) => {
    await core.models.Setting.updateOne(
      { _id: settingId },
      { $set: { value }, $inc: { version: 1 } },
      { upsert: true, session: tx.session },
    )
    await audit(core, tx, by, 'file-retention.update', { kind: 'setting', id: settingId }, value)
  })
  forgetSetting(core, settingId)
  return value
}
