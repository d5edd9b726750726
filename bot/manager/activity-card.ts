import type { Activity } from '../../core/activities/activity.model.js'
import { getActivity } from '../../core/activities/queries.js'
import { rescheduleActivity } from '../../core/activities/reschedule-activity.js'
import { clientNames } from '../../core/clients/queries.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { label } from '../../core/i18n.js'
import { listStaff, staffNames } from '../../core/staff/queries.js'
import { type Answer, answer } from './answer.js'
import type { Ask } from './ask.js'
import type { ManagerContext } from './desk.js'
import { sayMoment } from './later.js'
import { pressData } from './press.js'

type MeetingField = Extract<Ask, { kind: 'meeting' }>['field']

/** Shows what is planned: when, with whom and what for; below it what can be done. */
export async function showActivity(ctx: ManagerContext, activity: Activity, done = ''): Promise<void> {
  const card = await activityCard(ctx, activity)
  const text = [done, card.text].filter(Boolean).join('\n\n')
  const { conversationId, dealId } = activity
  await answer(ctx, { ...card, text }, { conversationId, dealId })
}

async function activityCard(ctx: ManagerContext, activity: Activity): Promise<Answer> {
  const { core, locale, say } = ctx.desk
  const [clients, colleagues] = await Promise.all([
    clientNames(core, [activity.clientId]),
    staffNames(core, activity.participants ?? []),
  ])
  const client = clients.get(activity.clientId ?? '')
  const people = [...colleagues.values(), activity.guests].filter(Boolean).join(', ')
  const lines = [
    activity.status === 'planned'
      ? sayMoment(core, activity.dueAt, locale)
      : label(locale, 'activityStatuses', activity.status),
    client && `👤 ${client}`,
    people && say('activity.people', { people }),
    activity.goals && say('result.goals', { goals: activity.goals }),
    activity.result,
  ]
  return {
    header: `${label(locale, 'activityKinds', activity.kind)}: ${activity.title}`,
    text: lines.filter(Boolean).join('\n'),
    keyboard: activityKeyboard(ctx, activity),
  }
}

function activityKeyboard(ctx: ManagerContext, { _id, kind, status, dealId, clientId }: Activity) {
  const { say } = ctx.desk
  const act = (
    name: 'done' | 'inHour' | 'tomorrow' | 'drop' | 'goals' | 'people',
    what: Parameters<typeof pressData>[0],
  ): StaffButton => ({ text: say(`buttons.${name}`), data: pressData(what) })
  const around: StaffButton[] = [
    ...(dealId ? [{ text: say('buttons.deal'), data: pressData(['deal', 'open', dealId]) }] : []),
    ...(clientId ? [{ text: say('buttons.client'), data: pressData(['client', 'open', clientId]) }] : []),
  ]
  const rows: StaffButton[][] =
    status === 'planned'
      ? [
          [act('done', ['act', 'done', _id]), act('drop', ['act', 'undo', _id])],
          [act('inHour', ['act', 'hour', _id]), act('tomorrow', ['act', 'tomorrow', _id])],
          ...(kind === 'meeting' ? [meetingRow(ctx, _id)] : []),
        ]
      : []
  return around.length > 0 ? [...rows, around] : rows
}

/** What a meeting is for and who comes. */
export function meetingRow({ desk: { say } }: ManagerContext, activityId: string): StaffButton[] {
  return [
    { text: say('buttons.goals'), data: pressData(['act', 'goals', activityId]) },
    { text: say('buttons.people'), data: pressData(['act', 'people', activityId]) },
  ]
}

/** Asks what the meeting is for, or who comes. */
export async function askMeeting(ctx: ManagerContext, activityId: string, field: MeetingField) {
  const { core, say } = ctx.desk
  const { title, conversationId, dealId } = await getActivity(core, activityId)
  await answer(
    ctx,
    { text: say(`activity.ask.${field}`, { title }) },
    {
      conversationId,
      dealId,
      ask: { kind: 'meeting', activityId, field },
      placeholder: say(`activity.hint.${field}`),
    },
  )
}

/** The words a person answered with. */
export async function answerMeeting(
  ctx: ManagerContext,
  { activityId, field }: Extract<Ask, { kind: 'meeting' }>,
  text: string,
): Promise<void> {
  const { core, by, say } = ctx.desk
  const { dueAt } = await getActivity(core, activityId)
  const changes = field === 'goals' ? { goals: text.slice(0, 2_000) } : await readPeople(ctx, text)
  const changed = await rescheduleActivity(core, by, { activityId, dueAt, ...changes })
  await showActivity(ctx, changed, say('field.done'))
}

/** «Марина, директор заказчика»: colleagues by their names, everybody else as they were written. */
async function readPeople(ctx: ManagerContext, text: string) {
  const team = await listStaff(ctx.desk.core, { active: true })
  const participants: string[] = []
  const guests: string[] = []
  for (const name of text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter(Boolean)) {
    const said = name.toLowerCase()
    const known = team.filter((person) => person.name.toLowerCase().split(' ').includes(said))
    const whole = team.find((person) => person.name.toLowerCase() === said)
    const colleague = whole ?? (known.length === 1 ? known[0] : undefined)
    if (colleague) participants.push(colleague._id)
    else guests.push(name)
  }
  return { participants: participants.slice(0, 20), guests: guests.join(', ').slice(0, 500) }
}
