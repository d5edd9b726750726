import type { Activity } from '../../core/activities/activity.model.js'
import { myDay } from '../../core/activities/queries.js'
import { listDeals } from '../../core/deals/queries.js'
import { formatMoment, formatTime } from '../../core/format.js'
import { translate } from '../../core/i18n.js'
import { listConversations } from '../../core/inbox/queries.js'
import { answer } from './answer.js'
import type { ManagerContext } from './desk.js'
import { dealButton } from './find.js'
import { talkLabel } from './inbox.js'
import { pressData } from './press.js'
import { cut } from './talk-card.js'

const shownTalks = 4
const shownDeals = 4
const shownTasks = 10
const shownTaskButtons = 4
const buttonLength = 40

/** `/my`: who waits for an answer, what is to be done today, the open deals. */
export async function sendMyDay(ctx: ManagerContext): Promise<void> {
  const { core, staff, locale, say } = ctx.desk
  const [talks, day, deals] = await Promise.all([
    listConversations(core, { status: 'open', assigneeId: staff._id }, { limit: shownTalks }),
    myDay(core, staff._id),
    listDeals(core, { ownerId: staff._id, closed: false }, { limit: 100 }),
  ])
  const more = deals.nextCursor ? '+' : ''
  const lines = [
    talks.items.length > 0 ? say('my.talks') : say('my.noTalks'),
    '',
    ...tasks(ctx, day.overdue, 'overdue'),
    ...tasks(ctx, day.today, 'today'),
    day.overdue.length + day.today.length === 0 ? say('my.noTasks') : '',
    `${say('my.deals')} ${translate(locale, 'counts.deals', { count: deals.items.length })}${more}`,
  ]
  const keyboard = [
    ...talks.items.map((talk) => [
      { text: talkLabel(ctx, talk), data: pressData(['talk', 'open', talk._id]) },
    ]),
    ...[...day.overdue, ...day.today].slice(0, shownTaskButtons).map((activity) => [
      {
        text: cut(`☑️ ${activity.title}`, buttonLength),
        data: pressData(['act', 'open', activity._id]),
      },
    ]),
    ...deals.items.slice(0, shownDeals).map((deal) => [dealButton(ctx, deal)]),
    [
      { text: say('buttons.inbox'), data: pressData(['menu', 'inbox']) },
      { text: say('buttons.find'), data: pressData(['menu', 'find']) },
    ],
  ]
  await answer(ctx, {
    header: say('my.title', { name: staff.name }),
    text: lines.join('\n').replace(/\n{3,}/g, '\n\n'),
    keyboard,
  })
}

function tasks(ctx: ManagerContext, list: Activity[], kind: 'overdue' | 'today'): string[] {
  const { core, locale, say } = ctx.desk
  const { zone } = core.company
  const time = (activity: Activity) => {
    if (kind === 'overdue') return formatMoment(activity.dueAt, core.clock.now(), zone, locale)
    return activity.hasTime ? formatTime(activity.dueAt, zone) : say('my.anyTime')
  }
  const sign = kind === 'overdue' ? '❗' : '▫️'
  const lines = list
    .slice(0, shownTasks)
    .map((activity) => `${sign} ${time(activity)} ${cut(activity.title, 120)}`)
  return lines.length > 0 ? [say(`my.${kind}`), ...lines, ''] : []
}
