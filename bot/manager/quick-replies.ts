import { cannedRepliesFor, getCannedReply, valuesFor } from '../../core/canned-replies/queries.js'
import { fillIn } from '../../core/canned-replies/variables.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { getConversation } from '../../core/inbox/queries.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { answer, redraw, toast } from './answer.js'
import type { ManagerContext } from './desk.js'
import { recall } from './memory.js'
import { type Press, pressData } from './press.js'
import { cut } from './talk-card.js'
import { talkInQuestion } from './where.js'

const shown = 20

/** `/quick`, `/quick цена`: ready replies for the client in question; one that is meant exactly is shown at once. */
export async function commandQuick(ctx: ManagerContext, words: string): Promise<void> {
  const { core, by, say } = ctx.desk
  const conversationId = await talkInQuestion(ctx)
  if (!conversationId) return
  const typed = words.replace(/^\//, '').toLowerCase()
  const all = await cannedRepliesFor(core, by, conversationId)
  const fitting = all.filter(
    ({ shortcut, title }) => shortcut.startsWith(typed) || title.toLowerCase().includes(typed),
  )
  const exact = fitting.find(({ shortcut }) => shortcut === typed)
  if (exact) return show(ctx, conversationId, exact._id)
  const keyboard = fitting.slice(0, shown).map((reply): StaffButton[] => [
    {
      text: cut(`/${reply.shortcut} · ${reply.title}`, 60),
      data: pressData(['quick', 'show', reply._id]),
    },
  ])
  const { title } = await getConversation(core, conversationId)
  const text =
    all.length === 0
      ? say('quick.none')
      : fitting.length === 0
        ? say('quick.nothing')
        : say('quick.ask', { client: title })
  await answer(ctx, { text, keyboard }, { conversationId })
}

export async function pressQuick(
  ctx: ManagerContext,
  [, what, cannedReplyId]: Extract<Press, ['quick', ...unknown[]]>,
): Promise<void> {
  const { core, by, chatId, say } = ctx.desk
  const pressed = ctx.callbackQuery?.message
  const about = pressed ? await recall(core, chatId, pressed.message_id) : null
  if (!pressed || !about?.conversationId) return toast(ctx, say('unknownButton'))
  const { conversationId } = about
  if (what === 'show') return show(ctx, conversationId, cannedReplyId)
  const reply = await getCannedReply(core, by, cannedReplyId)
  const { text } = fillIn(reply.text, await valuesFor(core, by, conversationId))
  await sendMessage(core, by, {
    conversationId,
    content: { type: 'text', text },
    // Pressed twice it goes once.
    clientMessageId: `quick:${pressed.chat.id}:${pressed.message_id}`,
  })
  const { title } = await getConversation(core, conversationId)
  await toast(ctx, say('draft.sent', { client: title }))
  await redraw(ctx, { header: say('draft.sent', { client: title }), text }, { conversationId })
}

async function show(ctx: ManagerContext, conversationId: string, cannedReplyId: string): Promise<void> {
  const { core, by, say } = ctx.desk
  const reply = await getCannedReply(core, by, cannedReplyId)
  const { text, missing } = fillIn(reply.text, await valuesFor(core, by, conversationId))
  const { title } = await getConversation(core, conversationId)
  await answer(
    ctx,
    {
      header: say('quick.toSend', { client: title }),
      text: missing.length > 0 ? `${text}\n\n${say('quick.missing')}` : text,
      keyboard: [
        [
          { text: say('buttons.send'), data: pressData(['quick', 'send', cannedReplyId]) },
          { text: say('buttons.dontSend'), data: pressData(['draft', 'drop']) },
        ],
      ],
    },
    { conversationId },
  )
}
