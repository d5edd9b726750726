import { afterEach, describe, expect, test } from '@jest/globals'
import type { AppChild } from './app-child.js'
import { crashPoints } from './crash-points.js'
import { buildOutside, type Outside, type StreetName } from './outside.js'
import { seededRandom, shuffled } from './random.js'
import { type CrashSize, isFull, size } from './size.js'
import type { Passerby } from './streets/street.js'
import {
  expectEveryMessageOnce,
  expectNoReplyTwice,
  expectOneCardEach,
  expectSameReplies,
  quiet,
  waiting,
} from './truth.js'

/*
 * Promise: a message the channel was told "received" is never lost, doubled or out of order in its chat, whatever the
 * moment at which the process is killed; and what we send is never sent twice without our saying "unknown".
 */

let outside: Outside
afterEach(() => outside.close(), 60_000)

/** Every one of them gets an answer of the script, so that replies flow as long as messages do. */
const words = ['Здравствуйте', 'Футболки', 'назад', 'Кружки', 'назад']
/** Other words at every run of the small size; a failing one is run again with `OTKLIK_SEED`. */
const firstSeed = Number(process.env.OTKLIK_SEED ?? (isFull ? 1 : Date.now() % 100_000))

const { light, whatsAppWeb } = size.crash
const runs: { channels: readonly StreetName[]; of: CrashSize }[] = isFull
  ? [
      { channels: ['telegram'], of: light },
      { channels: ['whatsapp-cloud'], of: light },
      { channels: ['site-chat'], of: light },
      { channels: ['whatsapp-web'], of: whatsAppWeb },
    ]
  : [
      { channels: ['telegram', 'whatsapp-cloud', 'site-chat'], of: light },
      { channels: ['whatsapp-web'], of: whatsAppWeb },
    ]

describe.each(runs)(`killed at every point, $channels, seed ${firstSeed}`, ({ channels, of }) => {
  test(
    'nothing is lost, doubled or out of order',
    async () => {
      const random = seededRandom(firstSeed * 7_919)
      outside = await buildOutside({
        managers: 2,
        streets: channels,
        telegramMode: () => (random() < 0.5 ? 'polling' : 'webhook'),
        spare: true,
      })
      const { streets } = outside
      const people = await Promise.all(
        Array.from(
          { length: of.chats },
          (_, index) => streets[index % streets.length]?.meet(`Клиент ${index}`) as Promise<Passerby>,
        ),
      )
      let left = of.messages
      const speak = async (count: number) => {
        for (; count > 0 && left > 0; count--, left--) {
          const person = people[Math.floor(random() * people.length)] as Passerby
          const { length } = person.said
          await person.say(words[Math.min(length, 1 + ((length - 1) % 4))] ?? '')
        }
      }
      const seeds = Array.from({ length: of.seeds }, () => shuffled(crashPoints, random).slice(0, of.points))
      const kills = seeds.flat()
      /** Spread over all lives, so that the last one does not have it all to itself. */
      const share = Math.max(3, Math.floor(of.messages / (kills.length + 1)))
      for (const [index, point] of kills.entries()) {
        const app = await outside.start({
          CRASH_POINT: point,
          CRASH_AFTER: String(1 + Math.floor(random() * 8)),
        })
        const quota = Math.max(0, left - share * (kills.length - index - 1))
        await killed(app, point, quota, speak)
        await outside.expireLeases()
      }
      const app = await outside.start()
      await speak(left)
      await quiet(outside)

      await expectEveryMessageOnce(outside, people)
      await expectSameReplies(outside, of.messages)
      await expectNoReplyTwice(outside, people)
      await expectOneCardEach(outside)
      await app.stop()
    },
    size.timeLimitMs,
  )
})

/** Speaks until the process has died at its point; only as fast as it listens, so that words are left for the next. */
async function killed(
  app: AppChild,
  point: string,
  quota: number,
  speak: (count: number) => Promise<void>,
): Promise<void> {
  const deadline = performance.now() + 90_000
  for (let left = quota; app.alive; ) {
    if (performance.now() > deadline) throw new Error(`${point} was never passed`)
    if (left > 0 && (await waiting(outside)) < 12) {
      const count = Math.min(left, 3)
      await speak(count)
      left -= count
    }
    await Promise.race([app.ended, new Promise((resolve) => setTimeout(resolve, 20))])
  }
  expect(await app.ended).toBe('SIGKILL')
}
