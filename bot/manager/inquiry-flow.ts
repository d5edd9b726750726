import { DateTime } from 'luxon'
import { clientNames } from '../../core/clients/queries.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { OtklikError } from '../../core/errors.js'
import { formatMoment } from '../../core/format.js'
import { label } from '../../core/i18n.js'
import { commentInquiry } from '../../core/inquiries/comment-inquiry.js'
import { convertInquiry } from '../../core/inquiries/convert-inquiry.js'
import { type Inquiry, type InquiryEvent, inquiryTransitions } from '../../core/inquiries/inquiry.model.js'
import { moveInquiry } from '../../core/inquiries/move-inquiry.js'
import { getInquiry, listInquiries } from '../../core/inquiries/queries.js'
import { parseDate } from '../../core/parse/parse-date.js'
import { type Answer, answer, rebutton, redraw, toast } from './answer.js'
import type { Ask } from './ask.js'
import { showDeal, showDealOf } from './deal-flow.js'
import type { ManagerContext } from './desk.js'
import { sayMoment, withHour } from './later.js'
import { type Press, pressData } from './press.js'
import { cut } from './talk-card.js'

const shown = 8
const answerLength = 160

/** For how long demand is put off with a button. */
const deferrals = { week: { days: 7 }, month: { months: 1 }, quarter: { months: 3 } } as const
export const deferChoices = ['week', 'month', 'quarter', 'date'] as const

/** `/inquiries`: what still asks for work, newest first; the undefined base behind a button. */
export async function sendInquiries(ctx: ManagerContext): Promise<void> {
  const { message } = await inquiryList(ctx, 'active')
  await answer(ctx, message)
}

async function inquiryList(ctx: ManagerContext, base: 'active' | 'undefined'): Promise<{ message: Answer }> {
  const { core, locale, say } = ctx.desk
  const { items } = await listInquiries(core, { base }, { limit: shown })
  const names = await clientNames(
    core,
    items.map((inquiry) => inquiry.clientId),
  )
  const rows: StaffButton[][] = items.map((inquiry) => [
    {
      text: cut(
        `№${inquiry.number} ${names.get(inquiry.clientId ?? '') ?? label(locale, 'channels', inquiry.channel)} · ${label(locale, 'inquiryStatuses', inquiry.status)}`,
        44,
      ),
      data: pressData(['inq', 'open', inquiry._id]),
    },
  ])
  const other = base === 'active' ? 'undefined' : 'active'
  return {
    message: {
      header: say(`inq.titles.${base}`),
      text: items.length === 0 ? say('inq.none') : '',
      keyboard: [...rows, [{ text: say(`inq.bases.${other}`), data: pressData(['inqs', other]) }]],
    },
  }
}

export async function pressInquiries(
  ctx: ManagerContext,
  [, base]: Extract<Press, ['inqs', ...unknown[]]>,
): Promise<void> {
  const { message } = await inquiryList(ctx, base)
  await redraw(ctx, message)
}

/** The card of an inquiry: who, what they said, and what may be done with it now. */
export async function inquiryCard(ctx: ManagerContext, inquiry: Inquiry): Promise<Answer> {
  const { core, locale, say } = ctx.desk
  const names = await clientNames(core, [inquiry.clientId])
  const lines = [
    names.get(inquiry.clientId ?? '') && `👤 ${names.get(inquiry.clientId ?? '')}`,
    [
      label(locale, 'inquiryStatuses', inquiry.status),
      label(locale, 'inquiryNumbers', inquiry.byNumber).toLowerCase(),
      label(locale, 'inquiryContacts', inquiry.byContact).toLowerCase(),
    ].join(' · '),
    inquiry.deferredUntil &&
      say('inq.until', {
        at: formatMoment(inquiry.deferredUntil, core.clock.now(), core.company.zone, locale),
      }),
    inquiry.source && say('card.source', { source: label(locale, 'sources', inquiry.source) }),
    ...Object.values(inquiry.answers).map((each) => `${each.label}: ${cut(each.text, answerLength)}`),
    inquiry.comment && `📝 ${cut(inquiry.comment, 600)}`,
  ]
  return {
    header: `📥 ${say('card.inquiry', { number: inquiry.number })} · ${label(locale, 'channels', inquiry.channel)}`,
    text: lines.filter(Boolean).join('\n'),
    keyboard: inquiryKeyboard(inquiry, ctx.desk.locale, say),
  }
}

/** Only what its status answers to; two buttons a row, for one thumb. */
export function inquiryKeyboard(
  inquiry: Pick<Inquiry, '_id' | 'status' | 'dealId' | 'conversationId'>,
  _locale: string,
  say: ManagerContext['desk']['say'],
): StaffButton[][] {
  const can = (event: InquiryEvent) => inquiryTransitions[inquiry.status][event] !== undefined
  const button = (
    name: 'take' | 'convert' | 'defer' | 'trash' | 'comment' | 'close' | 'return',
  ): StaffButton => ({
    text: say(`inq.buttons.${name}`),
    data: pressData(['inq', name, inquiry._id]),
  })
  const buttons = [
    can('convert') ? button('convert') : null,
    can('take') && inquiry.status !== 'converted' && inquiry.status !== 'in-work' ? button('take') : null,
    can('return') ? button('return') : null,
    can('defer') ? button('defer') : null,
    can('discard') ? button('trash') : null,
    button('comment'),
    can('close') ? button('close') : null,
    inquiry.dealId ? { text: say('buttons.deal'), data: pressData(['deal', 'open', inquiry.dealId]) } : null,
    inquiry.conversationId
      ? { text: say('buttons.talk'), data: pressData(['talk', 'open', inquiry.conversationId]) }
      : null,
  ].filter((each) => each !== null)
  const rows: StaffButton[][] = []
  for (let at = 0; at < buttons.length; at += 2) rows.push(buttons.slice(at, at + 2))
  return rows
}

