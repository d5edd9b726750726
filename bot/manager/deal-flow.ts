import { findOrCreateClient } from '../../core/clients/find-or-create-client.js'
import { createDeal } from '../../core/deals/create-deal.js'
import type { Deal } from '../../core/deals/deal.model.js'
import { moveDeal } from '../../core/deals/move-deal.js'
import { moveToPipeline } from '../../core/deals/move-to-pipeline.js'
import { findStage, getPipeline, listPipelines } from '../../core/deals/pipelines.js'
import { getDeal } from '../../core/deals/queries.js'
import { updateDeal } from '../../core/deals/update-deal.js'
import { found, OtklikError } from '../../core/errors.js'
import { formatMoney } from '../../core/format.js'
import { getConversation } from '../../core/inbox/queries.js'
import { convertInquiry } from '../../core/inquiries/convert-inquiry.js'
import { getInquiry } from '../../core/inquiries/queries.js'
import { type Currency, parseMoney } from '../../core/parse/parse-money.js'
import { answer, rebutton, redraw, toast } from './answer.js'
import { checklistCard } from './checklist-card.js'
import {
  backButton,
  dealCard,
  loseKeyboard,
  milestoneKeyboard,
  pipelineKeyboard,
  planKeyboard,
  reasonKeyboard,
  stageKeyboard,
} from './deal-card.js'
import type { ManagerContext } from './desk.js'
import { askWhom } from './give-deal.js'
import { setCurrent } from './memory.js'
import { askField, moveOrAsk } from './move-or-ask.js'
import { type Press, shortKey } from './press.js'
import { askWhen } from './remind-flow.js'
import { openTalk } from './talk-presses.js'
import { dealInQuestion, takeNumber, talkInQuestion } from './where.js'

/** `/deal`: shows `#123`, or the deal of the conversation in question, making it where there is none yet. */
export async function commandDeal(ctx: ManagerContext, words: string): Promise<void> {
  const { number, rest } = takeNumber(words)
  if (number !== null) return showDeal(ctx, await getDeal(ctx.desk.core, number))
  const conversationId = await talkInQuestion(ctx)
  if (conversationId) await showDealOf(ctx, conversationId, rest)
}

/** Shows the deal of a conversation; the first press makes it of the inquiry, of a closed deal's client a new one. */
export async function showDealOf(ctx: ManagerContext, conversationId: string, title = ''): Promise<void> {
  const { core, by, say } = ctx.desk
  const conversation = await getConversation(core, conversationId)
  const inquiry = await getInquiry(core, conversation.inquiryId)
  const before = inquiry.dealId ? await getDeal(core, inquiry.dealId) : null
  if (before && !before.closedAt && title === '') return showDeal(ctx, before)
  const clientId = conversation.clientId ?? (await clientOf(ctx, conversation))
  const fields = title === '' ? {} : { title }
  const deal = before
    ? await createDeal(core, by, { ...fields, clientId, conversationId })
    : (await convertInquiry(core, by, { inquiryId: inquiry._id, clientId, deal: fields })).deal
  await showDeal(ctx, deal, say('deal.made', { number: deal.number, client: conversation.title }))
}

async function clientOf(
  ctx: ManagerContext,
  { contactPointId, title }: { contactPointId: string; title: string },
): Promise<string> {
  const { core, by, staff } = ctx.desk
  const { client } = await findOrCreateClient(core, by, { contactPointId, name: title, ownerId: staff._id })
  return client._id
}

/** Sends the deal's card. A reply to it is not for the client: the person is asked first. */
export async function showDeal(ctx: ManagerContext, deal: Deal, intro = ''): Promise<void> {
  const { core, chatId, locale } = ctx.desk
  const about = { conversationId: deal.conversationId, dealId: deal._id }
  await setCurrent(core, chatId, about)
  const card = await dealCard(core, deal, locale)
  await answer(ctx, { ...card, text: [intro, card.text].filter(Boolean).join('\n\n') }, about)
}

