import { afterEach, describe, expect, test } from '@jest/globals'
import { planActivity } from '../../core/activities/plan-activity.js'
import { remindDue } from '../../core/activities/remind-due.js'
import { type Core, system } from '../../core/context.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { managerBot } from '../factories/app.js'
import { buildCore } from '../factories/core.js'
import { eventually } from '../factories/eventually.js'
import { noticePoints } from './crash-points.js'
import { buildOutside, type Outside } from './outside.js'
import { size } from './size.js'

/* Promise: a job takes effect once: no silent repeat, no silent miss; the person hears of it, and hears when it is late. */

let outside: Outside
afterEach(() => outside.close(), 60_000)

async function plan(core: Core, title: string, inMs: number): Promise<string> {
  const dueAt = new Date(core.clock.now().getTime() + inMs)
  return (await planActivity(core, system, { title, dueAt, staffId: outside.staffIds[0] }))._id
}

function manager(): PersonChat {
  return outside.telegram.user('Менеджер 1').with(managerBot.username)
}

async function heard(title: string): Promise<string[]> {
  return (await manager().messages()).flatMap(({ text = '' }) => (text.includes(title) ? [text] : []))
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

describe.each(noticePoints)('killed %s', (point) => {
  test(
    'the reminder comes with the next process',
    async () => {
      outside = await buildOutside({ managers: 1 })
      const app = await outside.start({ CRASH_POINT: point })
      const activityId = await plan(outside.core, 'Перезвонить Анне', 500)
      expect(await app.ended).toBe('SIGKILL')
      const { models } = outside.core
      const [claimed] = await models.Delivery.find({ purpose: 'reminder' }).lean()
      expect(claimed).toMatchObject({ state: 'sending', subject: { id: activityId } })
      const before = (await heard('Перезвонить Анне')).length
      expect(before).toBe(point === 'mid-notice' ? 1 : 0)

      await outside.expireLeases()
      await outside.start()
      await eventually(async () => (await heard('Перезвонить Анне')).length > before, 60_000)
      await eventually(() => models.Delivery.findOne({ purpose: 'reminder', state: 'sent' }).lean(), 60_000)
      expect(await heard('Перезвонить Анне')).toHaveLength(before + 1)
      expect(await models.Delivery.countDocuments({ purpose: 'reminder' })).toBe(1)
    },
    size.timeLimitMs,
  )
})

test(
  'after a day of downtime the reminder comes once and says that it is late',
  async () => {
    outside = await buildOutside({ managers: 1 })
    await plan(outside.core, 'Отправить счёт', 60_000)
    const tomorrow = String(Number(outside.env.CLOCK_OFFSET_MS) + 24 * 3_600_000)
    await outside.start({ CLOCK_OFFSET_MS: tomorrow })
    await eventually(async () => (await heard('Отправить счёт')).length > 0, 60_000)
    expect(await heard('Отправить счёт')).toEqual([expect.stringContaining('Напоминание опоздало')])
    expect(await outside.core.models.Delivery.countDocuments({ purpose: 'reminder' })).toBe(1)
  },
  size.timeLimitMs,
)
