import { afterEach, expect, test } from '@jest/globals'
import { clientBot } from '../factories/app.js'
import { cutProxy } from './cut-proxy.js'
import { buildOutside, type Outside } from './outside.js'
import { seededRandom } from './random.js'
import { isFull, size } from './size.js'
import type { SiteStreet } from './streets/site-chat.js'
import type { Passerby } from './streets/street.js'
import type { CloudStreet } from './streets/whatsapp-cloud.js'
import type { WebStreet } from './streets/whatsapp-web.js'
import { expectEveryMessageOnce, expectNoReplyTwice, expectSameReplies, quiet } from './truth.js'

/*
 * Half an hour of an office with bad luck: 20 messages a second over all channels, answered by the script, while the platforms
 * fail one call in a hundred in every way they know, connections go, and the database is away for two seconds every other minute.
 * Nothing is lost or doubled, and the process that bears it all takes no more memory at the end than near the beginning.
 */

let outside: Outside
const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
}, 150_000)

const words = ['Здравствуйте', 'Футболки', 'назад', 'Кружки', 'назад']
const everyMs = 50
/** Of ten messages; in Chromium everything costs ten times as much. */
const shares = [
  'telegram',
  'telegram',
  'telegram',
  'cloud',
  'cloud',
  'cloud',
  'site',
  'site',
  'site',
  'web',
] as const

const full = isFull ? test : test.skip
full(
  'nothing is lost or doubled in half an hour of bad luck, and memory stays flat',
  async () => {
    outside = await buildOutside({
      managers: 2,
      streets: ['telegram', 'whatsapp-cloud', 'site-chat', 'whatsapp-web'],
    })
    ends.push(() => outside.close())
    const { hostname, port, pathname } = new URL(outside.env.MONGODB_URI ?? '')
    const wire = await cutProxy({ host: hostname, port: Number(port) })
    ends.push(() => wire.close())
    const app = await outside.start({
      MONGODB_URI: `mongodb://127.0.0.1:${wire.port}${pathname}?directConnection=true`,
    })
    const [telegram, cloud, site, web] = outside.streets as [
      Outside['streets'][number],
      CloudStreet,
      SiteStreet,
      WebStreet,
    ]
    const crowd = async (street: Outside['streets'][number], count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => street.meet(`Клиент ${index}`)))
    const people = {
      telegram: await crowd(telegram, 60),
      cloud: await crowd(cloud, 60),
      site: await crowd(site, 60),
      web: await crowd(web, 20),
    }
    const badLuck = [
      { kind: 'http', status: 500 },
      { kind: 'drop' },
      { kind: 'stall', ms: 25_000 },
      { kind: 'accepted-then-cut' },
    ] as const
    for (const plan of badLuck) {
      outside.telegram.faults.add({
        ...plan,
        method: 'sendMessage',
        bot: clientBot.username,
        probability: 0.01,
      })
      cloud.sandbox.faults.add({ ...plan, method: 'messages', probability: 0.01 })
    }
    outside.telegram.faults.add({
      kind: 'http',
      status: 429,
      retryAfter: 1,
      method: 'sendMessage',
      probability: 0.01,
    })
    outside.telegram.faults.add({ kind: 'drop', method: 'getUpdates', probability: 0.01 })
    cloud.sandbox.faults.add({
      kind: 'http',
      status: 429,
      code: 130_429,
      method: 'messages',
      probability: 0.01,
    })

    const random = seededRandom(20_261_127)
    const began = performance.now()
    const lastsMs = size.soakMinutes * 60_000
    const memory: number[] = []
    let [said, nextLook, nextCut, nextOutage] = [0, 0, 15_000, 60_000]
    for (let now = 0; now < lastsMs; now = performance.now() - began) {
      // What is behind is caught up with, so that the rate is what it says.
      for (; said < now / everyMs; said++) {
        const among = people[shares[said % shares.length] ?? 'site']
        const person = among[Math.floor(random() * among.length)] as Passerby
        const { length } = person.said
        await person.say(words[Math.min(length, 1 + ((length - 1) % 4))] ?? '')
      }
      if (now >= nextLook) {
        memory.push(app.memory())
        nextLook += 5_000
      }
      if (now >= nextCut) {
        site.visitors[Math.floor(random() * site.visitors.length)]?.cut()
        if (random() < 0.2) web.sandbox.dropSockets()
        nextCut += 3_000
      }
      if (now >= nextOutage) {
        wire.cut()
        setTimeout(() => wire.mend(), 2_000)
        nextOutage += 120_000
      }
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    expect(app.alive).toBe(true)
    await quiet(outside)
    const all = Object.values(people).flat()
    const middle = (from: number, to: number) => {
      const some = memory.slice(Math.floor(memory.length * from), Math.floor(memory.length * to))
      return some.sort((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0
    }
    const [early, late] = [middle(0.2, 0.4), middle(0.8, 1)]
    console.log(`${said} messages; memory ${Math.round(early)} MB, then ${Math.round(late)} MB`)
    await expectEveryMessageOnce(outside, all)
    await expectSameReplies(outside, said)
    await expectNoReplyTwice(outside, all)
    expect(late).toBeLessThan(early * 1.1)
  },
  size.timeLimitMs,
)
