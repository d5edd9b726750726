import { z } from 'zod'
import type { Actor, Core } from '../context.js'
import {
  readSetting,
  updateSetting,
  type Versioned,
  type VersionedSetting,
} from '../settings/versioned-setting.js'
import type { Transaction } from '../transaction.js'

const days = z.number().int().min(7).max(3650).nullable()

/** When silence counts, days since the last contact; null: never. */
export const quietSettings = z.strictObject({
  /** The owner is asked to get in touch with a potential and with an active client. */
  remind: z.strictObject({ potential: days, active: days }),
  /** An active client without open deals becomes a former one. */
  formerAfter: days,
})
export type QuietSettings = z.infer<typeof quietSettings>

const quietSetting: VersionedSetting<QuietSettings> = {
  id: 'quiet-clients',
  schema: quietSettings,
  byDefault: { remind: { potential: 30, active: 60 }, formerAfter: 180 },
  may: 'settings.update',
  action: 'quiet-clients.update',
}

/** The settings as they are now, with the version an edit must name. */
export function readQuiet(core: Core): Promise<Versioned<QuietSettings>> {
  return readSetting(core, quietSetting)
}

/** Sets after how long silence counts. Throws as `updateSetting` does. */
export function updateQuiet(
  core: Core,
  by: Actor,
  input: unknown,
  expectedVersion?: number,
  tx?: Transaction,
): Promise<Versioned<QuietSettings>> {
  return updateSetting(core, by, quietSetting, input, expectedVersion, tx)
}
