import type { InboundMessage } from '../../core/channel.js'
import type { Content } from '../../core/content.js'
import { testNow } from './core.js'

let counter = 0

/** An inbound Telegram message of a new person with a new id, unless told otherwise. */
export function buildInbound(
  change: Partial<InboundMessage> & { person?: string; text?: string } = {},
): InboundMessage {
  counter += 1
  const { person = `p${counter}`, text = `Message ${counter}`, ...rest } = change
  const content: Content = { type: 'text', text }
  return {
    kind: 'message',
    accountId: 'telegram:main',
    channel: 'telegram',
    chatId: person,
    from: { externalId: person, name: `Person ${person}` },
    externalId: `${person}:${counter}`,
    content,
    sentAt: new Date(testNow),
    ...rest,
  }
}
