import { z } from 'zod'
import type { Core } from '../../core/context.js'
import { findStaffCard } from '../../core/deliveries/queries.js'
import { staffAccountId } from '../../core/deliveries/staff-account.js'
import type { StaffChat } from '../../core/staff/staff-chat.model.js'
import type { StaffMessage } from '../../core/staff/staff-message.model.js'
import { type Ask, ask as askSchema } from './ask.js'
import { inboxFilters } from './press.js'

/** How long an answer to a message of the bot still finds what it was about, ms. */
const keepMs = 90 * 24 * 3600_000
/** Telegram keeps unconfirmed updates for a day and lets people edit for two, ms. */
const repeatsMs = 3 * 24 * 3600_000
/** A question waits this long for a message that does not reply to it, ms; a reply to it may come later. */
const patienceMs = 3600_000

/** What a message of the bot is about. */
export interface About {
  conversationId: string | null
  dealId: string | null
  /** Its text goes straight to the client when it is replied to; other cards ask first. */
  direct: boolean
  ask: Ask | null
}

/** How a Telegram message is named in the ledger: `<chat id>:<message id>`. */
export function externalIdOf(chatId: number | string, messageId: number): string {
  return `${chatId}:${messageId}`
}

export interface Remembered {
  conversationId?: string | null
  dealId?: string | null
  ask?: Ask
  /** A list and where its next page begins. */
  list?: ListPage
}

const listPage = z.object({
  kind: z.literal('list'),
  filter: z.enum(inboxFilters),
  cursor: z.string().nullable(),
})
export type ListPage = Omit<z.infer<typeof listPage>, 'kind'>

/** Writes down what a message of the bot is about; a question becomes the one that waits. */
export async function remember(
  core: Core,
  chatId: number,
  messageId: number,
  about: Remembered,
): Promise<void> {
  const _id = externalIdOf(chatId, messageId)
  const now = core.clock.now()
  const row: Omit<StaffMessage, '_id'> = {
    conversationId: about.conversationId ?? null,
    dealId: about.dealId ?? null,
    ask: about.ask ? { ...about.ask, askedAt: now } : about.list ? { kind: 'list', ...about.list } : null,
    expireAt: expiry(keepMs),
  }
  await core.models.StaffMessage.updateOne({ _id }, { $set: row }, { upsert: true })
  if (about.ask) await setChat(core, chatId, { askId: _id })
}

/** What a message of the bot is about, from its own notes or from the delivery ledger. */
export async function recall(core: Core, chatId: number, messageId: number): Promise<About | null> {
  const _id = externalIdOf(chatId, messageId)
  const own = await core.models.StaffMessage.findById(_id).lean<StaffMessage | null>()
  if (own && !own.handled) {
    const asked = askSchema.safeParse(own.ask)
    return {
      conversationId: own.conversationId,
      dealId: own.dealId,
      direct: own.conversationId !== null && own.dealId === null,
      ask: asked.success ? asked.data : null,
    }
  }
  const card = await findStaffCard(core, {
    accountId: staffAccountId,
    chatId: String(chatId),
    externalId: _id,
  })
  if (!card?.subject) return null
  const { kind, id, conversationId } = card.subject
  return {
    conversationId: kind === 'conversation' ? id : (conversationId ?? null),
    dealId: kind === 'deal' ? id : null,
    direct: kind === 'conversation' || kind === 'inquiry',
    // An answer to a note is a note: it never goes to the client.
    ask: kind === 'note' && conversationId ? { kind: 'note', conversationId } : null,
  }
}

/** The list that a message shows, or null. */
export async function recallList(core: Core, chatId: number, messageId: number): Promise<ListPage | null> {
  const row = await core.models.StaffMessage.findById(
    externalIdOf(chatId, messageId),
  ).lean<StaffMessage | null>()
  const list = listPage.safeParse(row?.ask)
  return list.success ? list.data : null
}

/** The question that waits for this person's next message, if it was asked lately. */
export async function pendingAsk(core: Core, chatId: number): Promise<Ask | null> {
  const chat = await readChat(core, chatId)
  if (!chat?.askId) return null
  const row = await core.models.StaffMessage.findById(chat.askId).lean<StaffMessage | null>()
  const asked = askSchema.safeParse(row?.ask)
  if (!asked.success) return null
  const askedAt = row?.ask?.askedAt
  const isFresh = askedAt instanceof Date && core.clock.now().getTime() - askedAt.getTime() < patienceMs
  return isFresh ? asked.data : null
}

/** No question waits any longer; a reply to its message still finds it. */
export async function stopAsking(core: Core, chatId: number): Promise<void> {
  await core.models.StaffChat.updateOne({ _id: String(chatId) }, { $set: { askId: null } })
}

/** What commands without a number mean. A client stands there whose talk is not clear: none, or one of several. */
export interface Current {
  conversationId: string | null
  dealId: string | null
  clientId: string | null
}

export async function currentOf(core: Core, chatId: number): Promise<Current> {
  const { conversationId = null, dealId = null, clientId = null } = (await readChat(core, chatId)) ?? {}
  return { conversationId, dealId, clientId }
}

/** Opening something forgets all of what was open before. */
export async function setCurrent(
  core: Core,
  chatId: number,
  { conversationId = null, dealId = null, clientId = null }: Partial<Current>,
): Promise<void> {
  await setChat(core, chatId, { conversationId, dealId, clientId })
}

/** True the first time a stranger is to be refused, and never again. */
export async function refuseOnce(core: Core, telegramId: number): Promise<boolean> {
  const before = await core.models.StaffChat.findOneAndUpdate(
    { _id: String(telegramId) },
    [{ $set: { refusedAt: { $ifNull: ['$refusedAt', core.clock.now()] } } }],
    { upsert: true, returnDocument: 'before', updatePipeline: true },
  ).lean<StaffChat | null>()
  return !before?.refusedAt
}

/** Forgets the refusal of somebody who is staff now. */
export async function forgetRefusal(core: Core, telegramId: number): Promise<void> {
  await core.models.StaffChat.updateOne({ _id: String(telegramId) }, { $set: { refusedAt: null } })
}

/** Whether this message of the person took effect already: Telegram repeats what was not confirmed before a crash. */
export async function wasHandled(core: Core, chatId: number, messageId: number): Promise<boolean> {
  return (
    (await core.models.StaffMessage.exists({ _id: externalIdOf(chatId, messageId), handled: true })) !== null
  )
}

export async function markHandled(core: Core, chatId: number, messageId: number): Promise<void> {
  const expireAt = expiry(repeatsMs)
  await core.models.StaffMessage.updateOne(
    { _id: externalIdOf(chatId, messageId) },
    { $set: { handled: true, expireAt } },
    { upsert: true },
  )
}

function expiry(ms: number): Date {
  // eslint-disable-next-line no-restricted-syntax -- MongoDB removes what expired by its own clock, not by ours
  return new Date(Date.now() + ms)
}

async function readChat(core: Core, chatId: number): Promise<StaffChat | null> {
  return core.models.StaffChat.findById(String(chatId)).lean<StaffChat | null>()
}

async function setChat(core: Core, chatId: number, set: Partial<StaffChat>): Promise<void> {
  await core.models.StaffChat.updateOne({ _id: String(chatId) }, { $set: set }, { upsert: true })
}
