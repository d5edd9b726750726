import { z } from 'zod'
import { audit } from '../audit.js'
import type { Actor, Core } from '../context.js'
import { fieldChanges } from '../field-changes.js'
import { authorise } from '../policies/authorise.js'
import { readVersioned, writeVersioned } from '../settings/versioned-setting.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { validate } from '../validate.js'

const days = z.number().int().min(7).max(3650).nullable()

/** When silence counts, days since the last contact; null: never. */
export const quietSettings = z.strictObject({
  /** The owner is asked to get in touch with a potential and with an active client. */
  remind: z.strictObject({ potential: days, active: days }),
  /** An active client without open deals becomes a former one. */
  formerAfter: days,
})
export type QuietSettings = z.infer<typeof quietSettings>

const settingId = 'quiet-clients'
const byDefault: QuietSettings = { remind: { potential: 30, active: 60 }, formerAfter: 180 }

/** The settings as they are now, with the version an edit must name. */
export async function readQuiet(core: Core): Promise<QuietSettings & { version: number }> {
  const { value, version } = await readVersioned(core, settingId)
  const parsed = quietSettings.safeParse(value)
  return { ...(parsed.success ? parsed.data : byDefault), version }
}

/** Sets after how long silence counts. Throws `bad-input`, `changed-by-other`. */
export async function updateQuiet(
  core: Core,
  by: Actor,
  input: unknown,
  expectedVersion?: number,
  tx?: Transaction,
): Promise<QuietSettings & { version: number }> {
  authorise(by, 'settings.update')
  const value = validate(quietSettings, input)
  const run = async (tx: Transaction) => {
    const before = await readVersioned(core, settingId, tx)
    const written = await writeVersioned(core, tx, settingId, value, expectedVersion)
    await audit(
      core,
      tx,
      by,
      'quiet-clients.update',
      { kind: 'setting', id: settingId },
      {},
      fieldChanges(before.value ?? byDefault, value),
    )
    return { ...value, version: written }
  }
  return tx ? run(tx) : inTransaction(core, run)
}
