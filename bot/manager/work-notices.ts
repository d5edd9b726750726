import type { Activity } from '../../core/activities/activity.model.js'
import type { Core } from '../../core/context.js'
import type { Deal } from '../../core/deals/deal.model.js'
import { queueNotice } from '../../core/deliveries/queue-delivery.js'
import { staffAccountId } from '../../core/deliveries/staff-account.js'
import type { EventDoc } from '../../core/events.js'
import { label } from '../../core/i18n.js'
import type { Inquiry } from '../../core/inquiries/inquiry.model.js'
import { staffNames } from '../../core/staff/queries.js'
import type { Answer } from './answer.js'
import { audienceOf, type Linked, linkedColleague } from './audience.js'
import { dealCard } from './deal-card.js'
import { inquiryKeyboard } from './inquiry-flow.js'
import { sayMoment } from './later.js'
import { pressData } from './press.js'
import { say } from './texts.js'

/** A deal came into somebody's zone: its card, with who sends it. */
export async function tellDelegated(core: Core, { _id, payload }: EventDoc<'deal.delegated'>): Promise<void> {
  const person = await linkedColleague(core, payload.toId)
  const deal = await core.models.Deal.findById(payload.dealId).lean<Deal | null>()
  if (!person || !deal || payload.byId === person._id || deal.ownerId !== person._id) return
  const names = await staffNames(core, [payload.fromId])
  const card = await dealCard(core, deal, person.locale)
  const from = names.get(payload.fromId ?? '')
  const why = from ? say(person.locale, 'notice.gave', { name: from }) : say(person.locale, 'notice.given')
  await tell(core, person, { ...card, text: `${why}\n\n${card.text ?? ''}` }, `delegated:${_id}`, {
    kind: 'deal',
    id: deal._id,
    ...(deal.conversationId ? { conversationId: deal.conversationId } : {}),
  })
}

/** A colleague, or a stage that a colleague moved a deal to, set a task. */
export async function tellPlanned(core: Core, { _id, payload }: EventDoc<'activity.planned'>): Promise<void> {
  const activity = await core.models.Activity.findById(payload.activityId).lean<Activity | null>()
  if (activity?.status !== 'planned' || activity.by.kind === 'system') return
  for (const staffId of new Set([activity.staffId, ...(activity.participants ?? [])])) {
    if (staffId === payload.byId) continue
    const person = await linkedColleague(core, staffId)
    if (!person) continue
    const { locale } = person
    const text = [
      say(locale, staffId === activity.staffId ? 'notice.planned' : 'notice.invited', {
        name: activity.by.name,
        kind: label(locale, 'activityKinds', activity.kind).toLowerCase(),
        at: sayMoment(core, activity.dueAt, locale),
      }),
      activity.title,
      activity.goals && say(locale, 'result.goals', { goals: activity.goals }),
    ]
    const row = [
      activity.dealId
        ? { text: say(locale, 'buttons.deal'), data: pressData(['deal', 'open', activity.dealId]) }
        : null,
      activity.clientId
        ? { text: say(locale, 'buttons.client'), data: pressData(['client', 'open', activity.clientId]) }
        : null,
    ].filter((each) => each !== null)
    await tell(
      core,
      person,
      { text: text.filter(Boolean).join('\n'), ...(row.length > 0 ? { keyboard: [row] } : {}) },
      `planned:${_id}:${staffId}`,
      { kind: 'activity', id: activity._id },
    )
  }
}

/** Deferred demand came back on its date: whoever put it off, or everybody who may greet. */
export async function tellReturned(core: Core, { _id, payload }: EventDoc<'inquiry.moved'>): Promise<void> {
  if (payload.byId !== 'system' || payload.from !== 'deferred' || payload.to !== 'waiting') return
  const inquiry = await core.models.Inquiry.findById(payload.inquiryId).lean<Inquiry | null>()
  if (inquiry?.status !== 'waiting') return
  for (const person of await audienceOf(core, inquiry.assigneeId)) {
    const { locale } = person
    const why = inquiry.history.findLast((move) => move.event === 'defer')?.why
    await tell(
      core,
      person,
      {
        header: `📥 ${say(locale, 'card.inquiry', { number: inquiry.number })}`,
        text: [say(locale, 'notice.returned'), why, inquiry.comment].filter(Boolean).join('\n'),
        keyboard: inquiryKeyboard(inquiry, locale, (key, params) => say(locale, key, params)),
      },
      `returned:${_id}:${person._id}`,
      {
        kind: 'inquiry',
        id: inquiry._id,
        ...(inquiry.conversationId ? { conversationId: inquiry.conversationId } : {}),
      },
    )
  }
}

async function tell(
  core: Core,
  person: Linked,
  { header, text, keyboard }: Answer,
  dedupeKey: string,
  subject: NonNullable<Parameters<typeof queueNotice>[1]['subject']>,
): Promise<void> {
  await queueNotice(core, {
    accountId: staffAccountId,
    chatId: person.telegramChatId,
    content: { type: 'text', text: text || '—' },
    extras: { ...(header ? { header } : {}), ...(keyboard ? { keyboard } : {}) },
    subject,
    dedupeKey,
  })
}
