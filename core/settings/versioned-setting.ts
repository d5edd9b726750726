import { rows } from '../collection.js'
import type { Core } from '../context.js'
import type { Transaction } from '../transaction.js'
import { checkVersion } from '../versions.js'

/** A settings document as it is now; version 0 where nobody ever set it. */
export async function readVersioned(
  core: Core,
  settingId: string,
  tx?: Transaction,
): Promise<{ value: unknown; version: number }> {
  const setting = await rows(core.models.Setting).findOne(
    { _id: settingId },
    tx ? { session: tx.session } : {},
  )
  return { value: setting?.value, version: setting?.version ?? 0 }
}

/**
 * Writes a settings document in the caller's transaction and returns its new version. Throws `changed-by-other` when it
 * is not the version the person saw.
 */
export async function writeVersioned(
  core: Core,
  tx: Transaction,
  settingId: string,
  value: unknown,
  expected: number | undefined,
): Promise<number> {
  const before = await readVersioned(core, settingId, tx)
  await checkVersion(core, tx, { _id: settingId, version: before.version }, expected)
  const version = before.version + 1
  await rows(core.models.Setting).updateOne(
    { _id: settingId },
    { $set: { value, version } },
    { upsert: true, session: tx.session },
  )
  return version
}
