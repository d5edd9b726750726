import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { MongoClient } from 'mongodb'
import { startMongo } from '../../scripts/setup/mongodb.mjs'
import { eventually } from '../factories/eventually.js'
import { buildOutside, type Outside, streetNames } from './outside.js'
import { isFull, size } from './size.js'
import type { Passerby } from './streets/street.js'
import { expectEveryMessageOnce, expectNoReplyTwice, expectSameReplies, quiet, waiting } from './truth.js'

/*
 * Promise: the database may fail over. Three members as a company would run them; their primary steps down and is killed
 * while people write: nothing acknowledged is lost, and the product goes on by itself within 30 s. Three servers take
 * 1.2 GB and half a minute to start, so `npm test` cuts the wire instead (database.test.ts).
 */
const recoveryMs = 30_000
const words = ['Здравствуйте', 'Футболки', 'назад', 'Кружки', 'назад']

/** People write all the time, a message every 50 ms, until told to stop; every one of them twice as often as they are answered. */
class Crowd {
  #stopped = false
  #writing: Promise<void> = Promise.resolve()

  constructor(
    private readonly outside: Outside,
    readonly people: readonly Passerby[],
  ) {}

  begin(): void {
    this.#writing = this.#write()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#writing
  }

  /** Time until something that was said from now on is stored, ms. */
  async heardAgain(): Promise<number> {
    const began = performance.now()
    const before = new Set(this.people.flatMap(({ said }) => said))
    const { Message } = this.outside.core.models
    await eventually(async () => {
      const rows = await Message.find({ direction: 'in' }, { externalId: 1 })
        .sort({ _id: -1 })
        .limit(200)
        .lean()
        .catch(() => [])
      return rows.some(({ externalId }) => externalId !== undefined && !before.has(externalId))
    }, 120_000)
    return performance.now() - began
  }

  async #write(): Promise<void> {
    for (let index = 0; !this.#stopped; index++) {
      const person = this.people[index % this.people.length] as Passerby
      const { length } = person.said
      // People write on while there is no database to look at what waits.
      if ((await waiting(this.outside).catch(() => 0)) < 200)
        await person.say(words[Math.min(length, 1 + ((length - 1) % 4))] ?? '')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

const full = isFull ? test : test.skip
full(
  'three members, the primary steps down and is killed at load: nothing is lost, and it goes on unaided',
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'otklik-members-'))
    const mongo = await startMongo({
      dataDir: folder,
      members: 3,
      cacheGb: 0.25,
      oplogMb: 256,
      log: () => undefined,
    })
    const usual = process.env.MONGODB_URI
    process.env.MONGODB_URI = mongo.uri
    const eye = await MongoClient.connect(mongo.uri)
    const primary = async () => {
      const { primary: host } = await eye.db('admin').command({ hello: 1 })
      return mongo.members.find(({ port }) => String(host).endsWith(`:${port}`))
    }
    try {
      const outside = await buildOutside({
        managers: 1,
        streets: streetNames,
      })
      try {
        const app = await outside.start()
        const people: Passerby[] = []
        for (let index = 0; index < 40; index++)
          people.push((await outside.streets[index % 4]?.meet(`Клиент ${index}`)) as Passerby)
        const crowd = new Crowd(outside, people)
        crowd.begin()
        await crowd.heardAgain()
        const took: Record<string, number> = {}
        for (let round = 1; round <= size.failOvers; round++) {
          await eye
            .db('admin')
            .command({ replSetStepDown: 20, secondaryCatchUpPeriodSecs: 10 })
            .catch(() => undefined)
          took[`step-down ${round}`] = await crowd.heardAgain()
          const killed = await eventually(primary, 60_000)
          await killed.kill()
          took[`kill ${round}`] = await crowd.heardAgain()
          await killed.start()
          await crowd.heardAgain()
        }
        await crowd.stop()
        await quiet(outside)
        console.log(
          `recovery, ms: ${JSON.stringify(took)}; messages: ${people.flatMap(({ said }) => said).length}`,
        )
        expect(Object.values(took).filter((ms) => ms >= recoveryMs)).toEqual([])
        expect(app.alive).toBe(true)
        await expectEveryMessageOnce(outside, people)
        await expectSameReplies(outside, people.flatMap(({ said }) => said).length)
        await expectNoReplyTwice(outside, people)
      } finally {
        await outside.close()
      }
    } finally {
      await eye.close()
      process.env.MONGODB_URI = usual
      await mongo.stop({ discard: true })
      await rm(folder, { recursive: true, force: true })
    }
  },
  size.timeLimitMs,
)
