import type { ChannelKind } from '../../core/channel.js'
import { plainText } from '../../core/content.js'
import type { Core, Locale } from '../../core/context.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { listAnswers } from '../../core/dialogs/outcome.js'
import { isRunning } from '../../core/dialogs/stop-dialog.js'
import { formatDay, formatMoment, formatMoney } from '../../core/format.js'
import { label } from '../../core/i18n.js'
import { answerWindow } from '../../core/inbox/answer-window.js'
import type { Message } from '../../core/inbox/message.model.js'
import type { Answer } from './answer.js'
import type { Viewer } from './desk.js'
import { pressData } from './press.js'
import type { TalkFacts } from './talk-facts.js'
import { say } from './texts.js'

/** Characters of one line of the history. */
const lineLength = 220
const answerLength = 160

export const channelIcons: Record<ChannelKind, string> = {
  telegram: '✈️',
  whatsapp: '🟢',
  site: '🌐',
  email: '✉️',
  sms: '💬',
  'staff-telegram': '👥',
}

/** The card of a conversation and its inquiry, as this person sees it. */
export function talkCard(core: Core, facts: TalkFacts, viewer: Viewer): Answer {
  const { conversation, inquiry } = facts
  const { locale } = viewer
  const channel = label(locale, 'channels', conversation.channel)
  const number = inquiry ? say(locale, 'card.inquiry', { number: inquiry.number }) : say(locale, 'card.talk')
  const blocks = [
    about(core, facts, locale),
    history(facts, viewer),
    windowClosed(core, facts) ? say(locale, 'template.cardClosed') : '',
    gapLine(core, facts, locale),
    say(locale, ...standing(facts, viewer, core)),
  ]
  const place = [number, channel, facts.accountName].filter(Boolean).join(' · ')
  return {
    header: `${channelIcons[conversation.channel]} ${place}`,
    text: blocks.filter(Boolean).join('\n\n'),
    keyboard: talkKeyboard(facts, viewer),
  }
}

/** The messenger takes only templates now. */
function windowClosed(core: Core, { conversation }: TalkFacts): boolean {
  const window = answerWindow(core, conversation)
  return window !== null && !window.open
}

function about(core: Core, facts: TalkFacts, locale: Locale): string {
  const { inquiry, deal } = facts
  const name = facts.clientName || say(locale, 'card.nameless')
  const repeat = inquiry?.byNumber === 'repeat' ? label(locale, 'inquiryNumbers', 'repeat').toLowerCase() : ''
  const lines = [[`👤 ${name}`, facts.companyName, repeat].filter(Boolean).join(' · ')]
  for (const { label: question, text } of answersOf(core, facts, locale))
    lines.push(`${question}: ${cut(text, answerLength)}`)
  if (inquiry?.source)
    lines.push(say(locale, 'card.source', { source: label(locale, 'sources', inquiry.source) }))
  if (deal) lines.push(`💼 ${dealLine(core, deal, locale)}`)
  return lines.join('\n')
}

/** What the client told the script: confirmed, or so far. */
function answersOf(
  core: Core,
  { conversation, inquiry, script }: TalkFacts,
  locale: Locale,
): { label: string; text: string }[] {
  if (!script || !conversation.dialog) return Object.values(inquiry?.answers ?? {})
  const said = listAnswers(script, conversation.dialog.answers, locale, core.company.zone)
  return said.map(({ label: question, value }) => ({ label: question, text: value }))
}

/** «Сделка №7 · Новая · 150 000 ₽ · до 1 декабря» */
export function dealLine(
  core: Core,
  { deal, stage }: NonNullable<TalkFacts['deal']>,
  locale: Locale,
): string {
  const parts = [say(locale, 'deal.number', { number: deal.number }), stage?.name[locale] ?? deal.stage]
  if (deal.amountMinor > 0) parts.push(formatMoney(deal.amountMinor, deal.currency, locale))
  if (deal.dueAt) {
    const day = formatDay(deal.dueAt, core.clock.now(), core.company.zone, locale)
    parts.push(say(locale, 'deal.until', { day }))
  }
  return parts.join(' · ')
}

