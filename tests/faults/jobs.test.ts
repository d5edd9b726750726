import { afterEach, describe, expect, test } from '@jest/globals'
import { DateTime } from 'luxon'
import { trusted } from 'mongoose'
import { planActivity } from '../../core/activities/plan-activity.js'
import { remindDue } from '../../core/activities/remind-due.js'
import { ManualClock } from '../../core/clock.js'
import { type Core, system } from '../../core/context.js'
import { agendaCollection } from '../../core/db.js'
import type { Delivery } from '../../core/deliveries/delivery.model.js'
import { parseDate } from '../../core/parse/parse-date.js'
import { scheduleMessage } from '../../core/scheduled/schedule-message.js'
import { actorOf } from '../../core/staff/queries.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { managerBot } from '../factories/app.js'
import { buildCore } from '../factories/core.js'
import { eventually } from '../factories/eventually.js'
import { buildStaff } from '../factories/people.js'
import { jobPoints } from './crash-points.js'
import { buildOutside, type Outside } from './outside.js'
import { isFull, size } from './size.js'
import type { Passerby } from './streets/street.js'

/* Promise: a job takes effect once: no silent repeat, no silent miss; the person hears of it, and hears when it is late. */

let outside: Outside
afterEach(() => outside.close(), 60_000)

async function plan(core: Core, title: string, inMs: number): Promise<string> {
  const dueAt = new Date(core.clock.now().getTime() + inMs)
  return (await planActivity(core, system, { title, dueAt, staffId: outside.staffIds[0] }))._id
}

/** Something to be said to the client, in the manager's name. */
async function planMessage(conversationId: string, text: string, inMs: number): Promise<void> {
  const { core, staffIds } = outside
  const staff = await core.models.Staff.findById(staffIds[0]).lean()
  const at = new Date(core.clock.now().getTime() + inMs)
  await scheduleMessage(core, actorOf(staff as never), {
    conversationId,
    at,
    content: { type: 'text', text },
  })
}

/** A client who has written, and whose every notice and reply has come. */
async function aClient(): Promise<{ conversationId: string; person: Passerby }> {
  const { core, streets } = outside
  const person = (await streets[0]?.meet('Анна')) as Passerby
  const app = await outside.start()
  await person.say('Здравствуйте')
  const conversation = await eventually(() => core.models.Conversation.findOne({}).lean(), 30_000)
  await eventually(async () => (await core.models.Delivery.countDocuments({ purpose: 'notice' })) > 0, 30_000)
  await settled()
  await app.stop()
  return { conversationId: conversation._id, person }
}

async function settled(): Promise<void> {
  const { models } = outside.core
  const unsettled = { state: trusted({ $in: ['queued', 'sending'] }) }
  await eventually(
    async () =>
      (await models.Event.countDocuments({ pending: true })) === 0 &&
      (await models.Delivery.countDocuments(unsettled as never)) === 0,
    60_000,
  )
}

function manager(): PersonChat {
  return outside.telegram.user('Менеджер 1').with(managerBot.username)
}

async function heard(title: string): Promise<string[]> {
  return (await manager().messages()).flatMap(({ text = '' }) => (text.includes(title) ? [text] : []))
}

/** Both jobs that speak have run, from their beginning to their end, from now on. */
async function jobsRan(): Promise<void> {
  const jobs = outside.core.connection.collection(agendaCollection)
  const since = new Date()
  const ran = {
    name: { $in: ['remind', 'send-scheduled'] },
    lastRunAt: { $gt: since },
    lastFinishedAt: { $gt: since },
  }
  await eventually(async () => (await jobs.countDocuments(ran)) === 2, 60_000)
}

