import type { Activity } from '../../core/activities/activity.model.js'
import { completeActivity, nextKindOf } from '../../core/activities/complete-activity.js'
import { outcomesOf } from '../../core/activities/outcomes.js'
import { getActivity } from '../../core/activities/queries.js'
import type { ClientCard } from '../../core/clients/client.model.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { OtklikError } from '../../core/errors.js'
import { label } from '../../core/i18n.js'
import { parseDate } from '../../core/parse/parse-date.js'
import { type Answer, answer, redraw, toast } from './answer.js'
import type { Ask } from './ask.js'
import type { ManagerContext } from './desk.js'
import { laterAt, sayMoment, withHour } from './later.js'
import { recall } from './memory.js'
import { laterChoices, type Press, pressData } from './press.js'
import { cut } from './talk-card.js'

/** How it ended, as far as the person has said. */
interface Said {
  outcome?: string | undefined
  result?: string | undefined
}

/** "Done" was pressed: a call and a meeting ask how it ended, anything else is over at once. */
export async function finish(ctx: ManagerContext, activityId: string): Promise<void> {
  const activity = await getActivity(ctx.desk.core, activityId)
  if (activity.status === 'planned' && outcomesOf(activity.kind).length > 0) {
    await redraw(ctx, outcomeCard(ctx, activity))
    return
  }
  const done = await complete(ctx, activity, {})
  if (done) await redraw(ctx, done)
}

function outcomeCard(ctx: ManagerContext, activity: Activity): Answer {
  const { locale, say } = ctx.desk
  const buttons = outcomesOf(activity.kind).map(({ key }) => ({
    text: cut(label(locale, 'activityOutcomes', key), 28),
    data: pressData(['out', key, activity._id]),
  }))
  const rows: StaffButton[][] = []
  for (let at = 0; at < buttons.length; at += 2) rows.push(buttons.slice(at, at + 2))
  return {
    header: say('result.ask'),
    text: [activity.title, activity.goals && say('result.goals', { goals: activity.goals })]
      .filter(Boolean)
      .join('\n'),
    keyboard: [...rows, [{ text: say('buttons.ownWords'), data: pressData(['act', 'words', activity._id]) }]],
  }
}

/** How it ended was pressed; whoever has not decided gets the date of the next contact at once. */
export async function pressOutcome(
  ctx: ManagerContext,
  [, outcome, activityId]: Extract<Press, ['out', ...unknown[]]>,
): Promise<void> {
  const activity = await getActivity(ctx.desk.core, activityId)
  const rule = outcomesOf(activity.kind).find((each) => each.key === outcome)
  if (rule?.asksNext && activity.status === 'planned') return askNext(ctx, activity, { outcome })
  const done = await complete(ctx, activity, { outcome })
  if (done) await redraw(ctx, done)
}

/** Asks for the result in words. */
export async function askResult(ctx: ManagerContext, activityId: string): Promise<void> {
  const { core, say } = ctx.desk
  const activity = await getActivity(core, activityId)
  await answer(
    ctx,
    { text: say('result.words', { title: activity.title }) },
    {
      conversationId: activity.conversationId,
      dealId: activity.dealId,
      ask: { kind: 'result', activityId },
      placeholder: say('result.hint'),
    },
  )
}

export async function answerResult(
  ctx: ManagerContext,
  asked: Extract<Ask, { kind: 'result' }>,
  text: string,
): Promise<void> {
  const activity = await getActivity(ctx.desk.core, asked.activityId)
  const done = await complete(ctx, activity, { result: text.slice(0, 5000) })
  if (done) await answer(ctx, done)
}

