import type { CannedReply } from '../../../core/canned-replies/canned-reply.model.js'
import type { FilledReply } from '../../../core/canned-replies/queries.js'
import type { CannedReplyView, FilledReplyView } from './schema.js'

export function presentCannedReply(reply: CannedReply): CannedReplyView {
  const { _id, shortcut, title, text, ownerId, version, updatedAt } = reply
  return {
    id: _id,
    shortcut,
    title,
    text,
    own: ownerId !== null,
    version,
    updatedAt: updatedAt.toISOString(),
  }
}

export function presentFilledReply({ _id, shortcut, title, ownerId, filled }: FilledReply): FilledReplyView {
  return { id: _id, shortcut, title, own: ownerId !== null, text: filled.text, missing: filled.missing }
}