test(
  'two processes that claim the same reminders at once remind of each once',
  async () => {
    outside = await buildOutside({ managers: 1 })
    const { core } = outside
    const later = { now: () => new Date(core.clock.now().getTime() + 120_000) }
    const other = await buildCore({ databaseName: core.connection.name, clock: later })
    try {
      const ids = await Promise.all(
        Array.from({ length: 20 }, (_, index) => plan(core, `Позвонить ${index}`, 60_000)),
      )
      const both = [
        { ...core, clock: later },
        { ...other, clock: later },
      ]
      const counts = await Promise.all([...both, ...both].map((each) => remindDue(each)))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20)
      expect(await remindDue(other)).toBe(0)
      const rows = await core.models.Delivery.find({ purpose: 'reminder' }).lean()
      expect(rows.map(({ subject }) => subject?.id).sort()).toEqual(ids.sort())
      expect(await core.models.Event.countDocuments({ type: 'activity.due' })).toBe(20)
    } finally {
      await other.connection.close()
    }
  },
  size.timeLimitMs,
)

test(
  'killed at each step, again and again: every reminder comes, every planned message is said once',
  async () => {
    outside = await buildOutside({ managers: 1, streets: ['telegram'], spare: true })
    const { core } = outside
    const { conversationId, person } = await aClient()
    const steps = Array.from({ length: size.jobKills }, () => jobPoints).flat()
    for (const [index, step] of steps.entries()) {
      await outside.besideTheDead(async () => {
        await plan(core, `Позвонить №${index}.`, 500)
        await planMessage(conversationId, `Ваш заказ №${index}.`, 500)
      })
      const app = await outside.start({ CRASH_POINT: step })
      expect(await app.ended).toBe('SIGKILL')
      await outside.expireLeases()
      await outside.expireJobLocks()
      // The next process mends it. Left to pile up, every kill would hit the oldest reminder, whose retries come ever later.
      if (index % jobPoints.length === jobPoints.length - 1) {
        const mending = await outside.start()
        await eventually(
          async () => (await core.models.Activity.countDocuments({ remindedAt: null })) === 0,
          60_000,
        )
        await settled()
        await mending.stop()
      }
    }
    await outside.start()
    await eventually(
      async () => (await core.models.Activity.countDocuments({ remindedAt: null })) === 0,
      60_000,
    )
    await eventually(
      async () => (await core.models.ScheduledMessage.countDocuments({ state: 'planned' })) === 0,
      60_000,
    )
    await settled()

    const reminders = await core.models.Delivery.find({ purpose: 'reminder' }).lean<Delivery[]>()
    expect(reminders).toHaveLength(steps.length)
    for (const { content, state, attempts } of reminders) {
      expect(state).toBe('sent')
      const title = /№\d+\./.exec('text' in content ? content.text : '')?.[0] ?? 'none'
      const times = (await heard(`Позвонить ${title}`)).length
      expect({ title, heard: times >= 1 && times <= attempts }).toEqual({ title, heard: true })
    }
    const said = await core.models.Delivery.find({ dedupeKey: trusted({ $regex: /^scheduled:/ }) }).lean<
      Delivery[]
    >()
    expect(said).toHaveLength(steps.length)
    const shown = await person.shown()
    for (const { content, state } of said) {
      const text = 'text' in content ? content.text : ''
      const times = shown.filter((message) => message.text === text).length
      expect(state === 'unknown' ? times <= 1 : state === 'sent' && times === 1).toBe(true)
    }
  },
  size.timeLimitMs,
)

// A frozen process keeps what its transaction has locked for a minute, so this one is left to the full size.
const frozenAt = isFull ? (['in-claim', 'before-notice'] as const) : (['before-notice'] as const)
describe.each(frozenAt)('a worker that was frozen %s outlives its lock and its lease', (point) => {
  test(
    'the reminder comes from another process, and the late one changes nothing',
    async () => {
      outside = await buildOutside({ managers: 1 })
      const { core } = outside
      const slow = await outside.start({ CRASH_POINT: point, CRASH_SIGNAL: 'SIGSTOP' })
      const activityId = await plan(core, 'Перезвонить Анне', 500)
      await eventually(async () => slow.frozen, 60_000)
      await outside.expireLeases()
      await outside.expireJobLocks()
      await outside.start()
      await eventually(async () => (await heard('Перезвонить Анне')).length > 0, 120_000)
      slow.thaw()
      const heardOfOne = point === 'before-notice' ? 2 : 1
      await eventually(async () => (await heard('Перезвонить Анне')).length === heardOfOne, 60_000)
      await plan(core, 'Отправить счёт', 500)
      await eventually(async () => (await heard('Отправить счёт')).length > 0, 60_000)
      await settled()

      expect(slow.alive).toBe(true)
      expect(await heard('Отправить счёт')).toHaveLength(1)
      expect(await heard('Перезвонить Анне')).toHaveLength(heardOfOne)
      const rows = await core.models.Delivery.find({ 'subject.id': activityId }).lean<Delivery[]>()
      expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual([['sent', heardOfOne]])
    },
    size.timeLimitMs,
  )
})

