import { z } from 'zod'
import { audit } from '../audit.js'
import { cachedSetting, forgetSetting } from '../cached-setting.js'
import type { Actor, Core } from '../context.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { validate } from '../validate.js'

/** Own wording per language; `{{when}}` and `{{name}}` are filled in. Null: the product's own. */
export const autoresponderSettings = z.object({
  enabled: z.boolean(),
  texts: z.object({
    ru: z.string().trim().min(1).max(1_000).nullable(),
    en: z.string().trim().min(1).max(1_000).nullable(),
  }),
})
export type AutoresponderSettings = z.infer<typeof autoresponderSettings>

const settingId = 'autoresponder'
const byDefault: AutoresponderSettings = { enabled: true, texts: { ru: null, en: null } }

export async function readAutoresponder(core: Core): Promise<AutoresponderSettings> {
  const parsed = autoresponderSettings.safeParse(await cachedSetting(core, settingId))
  return parsed.success ? parsed.data : byDefault
}

/** Turns the autoresponder on or off and sets its wording. Throws `bad-input`. */
export async function updateAutoresponder(
  core: Core,
  by: Actor,
  input: unknown,
): Promise<AutoresponderSettings> {
  authorise(by, 'autoresponder.update')
  const value = validate(autoresponderSettings, input)
  await inTransaction(core, async (tx) => {
    await core.models.Setting.updateOne(
      { _id: settingId },
      { $set: { value }, $inc: { version: 1 } },
      { upsert: true, session: tx.session },
    )
    await audit(
      core,
      tx,
      by,
      'autoresponder.update',
      { kind: 'setting', id: settingId },
      { enabled: value.enabled },
    )
  })
  forgetSetting(core, settingId)
  return value
}
