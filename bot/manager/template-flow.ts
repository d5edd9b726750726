import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { answerWindow } from '../../core/inbox/answer-window.js'
import { getConversation } from '../../core/inbox/queries.js'
import { fillTemplate } from '../../core/templates/fill-template.js'
import { getTemplate, type OfferedTemplate, offeredTemplates } from '../../core/templates/queries.js'
import { sendTemplate } from '../../core/templates/send-template.js'
import { variableId } from '../../core/templates/template-variables.js'
import { answer, redraw, toast } from './answer.js'
import type { Ask } from './ask.js'
import type { ManagerContext } from './desk.js'
import { externalIdOf, recall, stopAsking } from './memory.js'
import { type Press, pressData } from './press.js'
import { cut } from './talk-card.js'
import { talkInQuestion } from './where.js'

/** Templates shown as buttons, and characters of one button. */
const shownTemplates = 8
const buttonLength = 56

type TemplateAsk = Extract<Ask, { kind: 'template' }>

/** `/template`: for the conversation in question. */
export async function commandTemplate(ctx: ManagerContext): Promise<void> {
  const conversationId = await talkInQuestion(ctx)
  if (conversationId) await offerTemplates(ctx, conversationId)
}

/** Whether the messenger of this conversation takes only templates now. */
export async function onlyTemplates(ctx: ManagerContext, conversationId: string): Promise<boolean> {
  const { core } = ctx.desk
  const window = answerWindow(core, await getConversation(core, conversationId))
  return window !== null && !window.open
}

/** Says what the messenger takes and offers it as buttons. */
export async function offerTemplates(
  ctx: ManagerContext,
  conversationId: string,
  replyTo?: number,
): Promise<void> {
  const { core, by, say } = ctx.desk
  const conversation = await getConversation(core, conversationId)
  const offered = await offeredTemplates(core, by, conversation)
  const window = answerWindow(core, conversation)
  const why = window && !window.open ? say('template.closed', { client: conversation.title }) : ''
  const text =
    offered.length > 0 ? say('template.choose', { client: conversation.title }) : say('template.none')
  await answer(
    ctx,
    {
      text: [why, text].filter(Boolean).join('\n\n'),
      keyboard: offered.slice(0, shownTemplates).map((template) => [useButton(template, conversationId)]),
    },
    { conversationId, ...(replyTo === undefined ? {} : { replyTo }) },
  )
}

function useButton(template: OfferedTemplate, conversationId: string): StaffButton {
  return {
    text: cut(template.body.replace(/\s+/g, ' '), buttonLength),
    data: pressData(['tpl', 'use', template._id, conversationId]),
  }
}

export async function pressTemplate(
  ctx: ManagerContext,
  press: Extract<Press, ['tpl', ...unknown[]]>,
): Promise<void> {
  switch (press[1]) {
    case 'list':
      return offerTemplates(ctx, press[2])
    case 'use':
      return begin(ctx, press[2], press[3])
    case 'send':
      return sendChosen(ctx)
    case 'drop':
      return redraw(ctx, { text: ctx.desk.say('draft.dropped') })
  }
}

/** Fills in what is known and asks for the rest. */
async function begin(ctx: ManagerContext, templateId: string, conversationId: string): Promise<void> {
  const { core, by, say } = ctx.desk
  const conversation = await getConversation(core, conversationId)
  const template = (await offeredTemplates(core, by, conversation)).find(({ _id }) => _id === templateId)
  if (!template) return toast(ctx, say('template.gone'), true)
  await goOn(ctx, { kind: 'template', conversationId, templateId, values: template.suggested })
}

/** Words in answer to the question for one variable. */
export async function answerTemplate(ctx: ManagerContext, asked: TemplateAsk, text: string): Promise<void> {
  const { variable, ...rest } = asked
  // The preview was answered instead of pressed: nothing waits for words.
  if (variable === undefined) return goOn(ctx, rest)
  await goOn(ctx, { ...rest, values: { ...rest.values, [variable]: text.trim().slice(0, 1_000) } })
}

async function goOn(ctx: ManagerContext, known: TemplateAsk): Promise<void> {
  const { core, chatId, say } = ctx.desk
  const { conversationId } = known
  const template = await getTemplate(core, known.templateId)
  const next = template.variables.find((variable) => (known.values[variableId(variable)] ?? '') === '')
  if (next) {
    const name = next.label || next.key
    await answer(
      ctx,
      {
        text: [
          template.body,
          say(next.example ? 'template.askLike' : 'template.ask', { name, example: next.example }),
        ].join('\n\n'),
      },
      { conversationId, ask: { ...known, variable: variableId(next) }, placeholder: cut(name, 60) },
    )
    return
  }
  const { title } = await getConversation(core, conversationId)
  await answer(
    ctx,
    {
      header: say('template.preview', { client: title }),
      text: fillTemplate(template, known.values).text,
      keyboard: [
        [
          { text: say('buttons.send'), data: pressData(['tpl', 'send', conversationId]) },
          { text: say('buttons.dontSend'), data: pressData(['tpl', 'drop']) },
        ],
      ],
    },
    { conversationId, ask: known },
  )
  // It waits for a press, not for words.
  await stopAsking(core, chatId)
}

/** The preview remembers what it shows; pressed twice, it sends once. */
async function sendChosen(ctx: ManagerContext): Promise<void> {
  const { core, by, chatId, say } = ctx.desk
  const pressed = ctx.callbackQuery?.message
  const asked = pressed ? (await recall(core, chatId, pressed.message_id))?.ask : null
  if (!pressed || asked?.kind !== 'template') return toast(ctx, say('unknownButton'))
  const { conversationId, templateId, values } = asked
  const clientMessageId = `staff-template:${externalIdOf(chatId, pressed.message_id)}`
  await sendTemplate(core, by, { conversationId, templateId, values, clientMessageId })
  const { title } = await getConversation(core, conversationId)
  await toast(ctx, say('draft.sent', { client: title }))
  await redraw(ctx, { text: say('draft.sent', { client: title }) }, { conversationId })
}