export async function pressDeal(
  ctx: ManagerContext,
  [, what, dealId]: Extract<Press, ['deal', ...unknown[]]>,
): Promise<void> {
  const { core, chatId, locale } = ctx.desk
  const deal = await getDeal(core, dealId)
  const about = { conversationId: deal.conversationId, dealId }
  await setCurrent(core, chatId, about)
  switch (what) {
    case 'open':
      return showDeal(ctx, deal)
    case 'stages':
      return rebutton(ctx, await stageKeyboard(core, deal, locale))
    case 'back':
      return redrawDeal(ctx, deal)
    case 'pipelines':
      await rebutton(ctx, await pipelineKeyboard(core, deal, locale))
      return toast(ctx, ctx.desk.say('client.whichPipeline'))
    case 'sum':
      return askSum(ctx, deal)
    case 'remind':
      return askWhen(ctx, about)
    case 'due':
      return askField(ctx, deal, 'dueAtOnly')
    case 'plan':
      return rebutton(
        ctx,
        planKeyboard(locale, (kind) => ['plan', kind, dealId], backButton(deal, locale)),
      )
    case 'happened':
      return rebutton(ctx, await milestoneKeyboard(core, deal, locale))
    case 'check':
      return redraw(ctx, await checklistCard(core, deal, locale), about)
    case 'give':
      return askWhom(ctx, dealId)
    case 'lose':
      return rebutton(ctx, await loseKeyboard(core, deal, locale))
    case 'talk':
      return deal.conversationId ? openTalk(ctx, deal.conversationId) : undefined
  }
}

/** Another pipeline was pressed: the deal goes to its first stage. */
export async function pressPipeline(
  ctx: ManagerContext,
  [, key, dealId]: Extract<Press, ['pipe', ...unknown[]]>,
): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  const pipeline = found(
    (await listPipelines(core)).find((each) => shortKey(each.key) === key) ?? null,
    'pipeline',
  )
  const moved = await moveToPipeline(core, by, { dealId, pipeline: pipeline.key })
  await setCurrent(core, ctx.desk.chatId, { conversationId: moved.conversationId, dealId })
  await toast(ctx, say('deal.moved', { stage: pipeline.name[locale] }))
  await redrawDeal(ctx, moved)
}

/** A stage was pressed. A lost one asks for the reason, by buttons where the stage does not imply it. */
export async function pressStage(
  ctx: ManagerContext,
  [, key, dealId]: Extract<Press, ['stage', ...unknown[]]>,
): Promise<void> {
  const { core, chatId, locale, say } = ctx.desk
  const deal = await getDeal(core, dealId)
  await setCurrent(core, chatId, { conversationId: deal.conversationId, dealId })
  const pipeline = await getPipeline(core, deal.pipeline)
  const stage = pipeline.stages.find((each) => shortKey(each.key) === key)
  if (!stage) throw new OtklikError('not-found', { params: { what: 'stage' } })
  if (stage.kind === 'lost' && stage.reason === undefined && deal.stage !== stage.key) {
    await toast(ctx, say('deal.whyLost'))
    return rebutton(ctx, await reasonKeyboard(core, deal, stage.key, locale))
  }
  const moved = await moveOrAsk(ctx, deal, { stage: stage.key })
  if (!moved) return
  await toast(ctx, say('deal.moved', { stage: stage.name[locale] }))
  await redrawDeal(ctx, moved)
}

/** "The invoice is paid" was pressed: the deal goes where its pipeline waits for that, asking for what is missing. */
export async function pressMilestone(
  ctx: ManagerContext,
  [, milestone, dealId]: Extract<Press, ['mile', ...unknown[]]>,
): Promise<void> {
  const { core, locale, say } = ctx.desk
  const deal = await getDeal(core, dealId)
  await setCurrent(core, ctx.desk.chatId, { conversationId: deal.conversationId, dealId })
  const { stages } = await getPipeline(core, deal.pipeline)
  const stage = stages.find((each) => each.enterOn?.includes(milestone))
  const moved = await moveOrAsk(ctx, deal, { stage: stage?.key ?? deal.stage, milestone })
  if (!moved) return
  const at = stages.find((each) => each.key === moved.stage)
  await redrawDeal(ctx, moved)
  await toast(ctx, say('deal.moved', { stage: at?.name[locale] ?? moved.stage }))
}

/** A call, a meeting, a task or a reminder for a deal: when is asked next. */
export async function pressPlan(
  ctx: ManagerContext,
  [, kind, dealId]: Extract<Press, ['plan', ...unknown[]]>,
): Promise<void> {
  const deal = await getDeal(ctx.desk.core, dealId)
  await askWhen(ctx, { conversationId: deal.conversationId, dealId }, undefined, kind)
  await redrawDeal(ctx, deal)
}

