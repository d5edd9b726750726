import type { Content } from '../content.js'
import type { Actor, Core, Locale } from '../context.js'
import { isRunning } from '../dialogs/stop-dialog.js'
import type { EventDoc, Subscriber } from '../events.js'
import { lookUpConversation } from '../inbox/look-up.js'
import { sendMessage } from '../inbox/send-message.js'
import { type PublicCard, publicCard } from '../staff/public-card.js'
import type { Staff } from '../staff/staff.model.js'
import { createTexts } from '../texts.js'
import { readAutoresponder } from './autoresponder-settings.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

const introducer: Actor = { kind: 'bot', id: 'introducer', name: 'introducer' }
const { text } = createTexts(ru, en)

/**
 * Tells a client in a messenger who has their conversation now: photo, position, address and hours of the public
 * profile, once a person. Where the channel shows the person by itself (the site chat) nothing is said.
 */
export const introducerSubscriber: Subscriber = {
  name: 'introducer',
  on: { 'conversation.assigned': introduce },
}

async function introduce({ payload }: EventDoc<'conversation.assigned'>, core: Core): Promise<void> {
  const { conversationId, assigneeId } = payload
  if (assigneeId === null || !(await readAutoresponder(core)).introduce) return
  const conversation = await lookUpConversation(core, conversationId)
  // Given on to somebody else meanwhile, closed, or a channel that takes no words of ours now.
  if (!conversation || conversation.assigneeId !== assigneeId || conversation.status === 'closed') return
  if (!conversation.reachable || isRunning(conversation.dialog)) return
  const channel = core.channels.all().find(({ accountId }) => accountId === conversation.accountId)
  if (!channel || channel.capabilities.showsAuthor) return
  const person = await core.models.Staff.findById(assigneeId).lean<Staff | null>()
  if (!person?.active) return
  const locale = conversation.locale as Locale
  const card = await publicCard(core, person, locale)
  await sendMessage(core, introducer, {
    conversationId,
    content: await contentOf(core, person, introduction(card, locale)),
    purpose: 'autoreply',
    dedupeKey: `introduce:${conversationId}:${assigneeId}`,
  })
}

/** «Вам ответит Ольга Ветрова, менеджер. 📍 …  🕘 …» */
export function introduction({ name, title, address, hours }: PublicCard, locale: Locale): string {
  const first = text(locale, title ? 'introductionWithTitle' : 'introduction', { name, title })
  return [first, address && `📍 ${address}`, hours && `🕘 ${hours}`].filter(Boolean).join('\n')
}

async function contentOf(core: Core, person: Staff, words: string): Promise<Content> {
  const { photoFileId } = person.publicProfile
  const file = photoFileId ? await core.files.info(photoFileId) : null
  if (file?.state !== 'ready' || !file.mimeType.startsWith('image/')) return { type: 'text', text: words }
  const { _id: fileId, name, mimeType, size } = file
  return { type: 'image', file: { fileId, name, mimeType, size: size ?? 0 }, caption: words }
}
