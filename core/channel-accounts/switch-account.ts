import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import { forgetAccounts } from './account-profile.js'
import type { ChannelAccount } from './channel-account.model.js'
import type { ChannelState } from './channel-state.js'
import { foundAccount } from './found-account.js'

export const switchAccountInput = z.strictObject({ accountId: id, enabled: z.boolean() })

/**
 * Starts or stops an account. A stopped one receives nothing, and what is to be sent waits; Telegram keeps what people
 * write for a day. Starting one that runs makes it begin anew, which is what helps after a failure.
 */
export async function switchAccount(
  core: Core,
  by: Actor,
  input: z.input<typeof switchAccountInput>,
  tx?: Transaction,
): Promise<ChannelAccount> {
  authorise(by, 'channel.manage')
  const { accountId, enabled } = validate(switchAccountInput, input)
  const run = async (tx: Transaction) => {
    const account = await foundAccount(core, accountId, tx)
    if (!enabled && !account.enabled) return account
    const at = core.clock.now()
    const { fence, version } = account.state
    const phase = enabled ? 'starting' : 'stopped'
    const state: ChannelState = { phase, since: at, at, fence, version: version + 1 }
    const updated = found(
      await rows(core.models.ChannelAccount).findOneAndUpdate(
        { _id: accountId },
        { $set: { enabled, state, updatedAt: at }, $inc: { version: 1, generation: 1 } },
        { session: tx.session, returnDocument: 'after' },
      ),
      'channel',
    )
    const action = enabled ? 'channel.start' : 'channel.stop'
    await audit(core, tx, by, action, { kind: 'channel', id: accountId })
    tx.publish(
      event('channel.state-changed', accountId, state.version, {
        accountId,
        phase,
        from: account.state.phase,
      }),
    )
    return updated
  }
  const account = await (tx ? run(tx) : inTransaction(core, run))
  forgetAccounts(core)
  core.wake.accounts()
  return account
}