export async function pressLost(
  ctx: ManagerContext,
  [, stageKey, reasonKey, dealId]: Extract<Press, ['lost', ...unknown[]]>,
): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  const deal = await getDeal(core, dealId)
  const pipeline = await getPipeline(core, deal.pipeline)
  const stage = pipeline.stages.find((each) => shortKey(each.key) === stageKey)
  const reason = pipeline.lossReasons.find((each) => shortKey(each.key) === reasonKey)
  if (!stage || !reason) throw new OtklikError('not-found', { params: { what: 'stage' } })
  if (reason.needsText) {
    await answer(
      ctx,
      { text: say('deal.askLost', { number: deal.number, reason: reason.name[locale] }) },
      {
        dealId,
        ask: { kind: 'lost', dealId, stage: stage.key, code: reason.key },
        placeholder: say('deal.lostHint'),
      },
    )
    return
  }
  const moved = await moveDeal(core, by, { dealId, stage: stage.key, reason: reason.key })
  await toast(ctx, say('deal.moved', { stage: stage.name[locale] }))
  await redrawDeal(ctx, moved)
}

/** The words that a reason asks for. */
export async function answerLost(
  ctx: ManagerContext,
  asked: { dealId: string; stage: string; code: string },
  text: string,
): Promise<void> {
  const { core, by } = ctx.desk
  const deal = await moveDeal(core, by, {
    dealId: asked.dealId,
    stage: asked.stage,
    reason: asked.code,
    reasonText: text.slice(0, 1_000),
  })
  await showDeal(ctx, deal)
}

/** `/stage [#n] [name]`: the stages as buttons, or straight to the one that was named. */
export async function commandStage(ctx: ManagerContext, words: string): Promise<void> {
  const { core, locale, say } = ctx.desk
  const { number, rest } = takeNumber(words)
  const deal = await dealInQuestion(ctx, number)
  if (!deal) return
  const about = { conversationId: deal.conversationId, dealId: deal._id }
  const stage = rest ? findStage(await getPipeline(core, deal.pipeline), rest) : undefined
  if (stage && stage.kind !== 'lost') {
    const moved = await moveOrAsk(ctx, deal, { stage: stage.key })
    if (!moved) return
    return showDeal(ctx, moved, say('deal.moved', { stage: stage.name[locale] }))
  }
  const card = await dealCard(core, deal, locale)
  await setCurrent(core, ctx.desk.chatId, about)
  const keyboard = stage
    ? await reasonKeyboard(core, deal, stage.key, locale)
    : await stageKeyboard(core, deal, locale)
  await answer(ctx, { ...card, keyboard }, about)
}

/** `/sum [#n] 150 000` */
export async function commandSum(ctx: ManagerContext, words: string): Promise<void> {
  const { number, rest } = takeNumber(words)
  const deal = await dealInQuestion(ctx, number)
  if (!deal) return
  if (rest === '') return askSum(ctx, deal)
  await setSum(ctx, deal._id, rest)
}

async function askSum(ctx: ManagerContext, deal: Deal): Promise<void> {
  const { say } = ctx.desk
  await answer(
    ctx,
    { text: say('sum.ask', { number: deal.number, title: deal.title }) },
    {
      conversationId: deal.conversationId,
      dealId: deal._id,
      ask: { kind: 'sum', dealId: deal._id },
      placeholder: say('sum.hint'),
    },
  )
}

/** Sets the sum a person wrote; what is no sum is asked for again. */
export async function setSum(ctx: ManagerContext, dealId: string, text: string): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  const deal = await getDeal(core, dealId)
  const parsed = parseMoney(text, deal.currency as Currency)
  if (!parsed.ok) {
    await answer(
      ctx,
      { text: say('sum.again') },
      {
        conversationId: deal.conversationId,
        dealId,
        ask: { kind: 'sum', dealId },
        placeholder: say('sum.hint'),
      },
    )
    return
  }
  const { minor, currency } = parsed.value
  const changed = await updateDeal(core, by, { dealId, amountMinor: minor, currency })
  await showDeal(ctx, changed, say('sum.done', { sum: formatMoney(minor, currency, locale) }))
}

async function redrawDeal(ctx: ManagerContext, deal: Deal): Promise<void> {
  const { core, locale } = ctx.desk
  await redraw(ctx, await dealCard(core, deal, locale), {
    conversationId: deal.conversationId,
    dealId: deal._id,
  })
}
