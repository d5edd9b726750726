import { Composer } from 'grammy'
import { OtklikError } from '../../core/errors.js'
import { addNote } from '../../core/inbox/add-note.js'
import { closeConversation, snoozeConversation } from '../../core/inbox/close-conversation.js'
import { getConversation } from '../../core/inbox/queries.js'
import { parseDate } from '../../core/parse/parse-date.js'
import { answer } from './answer.js'
import { commandDelete } from './change-sent.js'
import { commandDeal, commandStage, commandSum } from './deal-flow.js'
import type { ManagerContext } from './desk.js'
import { commandLabel, commandMute, commandSearch, commandSpam, commandTrouble } from './desk-commands.js'
import { commandBreak, commandSchedule, commandVacation } from './duty.js'
import { find } from './find.js'
import { sendHelp, sendWelcome } from './help.js'
import { sendInbox } from './inbox.js'
import { sendInquiries } from './inquiry-flow.js'
import { sayMoment, withHour } from './later.js'
import { stopAsking } from './memory.js'
import { sendMyDay } from './my-day.js'
import { commandClient } from './new-client.js'
import { commandPair } from './pairing.js'
import { commandSend } from './planned.js'
import { pressData } from './press.js'
import { commandQuick } from './quick-replies.js'
import { commandPlan, commandRemind } from './remind-flow.js'
import { talkCard } from './talk-card.js'
import { talkFacts } from './talk-facts.js'
import { askNote, laterKeyboard } from './talk-presses.js'
import { commandTemplate } from './template-flow.js'
import { talkInQuestion } from './where.js'

/** In the order of the menu; `texts` under `commands.<name>` describe them there. */
export const commandNames = [
  'inbox',
  'my',
  'find',
  'search',
  'client',
  'deal',
  'stage',
  'sum',
  'note',
  'quick',
  'send',
  'delete',
  'label',
  'remind',
  'call',
  'meeting',
  'task',
  'inquiries',
  'template',
  'snooze',
  'mute',
  'spam',
  'close',
  'trouble',
  'pair',
  'schedule',
  'break',
  'vacation',
  'help',
] as const
type CommandName = (typeof commandNames)[number]

const handlers: Record<CommandName, (ctx: ManagerContext, words: string) => Promise<void>> = {
  inbox: sendInbox,
  my: sendMyDay,
  find,
  client: commandClient,
  search: commandSearch,
  quick: commandQuick,
  send: commandSend,
  delete: commandDelete,
  label: commandLabel,
  mute: commandMute,
  spam: commandSpam,
  trouble: commandTrouble,
  pair: commandPair,
  deal: commandDeal,
  stage: commandStage,
  sum: commandSum,
  note: commandNote,
  remind: commandRemind,
  call: commandPlan('call'),
  meeting: commandPlan('meeting'),
  task: commandPlan('task'),
  inquiries: sendInquiries,
  template: commandTemplate,
  snooze: commandSnooze,
  close: commandClose,
  schedule: commandSchedule,
  break: commandBreak,
  vacation: commandVacation,
  help: sendHelp,
}

/** Every command. One that nobody knows gets the help instead of being sent to a client. */
export function commands(): Composer<ManagerContext> {
  const composer = new Composer<ManagerContext>()
  composer.command('start', sendWelcome)
  for (const name of commandNames) {
    composer.command(name, async (ctx) => {
      await stopAsking(ctx.desk.core, ctx.desk.chatId)
      await handlers[name](ctx, ctx.match.trim())
    })
  }
  composer.on('message:entities:bot_command', async (ctx, next) => {
    const isCommand = ctx.message.text?.startsWith('/') ?? false
    return isCommand ? sendHelp(ctx) : next()
  })
  return composer
}

async function commandNote(ctx: ManagerContext, words: string): Promise<void> {
  const { core, by, say } = ctx.desk
  const conversationId = await talkInQuestion(ctx)
  if (!conversationId) return
  if (words === '') return askNote(ctx, conversationId)
  await addNote(core, by, { conversationId, text: words })
  const { title } = await getConversation(core, conversationId)
  await answer(ctx, { text: say('note.done', { client: title }) }, { conversationId })
}

async function commandClose(ctx: ManagerContext): Promise<void> {
  const { core, by, say } = ctx.desk
  const conversationId = await talkInQuestion(ctx)
  if (!conversationId) return
  const { title } = await closeConversation(core, by, { conversationId })
  const keyboard = [[{ text: say('buttons.reopen'), data: pressData(['talk', 'reopen', conversationId]) }]]
  await answer(ctx, { text: say('close.card', { client: title }), keyboard }, { conversationId })
}

async function commandSnooze(ctx: ManagerContext, words: string): Promise<void> {
  const { core, by, locale, say, viewer } = ctx.desk
  const conversationId = await talkInQuestion(ctx)
  if (!conversationId) return
  if (words === '') {
    const card = talkCard(core, await talkFacts(core, conversationId), viewer)
    await answer(ctx, { ...card, keyboard: laterKeyboard(ctx, conversationId) }, { conversationId })
    return
  }
  const parsed = parseDate(words, { now: core.clock.now(), zone: core.company.zone })
  if (!parsed.ok) throw new OtklikError('date-not-understood')
  const until = withHour(core, parsed.value.at, parsed.value.hasTime)
  const { title } = await snoozeConversation(core, by, { conversationId, until })
  const keyboard = [[{ text: say('buttons.undo'), data: pressData(['talk', 'restore', conversationId]) }]]
  await answer(
    ctx,
    { text: say('later.card', { client: title, at: sayMoment(core, until, locale) }), keyboard },
    { conversationId },
  )
}
