import type { z } from 'zod'
import { audit } from '../audit.js'
import { cachedSetting, forgetSetting } from '../cached-setting.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { fieldChanges } from '../field-changes.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { validate } from '../validate.js'
import { checkVersion } from '../versions.js'

/** A settings document that people edit, as data. */
export interface VersionedSetting<T extends object> {
  id: string
  schema: z.ZodType<T>
  /** While nobody has set it, and in place of what does not fit the schema. */
  byDefault: T
  may: 'settings.update' | 'routing.update' | 'autoresponder.update' | 'schedule.update'
  /** Its name in the audit log: `schedule.update`. */
  action: string
  /** What the audit log says beside the fields that changed; ids and figures, never texts. */
  details?: (value: T) => Record<string, unknown>
  /** The form in which the audit log compares two values; the value itself when absent. */
  inLog?: (value: T) => object
}

/** An edit names the version it saw; 0 where nobody ever set it. */
export type Versioned<T> = T & { version: number }

/** The value as every event needs it: at most two seconds old. Shared by all who ask, so nobody may change it. */
export function currentSetting<T extends object>(
  core: Pick<Core, 'models'>,
  { id, schema, byDefault }: VersionedSetting<T>,
): Promise<T> {
  return cachedSetting(core, id, schema, byDefault)
}

/** The value as it is now, with its version. */
export async function readSetting<T extends object>(
  core: Core,
  setting: VersionedSetting<T>,
): Promise<Versioned<T>> {
  const { value, version } = await stored(core, setting)
  return { ...value, version }
}

/**
 * Sets the value and writes what changed to the audit log. Throws `not-allowed`, `bad-input` with the fields that are
 * wrong, `changed-by-other` when it is no longer the `expectedVersion` the person saw.
 */
export async function updateSetting<T extends object>(
  core: Core,
  by: Actor,
  setting: VersionedSetting<T>,
  input: unknown,
  expectedVersion: number | undefined,
  tx?: Transaction,
): Promise<Versioned<T>> {
  const { id, schema, may, action, details = () => ({}), inLog = (value: T) => value } = setting
  authorise(by, may)
  const value = validate(schema, input)
  const run = async (tx: Transaction) => {
    const before = await stored(core, setting, tx)
    await checkVersion(core, tx, { _id: id, version: before.version }, expectedVersion)
    const version = before.version + 1
    await rows(core.models.Setting).updateOne(
      { _id: id },
      { $set: { value, version } },
      { upsert: true, session: tx.session },
    )
    const changes = fieldChanges(inLog(before.value), inLog(value))
    await audit(core, tx, by, action, { kind: 'setting', id }, details(value), changes)
    return { ...value, version }
  }
  const written = await (tx ? run(tx) : inTransaction(core, run))
  forgetSetting(core, id)
  return written
}

async function stored<T extends object>(
  core: Core,
  { id, schema, byDefault }: VersionedSetting<T>,
  tx?: Transaction,
): Promise<{ value: T; version: number }> {
  const setting = await rows(core.models.Setting).findOne({ _id: id }, { session: tx?.session })
  const parsed = schema.safeParse(setting?.value)
  return { value: parsed.success ? parsed.data : byDefault, version: setting?.version ?? 0 }
}
