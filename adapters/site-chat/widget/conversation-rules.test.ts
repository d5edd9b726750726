import { describe, expect, test } from '@jest/globals'
import type { ChatMessage } from '../protocol.js'
import { createTexts } from './texts.js'
import { dayName, fileSize, returnTime } from './time.js'
import { joinIds } from './view/choices.js'
import { openQuestion } from './view/message-list.js'

const ru = createTexts('ru')
const en = createTexts('en')

describe('when people are back', () => {
  const now = new Date(2026, 2, 11, 23, 10)
  test.each([
    [new Date(2026, 2, 11, 23, 30), 'сегодня в 23:30'],
    [new Date(2026, 2, 12, 9, 0), 'завтра в 09:00'],
    [new Date(2026, 2, 13, 9, 0), 'в пятницу в 09:00'],
    [new Date(2026, 2, 17, 9, 0), 'во вторник в 09:00'],
    [new Date(2026, 2, 18, 9, 0), '18 марта в 09:00'],
  ])('%s', (at, words) => expect(returnTime(at, now, ru)).toBe(words))

  test('in English', () => {
    expect(returnTime(new Date(2026, 2, 16, 9, 0), now, en)).toMatch(/^on Monday at 9:00\sAM$/)
  })
})

test('days are those of the calendar, not of 24 hours', () => {
  const now = new Date(2026, 2, 11, 0, 5)
  expect(dayName(new Date(2026, 2, 11, 0, 1), now, ru)).toBe('Сегодня')
  expect(dayName(new Date(2026, 2, 10, 23, 59), now, ru)).toBe('Вчера')
  expect(dayName(new Date(2026, 2, 9), now, ru)).toBe('9 марта')
  expect(dayName(new Date(2025, 11, 31), now, ru)).toBe('31 декабря 2025 г.')
})

test('sizes of files', () => {
  expect([13, 2048, 1_500_000].map((bytes) => fileSize(bytes, ru))).toEqual(['13 Б', '2 КБ', '1,4 МБ'])
})

describe('several answers as one id', () => {
  const choice = (id: string) => ({ id, label: id })
  test('two options of a step', () =>
    expect(joinIds([choice('print:a'), choice('print:b')])).toBe('print:a,b'))
  test('a single one is whole too, not a tick', () => expect(joinIds([choice('print:a')])).toBe('print:a,a'))
  test('ids of another kind', () => expect(joinIds([choice('a'), choice('b')])).toBe('a,b'))
})

describe('the question whose buttons can be pressed', () => {
  let seq = 0
  const message = (author: 'client' | 'bot' | 'staff', type: 'text' | 'choices'): ChatMessage => {
    seq += 1
    return {
      id: `m${seq}`,
      seq,
      direction: author === 'client' ? 'in' : 'out',
      author: { kind: author, name: '' },
      content:
        type === 'text' ? { type, text: 'x' } : { type, text: 'x', choices: [{ id: 'a', label: 'A' }] },
      sentAt: '2026-03-11T09:00:00Z',
    }
  }

  test('is the last one, while nobody has answered it', () => {
    const asked = message('bot', 'choices')
    expect(openQuestion([message('bot', 'choices'), asked])).toBe(asked.id)
    expect(openQuestion([asked, message('bot', 'text')])).toBe(asked.id)
    expect(openQuestion([asked, message('client', 'text')])).toBeNull()
    expect(openQuestion([])).toBeNull()
  })

  test('is closed when a person steps in for the bot, open when the person asked', () => {
    expect(openQuestion([message('bot', 'choices'), message('staff', 'text')])).toBeNull()
    const asked = message('staff', 'choices')
    expect(openQuestion([asked, message('staff', 'text')])).toBe(asked.id)
  })
})
