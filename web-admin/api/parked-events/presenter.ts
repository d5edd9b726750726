import type { EventDoc } from '../../../core/events.js'
import type { ParkedEventView } from './schema.js'

export function presentParkedEvent({
  _id,
  type,
  stream,
  at,
  payload,
  parked = [],
}: EventDoc): ParkedEventView {
  return {
    id: _id,
    type,
    stream,
    at: at.toISOString(),
    // Whatever is wrong with an event, it must be shown: this is where people look for it.
    conversationId: (payload !== null && 'conversationId' in payload && payload.conversationId) || null,
    failures: parked.map(({ subscriber, attempts, error, at: when }) => ({
      subscriber,
      attempts,
      error,
      at: when.toISOString(),
    })),
  }
}
