import { planActivity } from '../../core/activities/plan-activity.js'
import { clientNames } from '../../core/clients/queries.js'
import { getDeal } from '../../core/deals/queries.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { OtklikError } from '../../core/errors.js'
import type { Conversation } from '../../core/inbox/conversation.model.js'
import { type ParsedDate, parseDate } from '../../core/parse/parse-date.js'
import { meetingRow } from './activity-card.js'
import { answer, redraw, toast } from './answer.js'
import type { Ask } from './ask.js'
import type { ManagerContext } from './desk.js'
import { laterAt, sayMoment, withHour } from './later.js'
import { currentOf, recall } from './memory.js'
import { laterChoices, type Press, pressData } from './press.js'

const titleLength = 400

/** What a reminder belongs to. */
interface Target {
  conversationId: string | null
  dealId: string | null
  /** Named where there is no conversation. */
  clientId?: string | null | undefined
}

type PlannedKind = NonNullable<Extract<Ask, { kind: 'remind' }>['activity']>

/** `/call завтра в 15:00`, `/meeting`, `/task`: as a reminder, and more is asked when it is done. */
export function commandPlan(kind: PlannedKind) {
  return async (ctx: ManagerContext, words: string): Promise<void> => {
    const target = await targetOf(ctx)
    if (words === '') return askWhen(ctx, target, undefined, kind)
    await take(ctx, target, words, undefined, kind)
  }
}

/** `/remind завтра в 15:00 перезвонить`. What is missing is asked for: the time with buttons, the rest in words. */
export async function commandRemind(ctx: ManagerContext, words: string): Promise<void> {
  const { say } = ctx.desk
  const target = await targetOf(ctx)
  if (words === '') {
    await answer(
      ctx,
      { text: say('remind.ask') },
      { ...target, ask: { kind: 'remind', ...target }, placeholder: say('remind.hint') },
    )
    return
  }
  await take(ctx, target, words)
}

/** Asks when to remind of this client or deal: buttons for the usual times, words for any other. */
export async function askWhen(
  ctx: ManagerContext,
  target: Target,
  title?: string,
  activity?: PlannedKind,
): Promise<void> {
  const { say } = ctx.desk
  const choices: StaffButton[] = laterChoices.map((choice) => ({
    text: say(`later.choices.${choice}`),
    data: pressData(['when', choice]),
  }))
  await answer(
    ctx,
    {
      text: title
        ? say('remind.when', { title })
        : say(activity ? `plan.when.${activity}` : 'remind.whenAbout', {
            client: await nameOf(ctx, target),
          }),
      keyboard: [choices.slice(0, 2), choices.slice(2)],
    },
    {
      ...target,
      ask: {
        kind: 'remind',
        ...target,
        ...(title ? { title } : {}),
        ...(activity ? { activity } : {}),
      },
    },
  )
}

/** A time button under the question; the message itself remembers what it asked. */
export async function pressWhen(
  ctx: ManagerContext,
  [, choice]: Extract<Press, ['when', ...unknown[]]>,
): Promise<void> {
  const { core, chatId, say } = ctx.desk
  const pressed = ctx.callbackQuery?.message
  const asked = pressed ? (await recall(core, chatId, pressed.message_id))?.ask : null
  if (asked?.kind !== 'remind') return toast(ctx, say('unknownButton'))
  const planned = await plan(ctx, asked, asked.title ?? '', laterAt(core, choice), true, asked.activity)
  await redraw(ctx, planned.message, planned.about)
}

/** Words in answer to the question. */
export async function answerRemind(
  ctx: ManagerContext,
  asked: Extract<Ask, { kind: 'remind' }>,
  text: string,
): Promise<void> {
  await take(ctx, asked, text, asked.title, asked.activity)
}

async function take(
  ctx: ManagerContext,
  target: Target,
  words: string,
  known?: string,
  activity?: PlannedKind,
): Promise<void> {
  const { core } = ctx.desk
  const parsed = parseDate(words, { now: core.clock.now(), zone: core.company.zone })
  if (!parsed.ok) {
    if (parsed.reason === 'impossible-date' || known !== undefined)
      throw new OtklikError('date-not-understood')
    return askWhen(ctx, target, words.slice(0, titleLength), activity)
  }
  const planned = await planParsed(ctx, target, parsed.value, known, activity)
  await answer(ctx, planned.message, planned.about)
}

function planParsed(
  ctx: ManagerContext,
  target: Target,
  { at, hasTime, rest }: ParsedDate,
  known = '',
  activity?: PlannedKind,
) {
  const title = [known, rest].filter(Boolean).join(' ')
  return plan(ctx, target, title, withHour(ctx.desk.core, at, hasTime), hasTime, activity)
}

/** Plans it and says in full what was understood, with the way back. */
async function plan(
  ctx: ManagerContext,
  target: Target,
  words: string,
  dueAt: Date,
  hasTime: boolean,
  kind: PlannedKind = 'reminder',
) {
  const { core, by, locale, say } = ctx.desk
  const client = await nameOf(ctx, target)
  const title =
    words.slice(0, titleLength) ||
    (client
      ? say(kind === 'reminder' ? 'remind.contact' : `plan.titles.${kind}`, { client })
      : say('remind.untitled'))
  const activity = await planActivity(core, by, {
    kind,
    title,
    dueAt,
    hasTime,
    ...(target.conversationId ? { conversationId: target.conversationId } : {}),
    ...(target.dealId ? { dealId: target.dealId } : {}),
    ...(target.clientId ? { clientId: target.clientId } : {}),
  })
  const text = say('remind.done', { at: sayMoment(core, dueAt, locale), title })
  const keyboard = [
    ...(kind === 'meeting' ? [meetingRow(ctx, activity._id)] : []),
    [{ text: say('buttons.undo'), data: pressData(['act', 'undo', activity._id]) }],
  ]
  const named = client && !title.includes(client) ? `${text}\n👤 ${client}` : text
  return { message: { text: named, keyboard }, about: target }
}

/** The card the command replies to, else what was opened last; a reminder may also belong to nothing. */
async function targetOf(ctx: ManagerContext): Promise<Target> {
  const { core, chatId } = ctx.desk
  const replied = ctx.message?.reply_to_message
  const about = replied && (await recall(core, chatId, replied.message_id))
  const { conversationId, dealId, clientId } = about
    ? { ...about, clientId: null }
    : await currentOf(core, chatId)
  const { Conversation: conversations, Client: clients } = core.models
  const [talk, client] = await Promise.all([
    conversationId ? conversations.exists({ _id: conversationId }) : null,
    clientId ? clients.exists({ _id: clientId }) : null,
  ])
  return {
    conversationId: talk ? conversationId : null,
    dealId,
    ...(client ? { clientId } : {}),
  }
}

async function nameOf(ctx: ManagerContext, { conversationId, dealId, clientId }: Target): Promise<string> {
  const { core } = ctx.desk
  const known = clientId ?? (conversationId || !dealId ? null : (await getDeal(core, dealId)).clientId)
  if (known) return (await clientNames(core, [known])).get(known) ?? ''
  if (!conversationId) return ''
  const talk = await core.models.Conversation.findById(conversationId)
    .select('title')
    .lean<Pick<Conversation, 'title'> | null>()
  return talk?.title ?? ''
}
