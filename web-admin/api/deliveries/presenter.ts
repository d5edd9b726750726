import type { AccountProfile } from '../../../core/channel-accounts/account-profile.js'
import { plainText } from '../../../core/content.js'
import type { Delivery } from '../../../core/deliveries/delivery.model.js'
import type { DeliveryView } from './schema.js'

/** Characters of the text that the ledger shows. */
const previewLength = 120

/**
 * @param titles of conversations, id -> title
 * @param accounts by id, removed ones too
 */
export function presentDelivery(
  row: Delivery,
  titles: ReadonlyMap<string, string>,
  accounts: ReadonlyMap<string, AccountProfile>,
): DeliveryView {
  const conversationId = row.conversationId ?? row.subject?.conversationId
  const decidable = row.state === 'failed' || row.state === 'unknown'
  return {
    id: row._id,
    accountId: row.accountId,
    accountName: accounts.get(row.accountId)?.name ?? row.accountId,
    purpose: row.purpose,
    state: row.state,
    preview: plainText(row.content).slice(0, previewLength),
    contentType: row.content.type,
    conversation:
      conversationId === undefined ? null : { id: conversationId, title: titles.get(conversationId) ?? '' },
    messageId: row.messageId ?? null,
    attempts: row.attempts,
    reason: row.reason ?? null,
    createdAt: row.createdAt.toISOString(),
    nextAt: row.nextAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    canRetry: decidable,
    canDiscard: decidable,
  }
}
