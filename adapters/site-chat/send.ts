import type { Outbound, SendResult } from '../../core/channel.js'
import { filesOf } from '../../core/content.js'
import type { Core } from '../../core/context.js'
import { sentId } from './receive.js'
import { type RenderParts, renderContent, renderMessage } from './render.js'
import { type ChatServer, roomOf } from './socket-server.js'

export interface SendParts {
  readonly core: Core
  readonly io: ChatServer
  readonly accountId: string
  readonly render: RenderParts
}

/**
 * Shows a stored message in every open widget of the visitor. `sent` means: it stands in the visitor's history and the
 * open widgets were told; one that is away gets it when it comes back. Whether it was seen, receipts say.
 */
export async function sendToVisitor(outbound: Outbound, parts: SendParts): Promise<SendResult> {
  const { core, io, accountId } = parts
  if (!outbound.messageId || outbound.seq === undefined) {
    return {
      outcome: 'failed',
      reason: { code: 'bad-content', text: 'a site chat shows stored messages only' },
    }
  }
  if (!/^v_[\w-]{22}$/.test(outbound.chatId)) return { outcome: 'failed', reason: { code: 'chat-not-found' } }
  const waiting = await fileStillComing(outbound, core)
  if (waiting) return { outcome: 'retry', reason: { code: 'file-pending' }, afterMs: 1_500 }
  const message = await renderMessage(
    {
      _id: outbound.messageId,
      seq: outbound.seq,
      direction: 'out',
      author: (outbound.author ?? { kind: 'system', name: '' }) as never,
      content: outbound.content,
      sentAt: outbound.sentAt ?? core.clock.now(),
    },
    outbound.chatId,
    parts.render,
  )
  io.to(roomOf(accountId, outbound.chatId)).emit('message', message)
  return { outcome: 'sent', externalIds: [sentId(outbound.chatId, outbound.messageId)] }
}

/** Follows an edit of a message that was sent. */
export function editForVisitor(
  chatId: string,
  externalId: string,
  content: Outbound['content'],
  parts: SendParts,
): SendResult {
  const id = externalId.slice(chatId.length + 1)
  parts.io
    .to(roomOf(parts.accountId, chatId))
    .emit('edited', { id, content: renderContent(content, chatId, parts.render.links) })
  return { outcome: 'sent', externalIds: [externalId] }
}

/** Takes a message back: it leaves the open widgets, and history shows it no more. */
export function removeForVisitor(chatId: string, externalId: string, parts: SendParts): SendResult {
  const id = externalId.slice(chatId.length + 1)
  parts.io.to(roomOf(parts.accountId, chatId)).emit('removed', { id })
  return { outcome: 'sent', externalIds: [externalId] }
}

/** A picture that a colleague sent from a messenger may still be on its way to our store. */
async function fileStillComing(outbound: Outbound, core: Core): Promise<boolean> {
  for (const { fileId } of filesOf(outbound.content)) {
    if ((await core.files.info(fileId))?.state === 'pending') return true
  }
  return false
}
