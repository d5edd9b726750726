import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { OtklikError } from '../../core/errors.js'
import { assignConversation } from '../../core/inbox/assign-conversation.js'
import { unblockContact } from '../../core/inbox/block-contact.js'
import {
  closeConversation,
  reopenConversation,
  restoreConversation,
  snoozeConversation,
} from '../../core/inbox/close-conversation.js'
import { getConversation } from '../../core/inbox/queries.js'
import { explainDecisions } from '../../core/routing/explain-decision.js'
import { listRoutingDecisions } from '../../core/routing/queries.js'
import { answer, rebutton, redraw, toast } from './answer.js'
import { showDealOf } from './deal-flow.js'
import type { ManagerContext } from './desk.js'
import { forwardMedia } from './forward.js'
import { laterAt, sayMoment } from './later.js'
import { setCurrent } from './memory.js'
import { laterChoices, type Press, pressData } from './press.js'
import { askWhen } from './remind-flow.js'
import { talkCard } from './talk-card.js'
import { talkFacts } from './talk-facts.js'
import { offerTemplates, onlyTemplates } from './template-flow.js'

/** Messages shown when a conversation is opened. */
const openedHistory = 12

type TalkPress = Extract<Press, ['talk', ...unknown[]]>

export async function pressTalk(ctx: ManagerContext, [, what, conversationId]: TalkPress): Promise<void> {
  const { desk } = ctx
  await getConversation(desk.core, conversationId)
  await setCurrent(desk.core, desk.chatId, { conversationId })
  switch (what) {
    case 'take':
      return take(ctx, conversationId)
    case 'reply':
      return askReply(ctx, conversationId)
    case 'open':
      return openTalk(ctx, conversationId)
    case 'deal':
      return showDealOf(ctx, conversationId)
    case 'later':
      return rebutton(ctx, laterKeyboard(ctx, conversationId))
    case 'back':
      return redrawTalk(ctx, conversationId)
    case 'remind':
      return askWhen(ctx, { conversationId, dealId: null })
    case 'close':
      await closeConversation(desk.core, desk.by, { conversationId })
      await toast(ctx, desk.say('close.done'))
      return redrawTalk(ctx, conversationId)
    case 'reopen':
      await reopenConversation(desk.core, desk.by, { conversationId })
      await toast(ctx, desk.say('close.reopened'))
      return redrawTalk(ctx, conversationId)
    case 'restore':
      await restoreConversation(desk.core, desk.by, { conversationId })
      await toast(ctx, desk.say('close.reopened'))
      return redrawTalk(ctx, conversationId)
    case 'unblock':
      await unblockContact(desk.core, desk.by, { conversationId })
      await restoreConversation(desk.core, desk.by, { conversationId })
      await toast(ctx, desk.say('spam.undone'))
      return redrawTalk(ctx, conversationId)
    case 'note':
      return askNote(ctx, conversationId)
    case 'why':
      return explainWhy(ctx, conversationId)
    case 'release':
      await assignConversation(desk.core, desk.by, { conversationId, assigneeId: null })
      await toast(ctx, desk.say('take.released'))
      return redrawTalk(ctx, conversationId)
  }
}

/** "Why me?": what the rules decided about this inquiry, the latest first. */
async function explainWhy(ctx: ManagerContext, conversationId: string): Promise<void> {
  const { core, locale, say } = ctx.desk
  const { inquiryId } = await getConversation(core, conversationId)
  const decisions = (await listRoutingDecisions(core, inquiryId)).slice(0, 3)
  const explained = await explainDecisions(core, decisions, locale)
  const text = explained.map((lines) => lines.join('\n')).join('\n\n')
  await answer(ctx, { header: say('why.title'), text: text || say('why.nothing') }, { conversationId })
}

/** One of several who press at once gets it; the others read who was quicker and their card says so. */
async function take(ctx: ManagerContext, conversationId: string): Promise<void> {
  const { core, by, staff } = ctx.desk
  try {
    await assignConversation(core, by, { conversationId, assigneeId: staff._id, onlyIfFree: true })
  } catch (err) {
    if (!(err instanceof OtklikError && err.code === 'already-taken')) throw err
    await toast(ctx, ctx.desk.say('take.tooLate', { name: err.params.name ?? '' }), true)
    return redrawTalk(ctx, conversationId)
  }
  const facts = await talkFacts(core, conversationId)
  await toast(ctx, ctx.desk.say('take.done', { client: facts.clientName }))
  await redraw(ctx, talkCard(core, facts, ctx.desk.viewer), { conversationId })
  await forwardMedia(core, staff, conversationId)
}

export async function pressLater(
  ctx: ManagerContext,
  [, choice, conversationId]: Extract<Press, ['later', ...unknown[]]>,
): Promise<void> {
  const { core, by, locale } = ctx.desk
  const until = laterAt(core, choice)
  await snoozeConversation(core, by, { conversationId, until })
  await toast(ctx, ctx.desk.say('later.done', { at: sayMoment(core, until, locale) }))
  await redrawTalk(ctx, conversationId)
}

/** Where only templates go, they are offered instead of words nobody could send. */
export async function askReply(ctx: ManagerContext, conversationId: string): Promise<void> {
  if (await onlyTemplates(ctx, conversationId)) return offerTemplates(ctx, conversationId)
  const { title } = await getConversation(ctx.desk.core, conversationId)
  await answer(
    ctx,
    { text: ctx.desk.say('reply.ask', { client: title }) },
    { conversationId, ask: { kind: 'reply', conversationId }, placeholder: ctx.desk.say('reply.hint') },
  )
}

export async function askNote(ctx: ManagerContext, conversationId: string): Promise<void> {
  const { title } = await getConversation(ctx.desk.core, conversationId)
  await answer(
    ctx,
    { text: ctx.desk.say('note.ask', { client: title }) },
    { conversationId, ask: { kind: 'note', conversationId }, placeholder: ctx.desk.say('note.hint') },
  )
}

/** Shows a conversation in a message of its own, with more of its history and the client's files. */
export async function openTalk(ctx: ManagerContext, conversationId: string): Promise<void> {
  const { core, staff, chatId, viewer } = ctx.desk
  const facts = await talkFacts(core, conversationId, openedHistory)
  await setCurrent(core, chatId, { conversationId })
  await answer(ctx, talkCard(core, facts, viewer), { conversationId })
  await forwardMedia(core, staff, conversationId)
}

export async function redrawTalk(ctx: ManagerContext, conversationId: string): Promise<void> {
  const { core } = ctx.desk
  await redraw(ctx, talkCard(core, await talkFacts(core, conversationId), ctx.desk.viewer), {
    conversationId,
  })
}

export function laterKeyboard(ctx: ManagerContext, conversationId: string): StaffButton[][] {
  const choices = laterChoices.map((choice) => ({
    text: ctx.desk.say(`later.choices.${choice}`),
    data: pressData(['later', choice, conversationId]),
  }))
  const back = { text: ctx.desk.say('buttons.back'), data: pressData(['talk', 'back', conversationId]) }
  return [choices.slice(0, 2), choices.slice(2), [back]]
}
