import { trusted } from 'mongoose'
import { systemClock } from '../../core/clock.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { buildCore } from '../factories/core.js'
import { eventually } from '../factories/eventually.js'
import { buildStaff } from '../factories/people.js'
import { openLine } from '../faults/lines.js'
import type { StreetName } from '../faults/outside.js'

const chats = 100
const rounds = 5

/** While one chat hangs: how long messages to all others take from being said to being sent, p99 in ms. */
export async function benchStalledChat(name: StreetName): Promise<number> {
  const core = await buildCore({ clock: systemClock })
  const line = await openLine[name](core)
  try {
    const people = await Promise.all(
      Array.from({ length: chats }, (_, index) => line.street.meet(`Bench ${index}`)),
    )
    for (const person of people) await person.say('Hello')
    const { models } = core
    await eventually(async () => (await models.Conversation.countDocuments({})) === chats, 60_000)
    const conversations = await models.Conversation.find({}, { chatId: 1 }).lean()
    const by = await buildStaff(core)
    const stalled = people[0]?.chatId ?? ''
    line.stall?.(stalled)
    // One after the other, as an office says them; all at once would measure how fast a queue is emptied.
    for (let round = 0; round < rounds; round++)
      for (const { _id: conversationId } of conversations)
        await sendMessage(core, by, { conversationId, content: { type: 'text', text: `Answer ${round}` } })
    const others = { chatId: trusted({ $ne: stalled }) }
    const unsettled = { ...others, state: trusted({ $in: ['queued', 'sending'] }) }
    await eventually(async () => (await models.Delivery.countDocuments(unsettled as never)) === 0, 120_000)
    const rows = await models.Delivery.find(others).lean()
    const waits = rows.map(({ settledAt, createdAt }) => (settledAt?.getTime() ?? 0) - createdAt.getTime())
    waits.sort((a, b) => a - b)
    return waits[Math.floor(waits.length * 0.99)] ?? Number.NaN
  } finally {
    await line.close()
    await core.close()
  }
}
