import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { failWaiting } from '../deliveries/fail-waiting.js'
import { queueDelivery } from '../deliveries/queue-delivery.js'
import { staffAccountId } from '../deliveries/staff-account.js'
import type { Subscriber } from '../events.js'
import { abandonFiles } from '../files/fetch-files.js'
import { settingsPolicy } from '../policies/settings.policy.js'
import type { Staff } from '../staff/staff.model.js'
import { inTransaction } from '../transaction.js'
import type { ChannelAccount } from './channel-account.model.js'
import { brokenPhases, type ChannelPhase } from './channel-state.js'
import { channelTexts, explainState, passedTime } from './explain-state.js'
import { type AccountStatus, listAccounts } from './queries.js'

/** How long a channel may be down before anybody is told, ms: short losses of the network heal by themselves. */
const patienceMs: Partial<Record<ChannelPhase, number>> = { disconnected: 60_000, failed: 0, banned: 0 }

/**
 * Tells those who manage channels, in the managers' bot, that a channel does not work and when it works again: once
 * each, whoever calls this and how often. Returns how many accounts were told of. Called when a state changes and by a
 * job, because a loss becomes news only after a while and a process that died reports nothing.
 */
export async function tellHeads(core: Core): Promise<number> {
  if (!core.channels.has(staffAccountId)) return 0
  let told = 0
  for (const account of await listAccounts(core)) {
    // About itself the managers' bot cannot tell; the panel does.
    if (account._id === staffAccountId) continue
    if (isDown(core, account) && !account.alertedAt) told += await tell(core, account, 'down')
    else if (account.alertedAt && account.now.phase === 'ready') told += await tell(core, account, 'back')
    else if (account.alertedAt && account.now.phase === 'stopped') await forget(core, account)
  }
  return told
}

/** For the dispatcher: alerts that cannot wait for the job, and the end of what waited in a removed account, to go or to come. */
export const channelSubscriber: Subscriber = {
  name: 'channels',
  on: {
    'channel.changed': async ({ payload }, core) => {
      const account = await core.models.ChannelAccount.findById(
        payload.accountId,
      ).lean<ChannelAccount | null>()
      if (!account?.removedAt) return
      await failWaiting(core, payload.accountId, { code: 'account-removed' })
      await abandonFiles(core, payload.accountId)
    },
    'channel.state-changed': async (_event, core) => {
      await tellHeads(core)
    },
  },
}

function isDown(core: Core, { enabled, now }: AccountStatus): boolean {
  if (!brokenPhases.includes(now.phase)) return loggedOut(now)
  if (!enabled && now.phase !== 'failed') return false
  return core.clock.now().getTime() - now.since.getTime() >= (patienceMs[now.phase] ?? 0)
}

/** It waits for a phone again though it had one. */
function loggedOut({ phase, reason }: AccountStatus['now']): boolean {
  return phase === 'pairing' && reason !== undefined
}

async function tell(core: Core, account: AccountStatus, news: 'down' | 'back'): Promise<number> {
  const people = await listenersOf(core)
  return inTransaction(core, async (tx) => {
    const at = core.clock.now()
    // The condition is the "once": of two that tell at the same time one finds nothing to change.
    const { modifiedCount } = await core.models.ChannelAccount.collection.updateOne(
      { _id: account._id as never, alertedAt: { $exists: news === 'back' } },
      news === 'down' ? { $set: { alertedAt: at } } : { $unset: { alertedAt: '' } },
      { session: tx.session },
    )
    if (modifiedCount === 0) return 0
    for (const person of people) {
      await queueDelivery(core, tx, {
        accountId: staffAccountId,
        chatId: person.telegramChatId ?? '',
        purpose: 'notice',
        content: { type: 'text', text: wordsOf(account, news, person.locale, at) },
      })
    }
    return 1
  })
}

function wordsOf(account: AccountStatus, news: 'down' | 'back', locale: Staff['locale'], at: Date): string {
  const { name } = account
  if (news === 'back') {
    const duration = passedTime(at.getTime() - (account.alertedAt ?? at).getTime(), locale)
    return channelTexts.text(locale, 'alert.back', { name, duration })
  }
  const { phase, what, advice } = explainState(account.now, locale)
  const lines = [channelTexts.text(locale, 'alert.down', { name, what: what || phase, advice })]
  if (account.waiting > 0)
    lines.push(channelTexts.text(locale, 'alert.downWaiting', { count: account.waiting }))
  return lines.join('\n')
}

function listenersOf(core: Core): Promise<Staff[]> {
  const { roles } = settingsPolicy['channel.manage']
  return rows(core.models.Staff)
    .find({ active: true, role: { $in: [...roles] }, telegramChatId: { $type: 'string' } })
    .toArray()
}

async function forget(core: Core, account: AccountStatus): Promise<void> {
  await core.models.ChannelAccount.collection.updateOne(
    { _id: account._id as never },
    { $unset: { alertedAt: '' } },
  )
}