/** Asks when the next contact is: buttons for the usual times, words for any other. */
async function askNext(ctx: ManagerContext, activity: Activity, said: Said): Promise<void> {
  const { locale, say } = ctx.desk
  const choices = laterChoices.map((choice) => ({
    text: say(`later.choices.${choice}`),
    data: pressData(['next', choice]),
  }))
  const kind = label(locale, 'activityKinds', nextKindOf(said.outcome ?? null))
  const message = {
    text: say('result.next', { kind: kind.toLowerCase(), title: activity.title }),
    keyboard: [choices.slice(0, 2), choices.slice(2)],
  }
  const about = {
    conversationId: activity.conversationId,
    dealId: activity.dealId,
    ask: { kind: 'next' as const, activityId: activity._id, ...said },
  }
  if (ctx.callbackQuery) await redraw(ctx, message, about)
  else await answer(ctx, message, about)
}

export async function pressNext(
  ctx: ManagerContext,
  [, choice]: Extract<Press, ['next', ...unknown[]]>,
): Promise<void> {
  const { core, chatId, say } = ctx.desk
  const pressed = ctx.callbackQuery?.message
  const asked = pressed ? (await recall(core, chatId, pressed.message_id))?.ask : null
  if (asked?.kind !== 'next') return toast(ctx, say('unknownButton'))
  const activity = await getActivity(core, asked.activityId)
  const done = await complete(ctx, activity, asked, { dueAt: laterAt(core, choice), hasTime: true })
  if (done) await redraw(ctx, done)
}

/** «в пятницу в 11 показать образцы»: the date of the next step, and what it is about. */
export async function answerNext(
  ctx: ManagerContext,
  asked: Extract<Ask, { kind: 'next' }>,
  text: string,
): Promise<void> {
  const { core } = ctx.desk
  const activity = await getActivity(core, asked.activityId)
  const parsed = parseDate(text, { now: core.clock.now(), zone: core.company.zone })
  if (!parsed.ok) throw new OtklikError('date-not-understood')
  const { at, hasTime, rest } = parsed.value
  const done = await complete(ctx, activity, asked, {
    dueAt: withHour(core, at, hasTime),
    hasTime,
    title: rest,
  })
  if (done) await answer(ctx, done)
}

/** Completes it and says so; null after asking for the next step that is still missing. */
async function complete(
  ctx: ManagerContext,
  activity: Activity,
  said: Said,
  next?: { dueAt: Date; hasTime: boolean; title?: string },
): Promise<Answer | null> {
  const { core, by, locale, say } = ctx.desk
  const kind = nextKindOf(said.outcome ?? null)
  try {
    const { activity: done, next: planned } = await completeActivity(core, by, {
      activityId: activity._id,
      ...(said.outcome ? { outcome: said.outcome } : {}),
      ...(said.result ? { result: said.result } : {}),
      ...(next
        ? {
            next: {
              kind,
              title: (next.title || (await titleOf(ctx, activity, kind))).slice(0, 500),
              dueAt: next.dueAt,
              hasTime: next.hasTime,
            },
          }
        : {}),
    })
    if (ctx.callbackQuery) await toast(ctx, say('activity.done'))
    const lines = [
      say('activity.doneCard', { title: done.title }),
      said.outcome && label(locale, 'activityOutcomes', said.outcome),
      said.result,
      planned && say('remind.done', { at: sayMoment(core, planned.dueAt, locale), title: planned.title }),
    ]
    const row: StaffButton[] = []
    if (done.dealId) row.push({ text: say('buttons.deal'), data: pressData(['deal', 'open', done.dealId]) })
    if (done.clientId)
      row.push({ text: say('buttons.client'), data: pressData(['client', 'open', done.clientId]) })
    return { text: lines.filter(Boolean).join('\n'), ...(row.length > 0 ? { keyboard: [row] } : {}) }
  } catch (err) {
    if (!(err instanceof OtklikError && err.code === 'next-step-required')) throw err
    await askNext(ctx, activity, said)
    return null
  }
}

async function titleOf(ctx: ManagerContext, activity: Activity, kind: Activity['kind']): Promise<string> {
  const { core, say } = ctx.desk
  const client = activity.clientId
    ? await core.models.Client.findById(activity.clientId)
        .select('name')
        .lean<Pick<ClientCard, 'name'> | null>()
    : null
  return client ? say(`result.titles.${kind}`, { client: client.name }) : activity.title
}
