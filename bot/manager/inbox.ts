import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { isRunning } from '../../core/dialogs/stop-dialog.js'
import { label } from '../../core/i18n.js'
import { type ListedConversation, listConversations } from '../../core/inbox/queries.js'
import { type Answer, answer, redraw } from './answer.js'
import type { ManagerContext } from './desk.js'
import { type ListPage, recallList } from './memory.js'
import { type InboxFilter, inboxFilters, type Press, pressData } from './press.js'
import { channelIcons, cut } from './talk-card.js'

const pageSize = 6
/** What a phone shows of a button in one line, characters. */
const buttonLength = 38

/** `/inbox`: open conversations as buttons; own ones first, the free ones when there are none. */
export async function sendInbox(ctx: ManagerContext): Promise<void> {
  const mine = await page(ctx, 'mine')
  const { message, list } = mine.isEmpty ? await page(ctx, 'free') : mine
  await answer(ctx, message, { list })
}

export async function pressInbox(
  ctx: ManagerContext,
  [, filter]: Extract<Press, ['inbox', ...unknown[]]>,
): Promise<void> {
  const { message, list } = await page(ctx, filter)
  await redraw(ctx, message, { list })
}

export async function pressPage(
  ctx: ManagerContext,
  [, where]: Extract<Press, ['page', ...unknown[]]>,
): Promise<void> {
  const pressed = ctx.callbackQuery?.message
  const shown = pressed && (await recallList(ctx.desk.core, pressed.chat.id, pressed.message_id))
  const { message, list } = await page(ctx, shown?.filter ?? 'mine', where === 'next' ? shown?.cursor : null)
  await redraw(ctx, message, { list })
}

async function page(
  ctx: ManagerContext,
  filter: InboxFilter,
  cursor: string | null = null,
): Promise<{ message: Answer; list: ListPage; isEmpty: boolean }> {
  const { core, staff, say } = ctx.desk
  const whose = { mine: { assigneeId: staff._id }, free: { assigneeId: 'none' }, all: {} }[filter]
  const found = await listConversations(
    core,
    { status: 'active', ...whose },
    { limit: pageSize, ...(cursor ? { cursor } : {}) },
  )
  const isEmpty = found.items.length === 0
  const rows = found.items.map((talk) => [
    { text: talkLabel(ctx, talk), data: pressData(['talk', 'open', talk._id]) },
  ])
  const turn: StaffButton[] = []
  if (cursor) turn.push({ text: say('inbox.first'), data: pressData(['page', 'first']) })
  if (found.nextCursor) turn.push({ text: say('inbox.next'), data: pressData(['page', 'next']) })
  const filters = inboxFilters.map((name) => ({
    text: `${name === filter ? '• ' : ''}${say(`inbox.filters.${name}`)}`,
    data: pressData(['inbox', name]),
  }))
  return {
    message: {
      header: say(`inbox.titles.${filter}`),
      text: say(isEmpty ? `inbox.empty.${filter}` : 'inbox.hint'),
      keyboard: [...rows, turn, filters],
    },
    list: { filter, cursor: found.nextCursor },
    isEmpty,
  }
}

/** «🔴 ✈️ Ольга Петрова: нужны кружки» */
export function talkLabel(ctx: ManagerContext, talk: ListedConversation): string {
  const waits = talk.status === 'open' && talk.lastMessage.direction === 'in'
  const sign = isRunning(talk.dialog) ? '🤖' : talk.status === 'snoozed' ? '💤' : waits ? '🔴' : '✅'
  const words = talk.lastMessage.preview || label(ctx.desk.locale, 'contentTypes', talk.lastMessage.type)
  return cut(`${sign} ${channelIcons[talk.channel]} ${talk.title}: ${words}`, buttonLength)
}