test(
  'a clock two hours slow or fast and a day of downtime: nothing early, nothing twice, nothing stale to the client',
  async () => {
    outside = await buildOutside({ managers: 1, streets: ['telegram'], spare: true })
    const { core, env } = outside
    const { conversationId, person } = await aClient()
    await plan(core, 'Отправить счёт', 60_000)
    await planMessage(conversationId, 'Счёт во вложении', 60_000)
    const live = (hours: number) =>
      outside.start({ CLOCK_OFFSET_MS: String(Number(env.CLOCK_OFFSET_MS) + hours * 3_600_000) })

    const slow = await live(-2)
    await jobsRan()
    await slow.stop()
    expect(await heard('Отправить счёт')).toEqual([])

    for (const hours of isFull ? [2, 0, 24, 0] : [24]) {
      const app = await live(hours)
      await eventually(async () => (await heard('Отправить счёт')).length > 0, 60_000)
      await jobsRan()
      await settled()
      await app.stop()
    }
    expect(await heard('Отправить счёт')).toEqual([expect.stringContaining('Напоминание опоздало')])
    expect(await core.models.Delivery.countDocuments({ purpose: 'reminder' })).toBe(1)
    expect((await person.shown()).filter(({ text }) => text === 'Счёт во вложении')).toEqual([])
    expect(await heard('Не отправлено вовремя')).toHaveLength(1)
  },
  size.timeLimitMs,
)

test('through both nights in which the clocks are set, each reminder comes once and at its hour', async () => {
  outside = await buildOutside({ managers: 1 })
  const zone = 'Europe/Berlin'
  for (const evening of ['2026-03-28T20:00', '2026-10-24T20:00']) {
    const clock = new ManualClock(DateTime.fromISO(evening, { zone }).toJSDate())
    const core = { ...outside.core, clock, company: { ...outside.core.company, zone } }
    const { id: staffId } = await buildStaff(core)
    const chat = `chat-of-${staffId}`
    await core.models.Staff.updateOne({ _id: staffId }, { $set: { telegramId: chat, telegramChatId: chat } })
    const due = new Map<string, Date>()
    for (const hour of ['00:30', '01:30', '02:00', '02:30', '02:59', '03:00', '03:30', '09:00']) {
      const read = parseDate(`завтра в ${hour}`, { now: clock.now(), zone })
      if (!read.ok) throw new Error(`${hour}: ${read.reason}`)
      const { _id } = await planActivity(core, system, { title: hour, dueAt: read.value.at, staffId })
      due.set(_id, read.value.at)
    }
    const remindedAt = new Map<string, Date[]>()
    const known = new Set<string>()
    // As the job does, though seldomer; sixteen hours see all of the night.
    for (let step = 0; step < 16 * 12; step++) {
      clock.advance(5 * 60_000)
      if ((await remindDue(core)) === 0) continue
      const rows = await core.models.Delivery.find({ chatId: chat }).lean<Delivery[]>()
      for (const { _id, subject } of rows) {
        const id = subject?.id ?? ''
        if (!known.has(_id)) remindedAt.set(id, [...(remindedAt.get(id) ?? []), clock.now()])
        known.add(_id)
      }
    }
    expect([...remindedAt.keys()].sort()).toEqual([...due.keys()].sort())
    for (const [id, times] of remindedAt) {
      const lateBy = times.map((at) => at.getTime() - (due.get(id)?.getTime() ?? 0))
      expect(lateBy).toEqual([expect.any(Number)])
      expect(lateBy[0]).toBeGreaterThanOrEqual(0)
      expect(lateBy[0]).toBeLessThan(5 * 60_000)
    }
  }
}, 60_000)
