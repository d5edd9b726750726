import { plainText } from '../../core/content.js'
import { listDeliveries } from '../../core/deliveries/queries.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { OtklikError } from '../../core/errors.js'
import { listParked } from '../../core/events/dispatcher.js'
import { discardParked, retryParked } from '../../core/events/retry-parked.js'
import { formatMoment } from '../../core/format.js'
import { explainReason, label } from '../../core/i18n.js'
import { blockContact } from '../../core/inbox/block-contact.js'
import { labelConversation } from '../../core/inbox/label-conversation.js'
import { muteConversation, viewsOf } from '../../core/inbox/personal-views.js'
import { conversationTitles, getConversation } from '../../core/inbox/queries.js'
import { listLabels } from '../../core/labels/change-labels.js'
import { may } from '../../core/policies/authorise.js'
import { searchMessages } from '../../core/search/search-messages.js'
import { answer, redraw, toast } from './answer.js'
import type { ManagerContext } from './desk.js'
import { type Press, pressData } from './press.js'
import { channelIcons, cut } from './talk-card.js'
import { talkInQuestion } from './where.js'

const shown = 6

/** `/search кружки с логотипом`: messages with these words in any form; a button opens the conversation. */
export async function commandSearch(ctx: ManagerContext, words: string): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  if (words === '') {
    await answer(ctx, { text: say('search.how') })
    return
  }
  const found = await searchMessages(core, by, { query: words.slice(0, 200), limit: shown })
  if (found.length === 0) {
    await answer(ctx, { text: say('find.nothing', { words: cut(words, 60) }) })
    return
  }
  const lines = found.map(({ message, conversation, snippet }, index) => {
    const at = formatMoment(message.sentAt, core.clock.now(), core.company.zone, locale)
    const piece = snippet
      .map(({ text }) => text)
      .join('')
      .replace(/\s+/g, ' ')
    return `${index + 1}. ${channelIcons[conversation.channel]} ${conversation.title} · ${at}\n${cut(piece, 220)}`
  })
  const keyboard = found.map(({ conversation }, index): StaffButton[] => [
    {
      text: cut(`${index + 1}. ${conversation.title}`, 40),
      data: pressData(['talk', 'open', conversation._id]),
    },
  ])
  await answer(ctx, {
    header: say('find.found', { words: cut(words, 60) }),
    text: lines.join('\n\n'),
    keyboard,
  })
}

/** `/label срочно, опт` puts labels on, `/label -опт` takes one off, `/label` alone shows them. */
export async function commandLabel(ctx: ManagerContext, words: string): Promise<void> {
  const { core, by, say } = ctx.desk
  const conversationId = await talkInQuestion(ctx)
  if (!conversationId) return
  const before = await getConversation(core, conversationId)
  if (words === '') {
    const all = (await listLabels(core)).map(({ name }) => name)
    const text = say('label.now', {
      labels: before.labels.join(', ') || '—',
      all: all.join(', ') || '—',
    })
    await answer(ctx, { text }, { conversationId })
    return
  }
  const asked = words
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
  const off = asked.filter((word) => word.startsWith('-')).map((word) => word.slice(1).trim().toLowerCase())
  const on = asked.filter((word) => !word.startsWith('-'))
  const labels = [...before.labels.filter((name) => !off.includes(name.toLowerCase())), ...on]
  const after = await labelConversation(core, by, { conversationId, labels })
  await answer(
    ctx,
    { text: say('label.done', { client: after.title, labels: after.labels.join(', ') || '—' }) },
    { conversationId },
  )
}

/** `/mute`: hears of this conversation no more, and again when asked again. */
export async function commandMute(ctx: ManagerContext): Promise<void> {
  const { core, by, say } = ctx.desk
  const conversationId = await talkInQuestion(ctx)
  if (!conversationId) return
  const muted = !((await viewsOf(core, by.id, [conversationId])).get(conversationId)?.muted ?? false)
  await muteConversation(core, by, { conversationId, muted })
  const { title } = await getConversation(core, conversationId)
  await answer(ctx, { text: say(muted ? 'mute.on' : 'mute.off', { client: title }) }, { conversationId })
}

/** `/spam`: the conversation is spam, with the way back. */
export async function commandSpam(ctx: ManagerContext): Promise<void> {
  const { core, by, say } = ctx.desk
  const conversationId = await talkInQuestion(ctx)
  if (!conversationId) return
  const { title } = await blockContact(core, by, { conversationId, as: 'spam' })
  const keyboard = [[{ text: say('buttons.undo'), data: pressData(['talk', 'unblock', conversationId]) }]]
  await answer(ctx, { text: say('spam.done', { client: title }), keyboard }, { conversationId })
}

/** `/trouble`: what did not go out or perhaps did, and for heads the events that could not be handled. */
export async function commandTrouble(ctx: ManagerContext): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  const { items, nextCursor } = await listDeliveries(core, { state: 'trouble' }, { limit: shown })
  const titles = await conversationTitles(
    core,
    items.map((row) => row.conversationId ?? row.subject?.conversationId ?? null),
  )
  // The newest stands lowest, where one reads.
  for (const row of items.toReversed()) {
    const conversationId = row.conversationId ?? row.subject?.conversationId
    const client = (conversationId && titles.get(conversationId)) || row.chatId
    const reason = explainReason(locale, row.reason ?? { code: 'other' })
    const words = plainText(row.content) || `[${label(locale, 'contentTypes', row.content.type)}]`
    await answer(
      ctx,
      {
        header: `${row.state === 'unknown' ? '❓' : '❌'} ${label(locale, 'deliveryStates', row.state)}: ${client}`,
        text: `${reason}\n\n«${cut(words, 300)}»`,
        keyboard: [
          [
            { text: say('buttons.resend'), data: pressData(['resend', 'yes', row._id]) },
            { text: say('buttons.discard'), data: pressData(['resend', 'no', row._id]) },
          ],
        ],
      },
      conversationId ? { conversationId } : {},
    )
  }
  const parked = may(by, 'delivery.repair') ? await listParked(core, shown) : []
  for (const event of parked) {
    const failures = (event.parked ?? []).map(({ subscriber, error }) => `${subscriber}: ${cut(error, 200)}`)
    await answer(ctx, {
      header: say('trouble.parked', { type: event.type }),
      text: failures.join('\n'),
      keyboard: [
        [
          { text: say('buttons.again'), data: pressData(['parked', 'retry', event._id]) },
          { text: say('buttons.giveUp'), data: pressData(['parked', 'drop', event._id]) },
        ],
      ],
    })
  }
  if (items.length + parked.length === 0) await answer(ctx, { text: say('trouble.none') })
  else if (nextCursor) await answer(ctx, { text: say('trouble.more') })
}

export async function pressParked(
  ctx: ManagerContext,
  [, what, eventId]: Extract<Press, ['parked', ...unknown[]]>,
): Promise<void> {
  const { core, by, say } = ctx.desk
  try {
    if (what === 'retry') await retryParked(core, by, { eventId })
    else await discardParked(core, by, { eventId })
  } catch (err) {
    if (!(err instanceof OtklikError && err.code === 'not-found')) throw err
    return toast(ctx, say('resend.settled'), true)
  }
  const text = say(what === 'retry' ? 'trouble.again' : 'trouble.givenUp')
  await toast(ctx, text)
  await redraw(ctx, { text })
}
