import { plainText } from '../../core/content.js'
import type { Core } from '../../core/context.js'
import { queueNotice } from '../../core/deliveries/queue-delivery.js'
import { staffAccountId } from '../../core/deliveries/staff-account.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { isErrorCode, OtklikError } from '../../core/errors.js'
import type { EventDoc } from '../../core/events.js'
import { formatMoment } from '../../core/format.js'
import { explainError, explainReason, label } from '../../core/i18n.js'
import { lookUpConversation, lookUpMessage } from '../../core/inbox/look-up.js'
import { getScheduled } from '../../core/scheduled/queries.js'
import { type Linked, linkedColleague } from './audience.js'
import { pressData } from './press.js'
import { channelIcons, cut } from './talk-card.js'
import { say } from './texts.js'

const quoteLength = 600

/** Whoever a note calls by name reads it here; an answer to it is a note, too, and never goes to the client. */
export async function tellMentioned(core: Core, { payload }: EventDoc<'message.noted'>): Promise<void> {
  const [conversation, note] = await Promise.all([
    lookUpConversation(core, payload.conversationId),
    lookUpMessage(core, payload.messageId),
  ])
  if (!conversation || !note) return
  for (const staffId of note.mentions ?? []) {
    const person = await linkedColleague(core, staffId)
    if (!person || staffId === note.author.id) continue
    await notice(core, person, {
      header: say(person.locale, 'mention.header', { name: note.author.name }),
      text: [
        `${channelIcons[conversation.channel]} ${conversation.title}`,
        cut(plainText(note.content), quoteLength),
        say(person.locale, 'mention.hint'),
      ].join('\n\n'),
      keyboard: [
        [
          {
            text: say(person.locale, 'buttons.talk'),
            data: pressData(['talk', 'open', conversation._id]),
          },
        ],
      ],
      subject: { kind: 'note', id: note._id, conversationId: conversation._id },
      dedupeKey: `mention:${note._id}:${staffId}`,
    })
  }
}

/** A planned message that was missed or refused is brought back to whoever planned it. */
export async function tellScheduled(
  core: Core,
  { _id, payload }: EventDoc<'message.scheduled'>,
): Promise<void> {
  if (payload.state !== 'missed' && payload.state !== 'failed') return
  const planned = await getScheduled(core, payload.scheduledId)
  const person = await linkedColleague(core, planned.by.id)
  const conversation = await lookUpConversation(core, payload.conversationId)
  if (!person || !conversation) return
  const { locale } = person
  const at = formatMoment(planned.at, core.clock.now(), core.company.zone, locale)
  const reason = payload.reason && isErrorCode(payload.reason) ? new OtklikError(payload.reason) : null
  const why =
    payload.state === 'missed'
      ? say(locale, 'planned.missed', { client: conversation.title, at })
      : say(locale, 'planned.failed', {
          client: conversation.title,
          at,
          reason: reason ? explainError(reason, locale).message : (payload.reason ?? ''),
        })
  await notice(core, person, {
    text: `${why}\n\n«${cut(plainText(planned.content) || `[${label(locale, 'contentTypes', planned.content.type)}]`, quoteLength)}»`,
    keyboard: plannedKeyboard(locale, planned._id),
    subject: { kind: 'conversation', id: conversation._id, conversationId: conversation._id },
    dedupeKey: `planned:${_id}`,
  })
}

export function plannedKeyboard(locale: Linked['locale'], scheduledId: string): StaffButton[][] {
  return [
    [
      { text: say(locale, 'buttons.sendNow'), data: pressData(['said', 'now', scheduledId]) },
      { text: say(locale, 'buttons.dontSend'), data: pressData(['said', 'drop', scheduledId]) },
    ],
  ]
}

/** The channel would not follow a correction or deletion: whoever asked for it should know. */
export async function tellChangeFailed(
  core: Core,
  { _id, payload }: EventDoc<'message.change-failed'>,
): Promise<void> {
  const message = await lookUpMessage(core, payload.messageId)
  const person = await linkedColleague(core, message?.change?.byId)
  const conversation = await lookUpConversation(core, payload.conversationId)
  if (!message || !person || !conversation) return
  const text = say(person.locale, payload.kind === 'edit' ? 'change.editFailed' : 'change.removeFailed', {
    client: conversation.title,
    reason: explainReason(person.locale, payload.reason),
  })
  await notice(core, person, {
    text: `${text}\n\n«${cut(plainText(message.content), quoteLength)}»`,
    subject: { kind: 'conversation', id: conversation._id, conversationId: conversation._id },
    dedupeKey: `change-failed:${_id}`,
  })
}

/** The client deleted what they had written: whoever leads them should not answer what is taken back. */
export async function tellRemoved(core: Core, { _id, payload }: EventDoc<'message.removed'>): Promise<void> {
  const message = await lookUpMessage(core, payload.messageId)
  if (message?.removed?.by !== 'client') return
  const conversation = await lookUpConversation(core, payload.conversationId)
  const person = await linkedColleague(core, conversation?.assigneeId)
  if (!conversation || conversation.blocked || !person) return
  const words =
    plainText(message.content) || `[${label(person.locale, 'contentTypes', message.content.type)}]`
  await notice(core, person, {
    text: say(person.locale, 'change.removedByClient', {
      client: conversation.title,
      text: cut(words, quoteLength),
    }),
    subject: { kind: 'conversation', id: conversation._id, conversationId: conversation._id },
    dedupeKey: `removed:${_id}`,
  })
}

interface Notice {
  header?: string
  text: string
  keyboard?: StaffButton[][]
  subject: { kind: 'conversation' | 'note'; id: string; conversationId: string }
  dedupeKey: string
}

async function notice(
  core: Core,
  person: Linked,
  { header, text, keyboard, subject, dedupeKey }: Notice,
): Promise<void> {
  await queueNotice(core, {
    accountId: staffAccountId,
    chatId: person.telegramChatId,
    content: { type: 'text', text },
    extras: { ...(header ? { header } : {}), ...(keyboard ? { keyboard } : {}) },
    subject,
    dedupeKey,
  })
}
