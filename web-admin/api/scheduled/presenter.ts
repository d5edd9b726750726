import type { ScheduledMessage } from '../../../core/scheduled/scheduled-message.model.js'
import type { ScheduledView } from './schema.js'

export function presentScheduled(planned: ScheduledMessage): ScheduledView {
  return {
    id: planned._id,
    conversationId: planned.conversationId,
    content: planned.content,
    at: planned.at.toISOString(),
    unlessReplied: planned.unlessReplied,
    author: { id: planned.by.id, name: planned.by.name },
    state: planned.state,
    reason: planned.reason ?? null,
    messageId: planned.messageId ?? null,
    version: planned.version,
  }
}
