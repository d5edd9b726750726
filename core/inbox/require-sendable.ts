import type { Content } from '../content.js'
import type { Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { requireOpenWindow } from './answer-window.js'
import type { Conversation } from './conversation.model.js'
import { requireFilesFit } from './file-limits.js'

/**
 * Whether this may be said to the client now. Throws `contact-blocked`, `conversation-unreachable`, `outside-answer-window`,
 * `file-too-large`.
 */
export function requireSendable(core: Core, conversation: Conversation, content: Content): void {
  if (conversation.blocked) throw new OtklikError('contact-blocked')
  if (!conversation.reachable)
    throw new OtklikError('conversation-unreachable', { params: { name: conversation.title } })
  requireOpenWindow(core, conversation, content)
  requireFilesFit(core, conversation.accountId, content)
}
