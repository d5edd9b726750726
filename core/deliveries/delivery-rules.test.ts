import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { deliveryPurposes } from './delivery.model.js'
import { judge, retryWait, statesBefore } from './delivery-rules.js'
import { Pacer } from './pacer.js'

const now = new Date('2026-03-11T09:00:00Z')
const row = { purpose: 'reply' as const, attempts: 1, expiresAt: new Date('2026-03-12T09:00:00Z') }
const context = { now, idempotentSend: false, random: 0.5 }
const cut = { outcome: 'unknown' as const, reason: { code: 'network' as const } }

describe('what becomes of a delivery', () => {
  test("the platform's retry_after wins", () => {
    const verdict = judge(
      row,
      { outcome: 'retry', reason: { code: 'rate-limited' }, afterMs: 35_000 },
      context,
    )
    expect(verdict).toMatchObject({ state: 'queued', nextAt: new Date(now.getTime() + 35_000) })
  })

  test.each([
    ['reply', 'unknown'],
    ['dialog', 'unknown'],
    ['autoreply', 'unknown'],
    ['campaign', 'unknown'],
    ['reminder', 'queued'],
    ['notice', 'queued'],
  ] as const)('a cut connection makes a %s %s', (purpose, state) => {
    expect(judge({ ...row, purpose }, cut, context).state).toBe(state)
  })

  test('a channel that shows a repeated id once may repeat anything', () => {
    expect(judge(row, cut, { ...context, idempotentSend: true }).state).toBe('queued')
  })

  test('after a day it gives up and says why', () => {
    const old = { ...row, expiresAt: new Date(now.getTime() + 100) }
    expect(
      judge(old, { outcome: 'retry', reason: { code: 'network', text: 'ECONNREFUSED' } }, context),
    ).toMatchObject({
      state: 'failed',
      reason: { code: 'expired', text: 'ECONNREFUSED' },
    })
  })

  test('law: waits stay between half a second and five minutes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, random) => {
          const wait = retryWait(attempts, random)
          return wait >= 500 && wait <= 300_000
        },
      ),
    )
  })

  test('law: nothing but a reminder, a notice or an idempotent channel repeats what may have arrived', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...deliveryPurposes),
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        (purpose, idempotentSend, attempts) => {
          const { state } = judge({ ...row, purpose, attempts }, cut, { ...context, idempotentSend })
          return (state === 'queued') === (idempotentSend || purpose === 'reminder' || purpose === 'notice')
        },
      ),
    )
  })

  test('receipts only move forward', () => {
    expect(statesBefore('read')).toContain('delivered')
    expect(statesBefore('delivered')).not.toContain('read')
    expect(statesBefore('failed')).not.toContain('delivered')
  })
})

describe('the pace of a number', () => {
  /** What the WhatsApp Cloud API allows: 80 a second, to one person one in 6 s after a burst. */
  const pace = { perSecond: 80, perChatPerSecond: 1 / 6, chatBurst: 8, concurrency: 80 }
  const waitsOf = (chats: string[]) => {
    const pacer = new Pacer(pace, () => 0)
    return chats.map((chat) => pacer.reserve(chat))
  }

  test('to one person: a burst, then one in six seconds', () => {
    const waits = waitsOf(Array.from({ length: 11 }, () => 'anna'))
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 6_000, 12_000, 18_000])
  })

  test('to many: never more in a second than the number may send, and nobody waits for another chat', () => {
    const waits = waitsOf(Array.from({ length: 240 }, (_, index) => `chat ${index}`))
    for (let second = 0; second < 2; second++) {
      const within = waits.filter((wait) => wait > second * 1_000 && wait <= (second + 1) * 1_000)
      expect(within.length).toBeLessThanOrEqual(pace.perSecond)
    }
    expect(waits.filter((wait) => wait === 0)).toHaveLength(80)
    expect(Math.max(...waits)).toBe(2_000)
    const talkative = waitsOf([...Array.from({ length: 20 }, () => 'anna'), 'boris'])
    expect(talkative.at(-1)).toBe(0)
  })

  test('what was not used comes back with time', () => {
    let now = 0
    const pacer = new Pacer(pace, () => now)
    for (let index = 0; index < 9; index++) pacer.reserve('anna')
    now = 60_000
    expect(pacer.reserve('anna')).toBe(0)
  })
})
