import { z } from 'zod'
import { audit } from '../audit.js'
import type { Actor, Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import { forgetAccounts } from './account-profile.js'
import { foundAccount } from './found-account.js'

export const removeAccountInput = z.strictObject({ accountId: id })

/**
 * Takes an account away: its secrets are gone (what it keeps on a disk goes with its channel, `AccountKind.forget`), its
 * conversations stay and cannot be answered, and what waited to be sent has failed with `account-removed`. Throws `account-from-environment` for one that the settings describe.
 */
export async function removeAccount(
  core: Core,
  by: Actor,
  input: z.input<typeof removeAccountInput>,
  tx?: Transaction,
): Promise<void> {
  authorise(by, 'channel.manage')
  const { accountId } = validate(removeAccountInput, input)
  const run = async (tx: Transaction) => {
    const account = await foundAccount(core, accountId, tx)
    if (account.source === 'environment') throw new OtklikError('account-from-environment')
    const removedAt = core.clock.now()
    await core.models.ChannelAccount.collection.updateOne(
      { _id: accountId as never },
      {
        $set: { removedAt, updatedAt: removedAt, enabled: false, settings: {}, 'state.phase': 'stopped' },
        $unset: { identity: '', 'state.qr': '', 'state.pairingCode': '' },
        $inc: { version: 1, generation: 1 },
      },
      { session: tx.session },
    )
    await audit(core, tx, by, 'channel.remove', { kind: 'channel', id: accountId }, { name: account.name })
    tx.publish(event('channel.changed', accountId, account.version + 1, { accountId, byId: by.id }))
  }
  await (tx ? run(tx) : inTransaction(core, run))
  forgetAccounts(core)
  core.wake.accounts()
}
