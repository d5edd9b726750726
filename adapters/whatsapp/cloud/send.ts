import { z } from 'zod'
import type { Outbound, SendResult } from '../../../core/channel.js'
import type { StoredFile } from '../../../core/content.js'
import { OtklikError } from '../../../core/errors.js'
import { classify, classifyBeforeSend } from './error-codes.js'
import type { GraphClient } from './graph-client.js'
import { BadContent, renderMessage } from './render.js'

const uploaded = z.object({ id: z.string().min(1) })
const accepted = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) })

export interface SendParts {
  graph: GraphClient
  phoneId: string
  listButton: string
}

/**
 * Hands one content to the Cloud API: files are uploaded first, and until the message itself is posted every failure is
 * surely not delivered. Our delivery id goes along and comes back with every status, so that a message whose answer was
 * lost is known again. Never throws.
 */
export async function sendToCloud(parts: SendParts, outbound: Outbound): Promise<SendResult> {
  let body: object
  try {
    body = await renderMessage(outbound.content, {
      listButton: parts.listButton,
      upload: (file) => upload(parts, outbound, file),
    })
  } catch (err) {
    if (err instanceof BadContent)
      return { outcome: 'failed', reason: { code: 'bad-content', text: err.message } }
    if (err instanceof OtklikError) throw err
    return classifyBeforeSend(err)
  }
  try {
    const answer = await parts.graph.post(`${parts.phoneId}/messages`, {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...addressee(outbound.chatId),
      ...(outbound.replyToExternalId ? { context: { message_id: outbound.replyToExternalId } } : {}),
      ...body,
      biz_opaque_callback_data: outbound.deliveryId,
    })
    const result = accepted.safeParse(answer)
    return { outcome: 'sent', externalIds: result.success ? result.data.messages.map(({ id }) => id) : [] }
  } catch (err) {
    return classify(err)
  }
}

/** A business-scoped id stands in `recipient`: in `to` it is taken and silently never delivered. */
export function addressee(chatId: string): { to: string } | { recipient: string } {
  return /^\d+$/.test(chatId) ? { to: chatId } : { recipient: chatId }
}

async function upload(
  { graph, phoneId }: SendParts,
  { openFile }: Outbound,
  file: StoredFile,
): Promise<string> {
  const answer = await graph.upload(`${phoneId}/media`, {
    stream: await openFile(file.fileId),
    name: file.name,
    mimeType: file.mimeType,
    size: file.size,
  })
  return uploaded.parse(answer).id
}
