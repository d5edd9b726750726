import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import { accountFields, checkSettings, identify, kindOf, mustExist, scriptChange } from './account-input.js'
import { forgetAccounts } from './account-profile.js'
import type { ChannelAccount } from './channel-account.model.js'
import { foundAccount } from './found-account.js'
import { openSettings, sealSettings } from './sealed-settings.js'

export const updateAccountInput = z.strictObject({
  accountId: id,
  expectedVersion,
  name: accountFields.name.optional(),
  /** What is left out stays; a secret that is left out or empty stays too. */
  settings: z.record(z.string(), z.unknown()).optional(),
  departmentId: accountFields.departmentId.optional(),
  assigneeId: accountFields.assigneeId.optional(),
  workingHours: accountFields.workingHours.optional(),
  script: accountFields.script.optional(),
})

/**
 * Changes an account. New settings are tried first and make the channel begin anew; the rest holds from the next message.
 * Settings that the environment gives are changed there (`account-from-environment`).
 *
 * @throws OtklikError `bad-input`, `changed-by-other`, `account-from-environment` and those of `addAccount`
 */
export async function updateAccount(
  core: Core,
  by: Actor,
  input: z.input<typeof updateAccountInput>,
  tx?: Transaction,
): Promise<ChannelAccount> {
  authorise(by, 'channel.manage')
  const {
    accountId,
    expectedVersion: expected,
    settings: given,
    script,
    ...fields
  } = validate(updateAccountInput, input)
  const known = await foundAccount(core, accountId)
  const changed = given === undefined ? {} : await changeSettings(core, known, given)
  const run = async (tx: Transaction) => {
    const account = await foundAccount(core, accountId, tx)
    await checkVersion(core, tx, account, expected)
    await mustExist(core, tx, { ...fields, script })
    const scripted = scriptChange(script)
    const updated = found(
      await rows(core.models.ChannelAccount).findOneAndUpdate(
        { _id: accountId },
        {
          $set: {
            ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
            ...changed,
            ...scripted.$set,
            updatedAt: core.clock.now(),
          },
          ...(scripted.$unset ? { $unset: scripted.$unset } : {}),
          $inc: { version: 1, generation: given === undefined ? 0 : 1 },
        },
        { session: tx.session, returnDocument: 'after' },
      ),
      'channel',
    )
    await audit(
      core,
      tx,
      by,
      'channel.update',
      { kind: 'channel', id: accountId },
      {
        fields: [
          ...Object.keys(fields),
          ...(script === undefined ? [] : ['script']),
          ...Object.keys(given ?? {}).map((name) => `settings.${name}`),
        ],
      },
    )
    tx.publish(event('channel.changed', accountId, updated.version, { accountId, byId: by.id }))
    return updated
  }
  const updated = await (tx ? run(tx) : inTransaction(core, run))
  forgetAccounts(core)
  core.wake.accounts()
  return updated
}

async function changeSettings(
  core: Core,
  account: ChannelAccount,
  given: Record<string, unknown>,
): Promise<Pick<ChannelAccount, 'settings' | 'identity' | 'publicName'>> {
  if (account.source === 'environment') throw new OtklikError('account-from-environment')
  const kind = kindOf(core, account.kind)
  const plain = Object.entries(given).filter(([name, value]) => !kind.secrets.includes(name) || value !== '')
  const before = Object.keys(account.settings).some((name) => kind.secrets.includes(name) && !given[name])
    ? openSettings(core, kind, account._id, account.settings)
    : account.settings
  const settings = checkSettings(kind, { ...before, ...Object.fromEntries(plain) })
  const identity = await identify(core, kind, settings, account._id)
  return { settings: sealSettings(core, kind, account._id, settings), ...identity }
}