/** We were away for longer than the messenger keeps messages, or could not read them, after the last one that is shown or among them. */
function gapLine(core: Core, { gap }: TalkFacts, locale: Locale): string {
  if (!gap) return ''
  const moment = (date: Date) => formatMoment(date, core.clock.now(), core.company.zone, locale)
  return say(locale, 'card.gap', { from: moment(gap.from), to: moment(gap.to) })
}

function history({ messages }: TalkFacts, viewer: Viewer): string {
  return messages.map((message) => historyLine(message, viewer)).join('\n')
}

/** One line of a conversation: who, and what in a few words. */
export function historyLine(message: Message, { locale, staffId }: Viewer): string {
  const words = plainText(message.content).replace(/\s+/g, ' ').trim()
  const kind = message.content.type
  const shown = words || `[${label(locale, 'contentTypes', kind)}]`
  const media =
    words && !['text', 'choice', 'choices', 'contact'].includes(kind)
      ? `[${label(locale, 'contentTypes', kind)}] `
      : ''
  const gone = message.removed ? `🗑 ` : ''
  return `${signOf(message, staffId, locale)}: ${gone}${media}${cut(shown, lineLength)}${deliveryMark(message)}`
}

/** What is still on its way has no mark: a card is not drawn again when it has gone. */
const deliveryMarks: Partial<Record<NonNullable<Message['delivery']>['state'], string>> = {
  sent: '✓',
  delivered: '✓✓',
  read: '👁',
  failed: '❌',
  unknown: '❓',
  discarded: '✖️',
}

/** How far a message of ours has come. */
function deliveryMark({ delivery }: Message): string {
  const mark = delivery && deliveryMarks[delivery.state]
  return mark ? ` ${mark}` : ''
}

function signOf({ direction, author }: Message, staffId: string, locale: Locale): string {
  if (direction === 'note') return `📝 ${author.name}`
  if (author.kind === 'client') return `💬 ${author.name || say(locale, 'card.client')}`
  if (author.kind === 'bot' || author.kind === 'system') return `🤖 ${say(locale, 'card.script')}`
  return author.id === staffId ? `↩️ ${say(locale, 'card.you')}` : `↩️ ${author.name}`
}

function standing(
  facts: TalkFacts,
  viewer: Viewer,
  core: Core,
): Parameters<typeof say> extends [Locale, ...infer Rest] ? Rest : never {
  const { conversation } = facts
  if (conversation.blocked) return [conversation.blocked === 'spam' ? 'card.spam' : 'card.blocked']
  if (conversation.status === 'closed') return ['card.closed']
  if (conversation.status === 'snoozed' && conversation.snoozedUntil) {
    const at = formatMoment(conversation.snoozedUntil, core.clock.now(), core.company.zone, viewer.locale)
    return ['card.snoozed', { at }]
  }
  if (conversation.assigneeId === viewer.staffId) return ['card.yours']
  if (conversation.assigneeId) return ['card.taken', { name: facts.assigneeName ?? '' }]
  return isRunning(conversation.dialog) ? ['card.scriptTalks'] : ['card.free']
}

function talkKeyboard({ conversation, inquiry }: TalkFacts, { locale, staffId }: Viewer): StaffButton[][] {
  const id = conversation._id
  const button = (
    name: 'take' | 'reply' | 'deal' | 'later' | 'remind' | 'close' | 'open' | 'reopen' | 'why',
  ): StaffButton => ({
    text: say(locale, `buttons.${name}`),
    data: pressData(['talk', name, id]),
  })
  if (conversation.status === 'closed') return [[button('reopen'), button('reply'), button('deal')]]
  // Only where rules decided: without them there is nothing to explain.
  const why = inquiry?.routingDecisionId ? [button('why')] : []
  const more = inquiry
    ? [{ text: say(locale, 'buttons.inquiry'), data: pressData(['inq', 'menu', inquiry._id]) }]
    : []
  if (conversation.assigneeId === null)
    return [
      [button('take'), button('reply')],
      [button('deal'), button('later')],
      [...more, ...why],
    ]
  if (conversation.assigneeId === staffId) {
    return [
      [button('reply'), button('deal'), button('later')],
      [button('remind'), button('close'), ...more],
      why,
    ]
  }
  return [[button('open'), button('reply')]]
}

export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text
}
