import { z } from 'zod'
import { audit } from '../audit.js'
import { cachedSetting, forgetSetting } from '../cached-setting.js'
import type { Actor, Core } from '../context.js'
import { fieldChanges } from '../field-changes.js'
import { authorise } from '../policies/authorise.js'
import { readVersioned, writeVersioned } from '../settings/versioned-setting.js'
import { inTransaction } from '../transaction.js'
import { validate } from '../validate.js'

/** Own wording per language; `{{when}}` and `{{name}}` are filled in. Null: the product's own. */
export const autoresponderSettings = z.object({
  enabled: z.boolean(),
  /** Whoever gets a conversation is introduced to the client once: photo, position, address, hours. */
  introduce: z.boolean().default(false),
  texts: z.object({
    ru: z.string().trim().min(1).max(1_000).nullable(),
    en: z.string().trim().min(1).max(1_000).nullable(),
  }),
})
export type AutoresponderSettings = z.infer<typeof autoresponderSettings>

const settingId = 'autoresponder'
const byDefault: AutoresponderSettings = { enabled: true, introduce: false, texts: { ru: null, en: null } }

export function readAutoresponder(core: Core): Promise<AutoresponderSettings> {
  return cachedSetting(core, settingId, autoresponderSettings, byDefault)
}

/** The settings as they are now, with the version an edit must name. */
export async function autoresponderWithVersion(
  core: Core,
): Promise<AutoresponderSettings & { version: number }> {
  const { value, version } = await readVersioned(core, settingId)
  const parsed = autoresponderSettings.safeParse(value)
  return { ...(parsed.success ? parsed.data : byDefault), version }
}

/**
 * Turns the autoresponder on or off and sets its wording. Throws `bad-input`, `changed-by-other` when it is no longer the
 * `expectedVersion` the person saw.
 */
export async function updateAutoresponder(
  core: Core,
  by: Actor,
  input: unknown,
  expectedVersion?: number,
): Promise<AutoresponderSettings & { version: number }> {
  authorise(by, 'autoresponder.update')
  const value = validate(autoresponderSettings, input)
  const version = await inTransaction(core, async (tx) => {
    const before = await readVersioned(core, settingId, tx)
    const written = await writeVersioned(core, tx, settingId, value, expectedVersion)
    await audit(
      core,
      tx,
      by,
      'autoresponder.update',
      { kind: 'setting', id: settingId },
      { enabled: value.enabled },
      fieldChanges(before.value ?? byDefault, value),
    )
    return written
  })
  forgetSetting(core, settingId)
  return { ...value, version }
}
