import { z } from 'zod'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { weeklyHours } from '../schedule/working-hours.js'
import type { Transaction } from '../transaction.js'
import { fieldsOf, id, line } from '../validate.js'
import type { AccountIdentity, AccountKind } from './account-kind.js'
import type { ChannelAccount } from './channel-account.model.js'

/** What people decide about an account of any kind. */
export const accountFields = {
  name: line(60),
  /** Whose inquiries these are first. */
  departmentId: id.nullable(),
  assigneeId: id.nullable(),
  /** Own hours, Monday first; null: the company's. */
  workingHours: weeklyHours.nullable(),
  /** Which script meets new inquiries: `default` as the company, null none. */
  script: z.union([z.literal('default'), id]).nullable(),
}

/** Checks settings by their kind. Throws `bad-input` with fields such as `settings.token`. */
export function checkSettings(kind: AccountKind, settings: unknown): Record<string, unknown> {
  const result = kind.settings.safeParse(settings)
  if (result.success) return result.data as Record<string, unknown>
  const fields = Object.entries(fieldsOf(result.error)).map(([path, what]): [string, string] => [
    `settings.${path}`,
    String(what),
  ])
  throw new OtklikError('bad-input', { fields: Object.fromEntries(fields) })
}

/** Throws `bad-input` for a department, person or script that there is not. */
export async function mustExist(
  core: Core,
  tx: Transaction,
  given: { departmentId?: string | null; assigneeId?: string | null; script?: string | null },
): Promise<void> {
  const { session } = tx
  const { Department, Staff, Script } = core.models
  const missing: Record<string, string> = {}
  if (given.departmentId && !(await Department.exists({ _id: given.departmentId }).session(session)))
    missing.departmentId = 'no-such'
  if (given.assigneeId && !(await Staff.exists({ _id: given.assigneeId, active: true }).session(session)))
    missing.assigneeId = 'no-such'
  if (
    given.script &&
    given.script !== 'default' &&
    !(await Script.exists({ scriptId: given.script }).session(session))
  )
    missing.script = 'no-such'
  if (Object.keys(missing).length > 0) throw new OtklikError('bad-input', { fields: missing })
}

/** The stored form of `script`. */
export function scriptChange(script: string | null | undefined): {
  $set?: { scriptName: string | null }
  $unset?: { scriptName: '' }
} {
  if (script === undefined) return {}
  return script === 'default' ? { $unset: { scriptName: '' } } : { $set: { scriptName: script } }
}

/**
 * Asks the platform whose settings these are and whether another account has that bot or number already.
 *
 * @throws OtklikError `wrong-token`, `channel-unreachable`, `account-taken` (params.name)
 */
export async function identify(
  core: Core,
  kind: AccountKind,
  settings: Record<string, unknown>,
  accountId: string | null,
): Promise<AccountIdentity | null> {
  const identity = (await kind.check?.(settings)) ?? null
  if (identity) {
    const other = await rows(core.models.ChannelAccount).findOne({
      identity: identity.identity,
      ...(accountId === null ? {} : { _id: { $ne: accountId } }),
    })
    if (other) throw takenBy(other, identity)
  }
  return identity
}

export function takenBy(other: Pick<ChannelAccount, 'name'>, { publicName }: AccountIdentity): OtklikError {
  return new OtklikError('account-taken', { params: { name: other.name, publicName } })
}

/** The kind, of which this actor may add accounts. */
export function kindOf(core: Core, name: string): AccountKind {
  const kind = core.channels.kind(name)
  if (!kind) throw new OtklikError('bad-input', { fields: { kind: 'no-such' } })
  return kind
}
