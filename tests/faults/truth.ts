import { expect } from '@jest/globals'
import { trusted } from 'mongoose'
import type { Delivery } from '../../core/deliveries/delivery.model.js'
import type { Message } from '../../core/inbox/message.model.js'
import { eventually } from '../factories/eventually.js'
import type { Outside } from './outside.js'
import { size } from './size.js'
import type { Passerby } from './streets/street.js'

/* What must be true after any trouble, told by what people said and see against what we have. */

/** How many messages people have said that we have not confirmed. */
export async function waiting(outside: Outside): Promise<number> {
  const all = await Promise.all(outside.streets.map((street) => street.waiting()))
  return all.reduce((sum, count) => sum + count, 0)
}

/** A backlog may take long on a busy machine; this long without getting smaller, ms, it is stuck. */
const stuckMs = 120_000

/** The platforms have nothing left for us, every event is handled, every reply has its end. Rejects with what is left. */
export async function quiet(outside: Outside): Promise<void> {
  const { models } = outside.core
  let left: Record<string, number> = {}
  let [least, since] = [Number.POSITIVE_INFINITY, performance.now()]
  const look = async () => {
    left = { events: await models.Event.countDocuments({ pending: true }) }
    for (const street of outside.streets) left[`${street.accountId} unconfirmed`] = await street.waiting()
    // Cards and notices of the team's own bot, too.
    for (const state of ['queued', 'sending'] as const)
      left[state] = await models.Delivery.countDocuments({ state })
    const sum = Object.values(left).reduce((all, count) => all + count, 0)
    if (sum < least) [least, since] = [sum, performance.now()]
    if (performance.now() - since > stuckMs) throw new Error(`never quiet: ${JSON.stringify(left)}`)
    return sum === 0
  }
  await eventually(look, size.timeLimitMs)
}

async function messagesOf(outside: Outside, chatId: string): Promise<Message[]> {
  const { models } = outside.core
  const conversations = await models.Conversation.find({ chatId }).lean()
  expect(conversations).toHaveLength(1)
  return models.Message.find({ conversationId: conversations[0]?._id }).sort({ seq: 1 }).lean<Message[]>()
}

export async function expectEveryMessageOnce(outside: Outside, people: readonly Passerby[]): Promise<void> {
  const count = people.reduce((sum, { said }) => sum + said.length, 0)
  for (const person of people.filter(({ said }) => said.length > 0)) {
    const received = (await messagesOf(outside, person.chatId)).filter(
      (message) => message.direction === 'in',
    )
    expect(received.map((message) => message.externalId)).toEqual(person.said)
  }
  expect(await outside.core.models.Message.countDocuments({ direction: 'in' })).toBe(count)
  const unread = await outside.core.models.Conversation.find({}, { unreadCount: 1 }).lean()
  expect(unread.reduce((sum, { unreadCount }) => sum + unreadCount, 0)).toBe(count)
  expect(await outside.core.models.Event.countDocuments({ 'parked.0': trusted({ $exists: true }) })).toBe(0)
}

/** All clients say the same words in the same order, so one chat's replies are the beginning of every longer one's. */
export async function expectSameReplies(outside: Outside, count: number): Promise<void> {
  const rows = await outside.core.models.Message.find({ direction: 'out' })
    .sort({ conversationId: 1, seq: 1 })
    .lean<Message[]>()
  const chats = new Map<string, string[]>()
  for (const { conversationId, content } of rows)
    chats.set(conversationId, [...(chats.get(conversationId) ?? []), JSON.stringify(content)])
  const longest = [...chats.values()].reduce((a, b) => (b.length > a.length ? b : a))
  for (const replies of chats.values()) expect(replies).toEqual(longest.slice(0, replies.length))
  expect(rows.length).toBeGreaterThanOrEqual(count)
}

/** What the platform took is what we call sent; whatever else it took we call unknown; and all of it stands in order. */
export async function expectNoReplyTwice(outside: Outside, people: readonly Passerby[]): Promise<void> {
  for (const person of people.filter(({ said }) => said.length > 0)) {
    const rows = await outside.core.models.Delivery.find({ chatId: person.chatId })
      .sort({ _id: 1 })
      .lean<Delivery[]>()
    const unknown = rows.filter(({ state }) => state === 'unknown')
    const sent = rows.filter(({ state }) => state === 'sent' || state === 'delivered' || state === 'read')
    expect(rows.length - sent.length - unknown.length).toBe(0)
    const sentIds = sent.flatMap(({ externalIds }) => externalIds)
    const shown = await person.shown()
    const shownIds = shown.map(({ externalId }) => externalId)
    expect(shownIds.filter((id) => sentIds.includes(id)).sort()).toEqual([...sentIds].sort())
    // One whose end nobody saw may come when what was said after it is there.
    const plainIds = sent.flatMap(({ externalIds, reason }) => (reason === undefined ? externalIds : []))
    expect(shownIds.filter((id) => plainIds.includes(id))).toEqual(plainIds)
    const unclaimed = shown.filter(({ externalId }) => !sentIds.includes(externalId))
    for (const { text } of unclaimed) {
      const at = unknown.findIndex(({ content }) => 'text' in content && text.includes(content.text))
      expect(at).toBeGreaterThanOrEqual(0)
      unknown.splice(at, 1)
    }
  }
}

/** Every colleague has one card of every inquiry. */
export async function expectOneCardEach(outside: Outside): Promise<void> {
  const { models } = outside.core
  const inquiries = await models.Inquiry.find({}).lean()
  expect(inquiries).toHaveLength(await models.Conversation.countDocuments({}))
  const keys = inquiries.flatMap(({ _id }) => outside.staffIds.map((staffId) => `inquiry:${_id}:${staffId}`))
  const cards = await models.Delivery.find({ dedupeKey: /^inquiry:/ } as never).lean<Delivery[]>()
  expect(cards.map((card) => card.dedupeKey).sort()).toEqual(keys.sort())
}
