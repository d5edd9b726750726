import { describe, expect, test } from '@jest/globals'
import { defaultSchedule, hoursOf } from '../schedule/working-hours.js'
import { autoreplyText, sayWhen } from './autoreply-text.js'
import { type AutoreplyFacts, decideAutoreply } from './decide-autoreply.js'

const night = new Date('2026-03-11T20:10:00Z')
const facts: AutoreplyFacts = {
  now: night,
  enabled: true,
  hours: hoursOf(defaultSchedule, 'Europe/Moscow'),
  dialogRuns: false,
  staffWroteAt: null,
  breakUntil: null,
  reachable: true,
}

describe('the autoresponder decides', () => {
  test.each<[string, Partial<AutoreplyFacts>, string, string]>([
    ['at night it answers', {}, 'answered', 'closed'],
    ['at noon it is silent', { now: new Date('2026-03-11T09:00:00Z') }, 'silent', 'open'],
    ['never over a running dialog', { dialogRuns: true }, 'silent', 'dialog-runs'],
    ['switched off', { enabled: false }, 'silent', 'off'],
    [
      'not over a colleague who works late',
      { staffWroteAt: new Date('2026-03-11T20:00:00Z') },
      'silent',
      'staff-is-answering',
    ],
    [
      'again when the colleague has gone',
      { staffWroteAt: new Date('2026-03-11T18:00:00Z') },
      'answered',
      'closed',
    ],
    [
      'a break within hours',
      { now: new Date('2026-03-11T09:00:00Z'), breakUntil: new Date('2026-03-11T10:00:00Z') },
      'answered',
      'on-break',
    ],
    ['to somebody who blocked us', { reachable: false }, 'silent', 'unreachable'],
  ])('%s', (_name, change, decision, reason) => {
    expect(decideAutoreply({ ...facts, ...change })).toMatchObject({ decision, reason })
  })

  test('says when people are back, in words and in the company zone', () => {
    const choice = decideAutoreply(facts)
    const context = { now: night, zone: 'Europe/Moscow', assigneeName: null, own: null }
    expect(autoreplyText('ru', choice, context)).toBe(
      'Здравствуйте! Спасибо за сообщение. Сейчас мы не работаем, ответим завтра, 12 марта, в 9:00.',
    )
    expect(autoreplyText('ru', choice, { ...context, assigneeName: 'Ольга' })).toContain(
      'Ольга ответит вам завтра, 12 марта, в 9:00',
    )
    expect(autoreplyText('en', choice, context)).toContain('tomorrow, March 12, at 9:00')
    expect(autoreplyText('ru', choice, { ...context, own: 'Будем {{when}}' })).toBe(
      'Будем завтра, 12 марта, в 9:00',
    )
  })

  test('a Friday evening names the weekday', () => {
    const friday = new Date('2026-03-13T16:00:00Z')
    expect(sayWhen('ru', new Date('2026-03-16T06:00:00Z'), friday, 'Europe/Moscow')).toBe(
      'в понедельник, 16 марта, в 9:00',
    )
    expect(sayWhen('ru', new Date('2026-03-13T17:00:00Z'), friday, 'Europe/Moscow')).toBe('сегодня в 20:00')
  })
})
