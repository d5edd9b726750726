import { afterEach, expect, test } from '@jest/globals'
import { trusted } from 'mongoose'
import type { Delivery } from '../../core/deliveries/delivery.model.js'
import { scheduleMessage } from '../../core/scheduled/schedule-message.js'
import { eventually } from '../factories/eventually.js'
import { buildStaff } from '../factories/people.js'
import type { AppChild } from './app-child.js'
import { buildOutside, type Outside, streetNames } from './outside.js'
import { isFull, size } from './size.js'
import type { Passerby } from './streets/street.js'
import { quiet } from './truth.js'

/*
 * Promise: two instances coexist. Messages that were planned to be sent to many clients at one moment go out while both
 * processes are replaced one after the other, as in a deployment: each client hears it at most once, and in the end once.
 */

let outside: Outside
afterEach(() => outside.close(), 60_000)

/** Every start of WhatsApp Web is one of a Chromium, so it is here at full size only. */
const channels = streetNames.filter((name) => isFull || name !== 'whatsapp-web')

test(
  'planned messages to many clients through a rolling restart: each once',
  async () => {
    outside = await buildOutside({ streets: channels, spare: true })
    const { core, streets } = outside
    const { models } = core
    // Whichever was started last has the address that people know.
    let front: AppChild = await outside.start()
    let back: AppChild = await outside.start({ PORT: '0' })
    const people: Passerby[] = []
    for (let index = 0; index < size.planned; index++)
      people.push((await streets[index % streets.length]?.meet(`Клиент ${index}`)) as Passerby)
    for (const person of people) await person.say('Здравствуйте')
    await eventually(async () => (await models.Conversation.countDocuments({})) === people.length, 600_000)
    await quiet(outside)

    const by = await buildStaff(core)
    const at = new Date(core.clock.now().getTime() + 15_000 + size.planned * 40)
    const conversations = await models.Conversation.find({}, { _id: 1 }).lean()
    for (const { _id: conversationId } of conversations)
      await scheduleMessage(core, by, { conversationId, at, content: { type: 'text', text: 'Скидка 10 %' } })
    const sent = () => models.ScheduledMessage.countDocuments({ state: 'sent' })
    for (let turn = 1; turn <= size.restarts; turn++) {
      await eventually(async () => (await sent()) >= (people.length * turn) / (size.restarts + 2), 600_000)
      if (turn % 2 === 1) {
        await back.stop()
        back = await outside.start({ PORT: '0' })
      } else {
        await front.stop()
        front = await outside.start()
      }
    }
    await eventually(async () => (await sent()) === people.length, 600_000)
    await quiet(outside)

    expect([front.alive, back.alive]).toEqual([true, true])
    const rows = await models.Delivery.find({ dedupeKey: trusted({ $regex: /^scheduled:/ }) }).lean<
      Delivery[]
    >()
    expect(rows).toHaveLength(people.length)
    const others = rows.filter(({ state }) => !['sent', 'delivered', 'read'].includes(state))
    expect(others.map(({ state, reason }) => `${state} ${reason?.code}`)).toEqual([])
    const times = await Promise.all(
      people.map(
        async (person) => (await person.shown()).filter(({ text }) => text === 'Скидка 10 %').length,
      ),
    )
    expect(times.filter((count) => count !== 1)).toEqual([])
  },
  size.timeLimitMs,
)
