import type { InboundMessage, InboundReceipt } from '../../../core/channel.js'
import { moveChat } from '../../../core/contacts/move-chat.js'
import { settleName } from '../../../core/contacts/settle-name.js'
import type { Core } from '../../../core/context.js'
import { OtklikError } from '../../../core/errors.js'
import type { Inbox } from '../../../core/inbox/receive-message.js'
import type { ParsedWebhook } from './parse.js'

/**
 * Stores what a webhook says to one number. Resolves when everything is stored; rejects when something could not be, and
 * Meta has to send it all again, which changes nothing of what is here. Messages are handed over in their order.
 */
export async function receiveParsed(
  core: Core,
  inbox: Inbox,
  accountId: string,
  { messages, receipts, reactions, moves }: ParsedWebhook,
): Promise<void> {
  const people = await Promise.all(
    messages.map(({ names }) => settleName(core, { accountId, kind: 'whatsapp' }, names)),
  )
  await Promise.all([
    ...messages.map(({ inbound }, index) =>
      storeMessage(core, inbox, {
        ...inbound,
        from: { ...inbound.from, externalId: people[index] ?? inbound.from.externalId },
      }),
    ),
    // Those of one message in their order, of different ones side by side: an unknown one is waited for.
    ...byMessage(receipts).map(async (ofOne) => {
      for (const receipt of ofOne) await inbox.receipt(receipt)
    }),
  ])
  // The message may have come in the same webhook.
  for (const reaction of reactions) await inbox.reaction(reaction)
  for (const { names, to } of moves) {
    const value = await settleName(core, { accountId, kind: 'whatsapp' }, [...names, to])
    await moveChat(core, { accountId, kind: 'whatsapp', value, chatId: to })
  }
}

function byMessage(receipts: readonly InboundReceipt[]): InboundReceipt[][] {
  const groups = new Map<string, InboundReceipt[]>()
  for (const receipt of receipts)
    groups.set(receipt.externalId, [...(groups.get(receipt.externalId) ?? []), receipt])
  return [...groups.values()]
}

/** A message that cannot be stored in any way is written to the log and let go: Meta would send it for seven days. */
async function storeMessage(core: Core, inbox: Inbox, inbound: InboundMessage): Promise<void> {
  try {
    await inbox.receive(inbound)
  } catch (err) {
    if (!(err instanceof OtklikError && err.code === 'internal')) throw err
    core.log.error(
      { err, accountId: inbound.accountId, externalId: inbound.externalId },
      'whatsapp: a message that cannot be stored was given up',
    )
  }
}
