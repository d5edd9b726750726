import { plainText } from '../../core/content.js'
import { OtklikError } from '../../core/errors.js'
import { formatMoment } from '../../core/format.js'
import { label } from '../../core/i18n.js'
import { conversationTitles, getConversation } from '../../core/inbox/queries.js'
import { parseDate } from '../../core/parse/parse-date.js'
import { listScheduled } from '../../core/scheduled/queries.js'
import { cancelScheduled, scheduleMessage, sendScheduledNow } from '../../core/scheduled/schedule-message.js'
import { answer, redraw, toast } from './answer.js'
import type { ManagerContext } from './desk.js'
import { plannedKeyboard } from './inbox-notices.js'
import { sayMoment, withHour } from './later.js'
import type { Press } from './press.js'
import { cut } from './talk-card.js'
import { talkInQuestion } from './where.js'

const shown = 10

/** `/send завтра в 10 Добрый день…` plans a message to the client in question; `/send` alone lists what is planned. */
export async function commandSend(ctx: ManagerContext, words: string): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  if (words === '') return listMine(ctx)
  const conversationId = await talkInQuestion(ctx)
  if (!conversationId) return
  const parsed = parseDate(words, { now: core.clock.now(), zone: core.company.zone })
  if (!parsed.ok) throw new OtklikError('date-not-understood')
  const text = parsed.value.rest.trim()
  if (text === '') {
    await answer(ctx, { text: say('planned.how') })
    return
  }
  const at = withHour(core, parsed.value.at, parsed.value.hasTime)
  const planned = await scheduleMessage(core, by, { conversationId, content: { type: 'text', text }, at })
  const { title } = await getConversation(core, conversationId)
  await answer(
    ctx,
    {
      header: say('planned.done', { client: title, at: sayMoment(core, at, locale) }),
      text: `«${cut(text, 600)}»`,
      keyboard: plannedKeyboard(locale, planned._id),
    },
    { conversationId },
  )
}

async function listMine(ctx: ManagerContext): Promise<void> {
  const { core, staff, locale, say } = ctx.desk
  const planned = (await listScheduled(core, { authorId: staff._id })).slice(0, shown)
  if (planned.length === 0) {
    await answer(ctx, { text: `${say('planned.none')}\n${say('planned.how')}` })
    return
  }
  const titles = await conversationTitles(
    core,
    planned.map(({ conversationId }) => conversationId),
  )
  for (const each of planned) {
    const at = formatMoment(each.at, core.clock.now(), core.company.zone, locale)
    const client = titles.get(each.conversationId) ?? ''
    const words = plainText(each.content) || `[${label(locale, 'contentTypes', each.content.type)}]`
    const trouble = each.state === 'planned' ? '🕒' : '⚠️'
    await answer(
      ctx,
      {
        text: `${trouble} ${at} · ${client}\n«${cut(words, 300)}»`,
        keyboard: plannedKeyboard(locale, each._id),
      },
      { conversationId: each.conversationId },
    )
  }
}

export async function pressSaid(
  ctx: ManagerContext,
  [, what, scheduledId]: Extract<Press, ['said', ...unknown[]]>,
): Promise<void> {
  const { core, by, say } = ctx.desk
  try {
    if (what === 'now') await sendScheduledNow(core, by, { scheduledId })
    else await cancelScheduled(core, by, { scheduledId })
  } catch (err) {
    if (!(err instanceof OtklikError && err.code === 'illegal-transition')) throw err
    return toast(ctx, say('resend.settled'), true)
  }
  const text = say(what === 'now' ? 'planned.sentNow' : 'planned.dropped')
  await toast(ctx, text)
  await redraw(ctx, { text })
}
