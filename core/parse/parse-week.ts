import type { Parsed } from './parsed.js'

/** Monday first; each day a list of `HH:mm-HH:mm`. */
export type ParsedWeek = string[][]

const dayNames: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^(?:пн|понедельник\w*|mon\w*)$/u, [0]],
  [/^(?:вт|вторник\w*|tue\w*)$/u, [1]],
  [/^(?:ср|сред[ауы]|wed\w*)$/u, [2]],
  [/^(?:чт|четверг\w*|thu\w*)$/u, [3]],
  [/^(?:пт|пятниц[ауы]|fri\w*)$/u, [4]],
  [/^(?:сб|суббот[ауы]|sat\w*)$/u, [5]],
  [/^(?:вс|воскресень[ея]|sun\w*)$/u, [6]],
  [/^(?:будн\S*|weekdays)$/u, [0, 1, 2, 3, 4]],
  [/^(?:выходные|weekends?)$/u, [5, 6]],
  [/^(?:ежедневно|everyday|daily)$/u, [0, 1, 2, 3, 4, 5, 6]],
]
const hoursPattern = /(?:с\s*)?(\d{1,2})(?:[:.](\d{2}))?\s*(?:[-–—]|до|to)\s*(\d{1,2})(?:[:.](\d{2}))?/giu

/**
 * Working hours as people write them: «пн-пт 10-19, сб 11:00-15:00», «будни с 9 до 13 и с 14 до 18». Days that are not
 * named are off. `no-hours` for anything without both days and hours, `bad-hours` for an end before its beginning.
 */
export function parseWeek(text: string): Parsed<ParsedWeek, 'no-hours' | 'bad-hours'> {
  const week: ParsedWeek = Array.from({ length: 7 }, () => [])
  let days: number[] = []
  const waiting: number[] = []
  let found = false
  for (const part of text.toLowerCase().split(/[,;\n]/)) {
    const spans: string[] = []
    const words = part.replace(hoursPattern, (_all, h1: string, m1 = '00', h2: string, m2 = '00') => {
      spans.push(`${h1.padStart(2, '0')}:${m1}-${h2.padStart(2, '0')}:${m2}`)
      return ' '
    })
    const named = daysIn(words)
    if (spans.some((span) => !isSpan(span))) return { ok: false, reason: 'bad-hours' }
    if (spans.length === 0) {
      // «вт, чт 12-20»: these days wait for the hours of the next.
      waiting.push(...named)
      continue
    }
    if (named.length > 0) days = [...waiting.splice(0), ...named]
    if (days.length === 0) continue
    found = true
    for (const day of days) week[day] = [...(week[day] ?? []), ...spans].sort()
  }
  if (!found) return { ok: false, reason: 'no-hours' }
  const overlap = week.some((spans) =>
    spans.some((span, at) => at > 0 && span.slice(0, 5) < (spans[at - 1] as string).slice(6)),
  )
  return overlap ? { ok: false, reason: 'bad-hours' } : { ok: true, value: week }
}

function daysIn(words: string): number[] {
  const days: number[] = []
  const tokens = words.match(/\p{L}+|[-–—]/gu) ?? []
  for (const [at, token] of tokens.entries()) {
    const named = dayNames.find(([pattern]) => pattern.test(token))?.[1]
    if (!named) continue
    const from = /^[-–—]$/u.test(tokens[at - 1] ?? '') ? days.at(-1) : undefined
    const [to] = named
    if (from !== undefined && to !== undefined && named.length === 1)
      for (let day = from + 1; day < to; day++) days.push(day)
    days.push(...named)
  }
  return [...new Set(days)]
}

function isSpan(span: string): boolean {
  return (
    /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(span) && span.slice(0, 5) < span.slice(6)
  )
}
