/** One stretch of work in a day, by the company's clock: `HH:mm`. */
export interface Span {
  from: string
  to: string
}

/** `09:00-13:00` as two times. Midnight at the end of a day is `24:00` there and `00:00` in a time field. */
export function readSpan(text: string): Span {
  const [from = '', to = ''] = text.split('-')
  return { from, to: to === '24:00' ? '00:00' : to }
}

export function writeSpan({ from, to }: Span): string {
  return `${from.slice(0, 5)}-${to.slice(0, 5) === '00:00' ? '24:00' : to.slice(0, 5)}`
}

/** Both times are there and the end is later than the beginning. */
export function isSpan({ from, to }: Span): boolean {
  return /^\d\d:\d\d/.test(from) && /^\d\d:\d\d/.test(to) && from < (to.startsWith('00:00') ? '24:00' : to)
}
