import { z } from 'zod'
import type { Actor, Core } from '../context.js'
import {
  currentSetting,
  readSetting,
  updateSetting,
  type Versioned,
  type VersionedSetting,
} from '../settings/versioned-setting.js'

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

const autoresponderSetting: VersionedSetting<AutoresponderSettings> = {
  id: 'autoresponder',
  schema: autoresponderSettings,
  byDefault: { enabled: true, introduce: false, texts: { ru: null, en: null } },
  may: 'autoresponder.update',
  action: 'autoresponder.update',
  details: ({ enabled }) => ({ enabled }),
}

export function readAutoresponder(core: Core): Promise<AutoresponderSettings> {
  return currentSetting(core, autoresponderSetting)
}

/** The settings as they are now, with the version an edit must name. */
export function autoresponderWithVersion(core: Core): Promise<Versioned<AutoresponderSettings>> {
  return readSetting(core, autoresponderSetting)
}

/** Turns the autoresponder on or off and sets its wording. Throws as `updateSetting` does. */
export function updateAutoresponder(
  core: Core,
  by: Actor,
  input: unknown,
  expectedVersion?: number,
): Promise<Versioned<AutoresponderSettings>> {
  return updateSetting(core, by, autoresponderSetting, input, expectedVersion)
}