export async function pressInquiry(
  ctx: ManagerContext,
  [, what, inquiryId]: Extract<Press, ['inq', ...unknown[]]>,
): Promise<void> {
  const { core, by, say } = ctx.desk
  const inquiry = await getInquiry(core, inquiryId)
  switch (what) {
    case 'open':
      await answer(ctx, await inquiryCard(ctx, inquiry), { conversationId: inquiry.conversationId })
      return
    case 'menu':
      return rebutton(ctx, [
        ...inquiryKeyboard(inquiry, ctx.desk.locale, say),
        ...(inquiry.conversationId
          ? [[{ text: say('buttons.back'), data: pressData(['talk', 'back', inquiry.conversationId]) }]]
          : []),
      ])
    case 'convert': {
      // With a chat the client's card is made of it on the way.
      if (inquiry.conversationId) return showDealOf(ctx, inquiry.conversationId)
      const { deal } = await convertInquiry(core, by, { inquiryId })
      return showDeal(ctx, deal, say('inq.converted', { number: inquiry.number }))
    }
    case 'defer':
      return rebutton(ctx, [
        ...deferChoices.map((choice) => [
          { text: say(`inq.defer.${choice}`), data: pressData(['indef', choice, inquiryId]) },
        ]),
        [{ text: say('buttons.back'), data: pressData(['inq', 'menu', inquiryId]) }],
      ])
    case 'trash':
      return askInquiry(ctx, inquiry, 'discard')
    case 'comment':
      return askInquiry(ctx, inquiry, 'comment')
    case 'take':
    case 'close':
    case 'return': {
      const moved = await moveInquiry(core, by, { inquiryId, event: what })
      await toast(ctx, say('inq.moved', { status: label(ctx.desk.locale, 'inquiryStatuses', moved.status) }))
      return redraw(ctx, await inquiryCard(ctx, moved))
    }
  }
}

export async function pressDefer(
  ctx: ManagerContext,
  [, choice, inquiryId]: Extract<Press, ['indef', ...unknown[]]>,
): Promise<void> {
  const { core } = ctx.desk
  const inquiry = await getInquiry(core, inquiryId)
  if (choice === 'date') return askInquiry(ctx, inquiry, 'defer')
  const until = DateTime.fromJSDate(core.clock.now(), { zone: core.company.zone })
    .plus(deferrals[choice])
    .set({ hour: 10, minute: 0, second: 0, millisecond: 0 })
    .toJSDate()
  await redraw(ctx, await defer(ctx, inquiryId, until))
}

async function defer(ctx: ManagerContext, inquiryId: string, until: Date, why = ''): Promise<Answer> {
  const { core, by, locale, say } = ctx.desk
  const moved = await moveInquiry(core, by, {
    inquiryId,
    event: 'defer',
    until,
    ...(why ? { why } : {}),
  })
  const card = await inquiryCard(ctx, moved)
  return {
    ...card,
    text: `${say('inq.deferred', { at: sayMoment(core, until, locale) })}\n\n${card.text ?? ''}`,
  }
}

async function askInquiry(
  ctx: ManagerContext,
  inquiry: Inquiry,
  what: 'comment' | 'discard' | 'defer',
): Promise<void> {
  const { say } = ctx.desk
  await answer(
    ctx,
    { text: say(`inq.ask.${what}`, { number: inquiry.number }) },
    {
      conversationId: inquiry.conversationId,
      ask: { kind: 'inquiry', inquiryId: inquiry._id, what },
      placeholder: say(`inq.hint.${what}`),
    },
  )
}

/** The words a person answered with: a comment, why it is trash, or the date it comes back. */
export async function answerInquiry(
  ctx: ManagerContext,
  asked: Extract<Ask, { kind: 'inquiry' }>,
  text: string,
): Promise<void> {
  const { core, by, say } = ctx.desk
  const { inquiryId, what } = asked
  if (what === 'comment') {
    const changed = await commentInquiry(core, by, { inquiryId, comment: text.slice(0, 10_000) })
    await answer(ctx, { text: say('inq.commented', { number: changed.number }) })
    return
  }
  if (what === 'discard') {
    const moved = await moveInquiry(core, by, { inquiryId, event: 'discard', why: text.slice(0, 1000) })
    await answer(ctx, await inquiryCard(ctx, moved))
    return
  }
  const parsed = parseDate(text, { now: core.clock.now(), zone: core.company.zone })
  if (!parsed.ok) throw new OtklikError('date-not-understood')
  const { at, hasTime, rest } = parsed.value
  await answer(ctx, await defer(ctx, inquiryId, withHour(core, at, hasTime), rest.slice(0, 1000)))
}
