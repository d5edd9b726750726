import { type Content, filesOf } from '../../core/content.js'
import type { Core } from '../../core/context.js'
import { queueNotice } from '../../core/deliveries/queue-delivery.js'
import { staffAccountId } from '../../core/deliveries/staff-account.js'
import type { StaffExtras } from '../../core/deliveries/staff-keyboards.js'
import { label } from '../../core/i18n.js'
import type { Conversation } from '../../core/inbox/conversation.model.js'
import type { Message } from '../../core/inbox/message.model.js'
import { getConversation, listMessages } from '../../core/inbox/queries.js'
import type { StaffRow } from '../../core/staff/queries.js'
import { channelIcons } from './talk-card.js'
import { say } from './texts.js'

/** How far back media is looked for when somebody takes or opens a conversation, messages. */
const mediaHistory = 12

/** Queues a client's message for one colleague, once; a reply to it goes to the client. */
export async function forwardMessage(
  core: Core,
  staff: Pick<StaffRow, '_id' | 'telegramChatId' | 'locale'>,
  conversation: Pick<Conversation, '_id' | 'title' | 'channel'>,
  message: Message,
  mark = '',
): Promise<void> {
  if (!staff.telegramChatId) return
  const header = [
    channelIcons[conversation.channel],
    conversation.title,
    passedOn(message, staff.locale),
    mark,
  ]
    .filter(Boolean)
    .join(' ')
  const extras: StaffExtras = { header }
  for (const { key, content } of partsOf(message, staff.locale)) {
    await queueNotice(core, {
      accountId: staffAccountId,
      chatId: staff.telegramChatId,
      content,
      extras,
      subject: { kind: 'conversation', id: conversation._id, conversationId: conversation._id },
      dedupeKey: ['forward', key, mark && (message.edition ?? message.edits?.length), staff._id]
        .filter(Boolean)
        .join(':'),
    })
  }
}

/** That the words are somebody else's. */
function passedOn({ forwarded }: Message, locale: StaffRow['locale']): string {
  if (!forwarded) return ''
  return forwarded.from
    ? say(locale, 'notice.forwardedFrom', { name: forwarded.from })
    : say(locale, 'notice.forwarded')
}

/** The files a client sent lately, for somebody who takes the conversation; what was forwarded before is not repeated. */
export async function forwardMedia(core: Core, staff: StaffRow, conversationId: string): Promise<void> {
  const conversation = await getConversation(core, conversationId)
  const messages = await listMessages(core, { conversationId, limit: mediaHistory })
  for (const message of messages) {
    const isMedia = filesOf(message.content).length > 0 || message.content.type === 'location'
    if (message.direction === 'in' && isMedia) await forwardMessage(core, staff, conversation, message)
  }
}

/** An album grows while its parts come in, so each picture goes by itself under its own key. */
function partsOf(message: Message, locale: StaffRow['locale']): { key: string; content: Content }[] {
  const { content } = message
  if (content.type === 'album') {
    return content.files.map((file, index) => ({
      key: `${message._id}:${file.fileId}`,
      content: {
        type: 'image',
        file,
        ...(index === 0 && content.caption ? { caption: content.caption } : {}),
      },
    }))
  }
  return [{ key: message._id, content: readable(content, locale) }]
}

function readable(content: Content, locale: StaffRow['locale']): Content {
  if (content.type === 'unsupported')
    return { type: 'text', text: `[${label(locale, 'contentTypes', 'unsupported')}]` }
  if (content.type === 'choice') return { type: 'text', text: content.label }
  return content
}
