import { describe, expect, it } from '@jest/globals'
import { isSpan, readSpan, writeSpan } from './spans'

describe('working hours in time fields', () => {
  it.each(['09:00-18:00', '00:00-24:00', '14:30-24:00'])('%s goes there and back', (text) => {
    expect(isSpan(readSpan(text))).toBe(true)
    expect(writeSpan(readSpan(text))).toBe(text)
  })

  it('takes seconds a browser adds away', () => {
    expect(writeSpan({ from: '09:00:00', to: '18:30:00' })).toBe('09:00-18:30')
  })

  it.each([
    { from: '', to: '18:00' },
    { from: '18:00', to: '09:00' },
    { from: '09:00', to: '09:00' },
  ])('refuses $from to $to', (span) => {
    expect(isSpan(span)).toBe(false)
  })
})
