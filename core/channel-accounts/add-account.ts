import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { audit } from '../audit.js'
import type { Actor, Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import { accountFields, checkSettings, identify, kindOf, mustExist, scriptChange } from './account-input.js'
import { forgetAccounts } from './account-profile.js'
import type { ChannelAccount } from './channel-account.model.js'
import { sealSettings } from './sealed-settings.js'

export const addAccountInput = z.strictObject({
  kind: id,
  name: accountFields.name,
  /** By the kind's own schema; secrets plain. */
  settings: z.record(z.string(), z.unknown()).default({}),
  departmentId: accountFields.departmentId.default(null),
  assigneeId: accountFields.assigneeId.default(null),
  workingHours: accountFields.workingHours.default(null),
  script: accountFields.script.default('default'),
  enabled: z.boolean().default(true),
})

/**
 * Adds a bot, number or widget. Its token is tried first; every process then sees the account within seconds and one of
 * them runs it.
 *
 * @throws OtklikError `bad-input` (fields `settings.token`…), `wrong-token`, `channel-unreachable`, `account-taken`
 */
export async function addAccount(
  core: Core,
  by: Actor,
  input: z.input<typeof addAccountInput>,
  tx?: Transaction,
): Promise<ChannelAccount> {
  authorise(by, 'channel.manage')
  const { kind: kindName, settings: given, script, ...rest } = validate(addAccountInput, input)
  const kind = kindOf(core, kindName)
  const settings = checkSettings(kind, given)
  const identity = await identify(core, kind, settings, null)
  const now = core.clock.now()
  const accountId = `${kind.channel}:${newKey()}`
  const account: ChannelAccount = {
    _id: accountId,
    kind: kind.kind,
    channel: kind.channel,
    ...rest,
    source: 'panel',
    settings: sealSettings(core, kind, accountId, settings),
    ...identity,
    ...scriptChange(script).$set,
    state: { phase: rest.enabled ? 'starting' : 'stopped', since: now, at: now, fence: 0, version: 0 },
    version: 1,
    generation: 1,
    createdAt: now,
    updatedAt: now,
  }
  const run = async (tx: Transaction) => {
    await mustExist(core, tx, { ...rest, script })
    await core.models.ChannelAccount.collection.insertOne(account as never, { session: tx.session })
    await audit(
      core,
      tx,
      by,
      'channel.add',
      { kind: 'channel', id: accountId },
      { name: account.name, kind: kind.kind },
    )
    tx.publish(event('channel.changed', accountId, account.version, { accountId, byId: by.id }))
  }
  try {
    await (tx ? run(tx) : inTransaction(core, run))
  } catch (err) {
    // Somebody added the same bot at the same moment.
    if (isDuplicateKey(err) && identity)
      throw new OtklikError('account-taken', { params: { name: '…', ...identity } })
    throw err
  }
  forgetAccounts(core)
  core.wake.accounts()
  return account
}

/** Eight letters and digits: part of an address, of a script tag and of a folder's name. */
function newKey(): string {
  return BigInt(`0x${randomBytes(6).toString('hex')}`)
    .toString(36)
    .padStart(8, '0')
    .slice(-8)
}
