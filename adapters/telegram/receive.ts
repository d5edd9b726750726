import type { InboundMessage } from '../../core/channel.js'
import type { Core } from '../../core/context.js'
import { OtklikError } from '../../core/errors.js'
import type { Inbox } from '../../core/inbox/receive-message.js'
import { parseUpdate } from './parse.js'

/**
 * Stores what one raw update says. Resolves when it is stored (or holds nothing for us); rejects when it could not be.
 * Nothing is awaited before `inbox.receive`, so updates handed over in order are stored in order.
 */
export async function receiveUpdate(
  core: Core,
  inbox: Inbox,
  accountId: string,
  raw: unknown,
  answerPress: (callbackId: string) => Promise<unknown>,
): Promise<void> {
  const { inbound, callbackId } = parseUpdate(raw, accountId, core.clock.now())
  if (inbound?.kind === 'message') await storeMessage(core, inbox, inbound)
  else if (inbound?.kind === 'edit') await inbox.edit(inbound)
  else if (inbound?.kind === 'reach') await inbox.reach(inbound)
  else if (inbound?.kind === 'reaction') await inbox.reaction(inbound)
  else if (inbound === null && callbackId === undefined) {
    core.log.debug({ accountId }, 'telegram: an update with nothing for us')
  }
  if (callbackId !== undefined) {
    answerPress(callbackId).catch((err: unknown) =>
      core.log.debug({ err, accountId }, 'telegram: a press was not acknowledged'),
    )
  }
}

/** A message that cannot be stored in any way is written to the log and let go: Telegram would hand it out for ever. */
async function storeMessage(core: Core, inbox: Inbox, inbound: InboundMessage): Promise<void> {
  try {
    await inbox.receive(inbound)
  } catch (err) {
    if (!(err instanceof OtklikError && err.code === 'internal')) throw err
    core.log.error(
      { err, accountId: inbound.accountId, externalId: inbound.externalId },
      'telegram: a message that cannot be stored was given up',
    )
  }
}
