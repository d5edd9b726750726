import { fill, type Texts } from './texts.js'

/** Hours and minutes of the visitor's own clock. */
export function clockTime(at: Date, { lang }: Texts): string {
  return at.toLocaleTimeString(lang, { hour: lang === 'ru' ? '2-digit' : 'numeric', minute: '2-digit' })
}

/** "Today", "Yesterday", "12 January", with the year when it is another one. */
export function dayName(at: Date, now: Date, texts: Texts): string {
  const days = daysBetween(at, now)
  if (days === 0) return texts('dayToday')
  if (days === 1) return texts('dayYesterday')
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const }
  return at.toLocaleDateString(texts.lang, { day: 'numeric', month: 'long', ...year })
}

/** When people are back: "tomorrow at 10:00", "on Monday at 10:00", "on 12 January at 10:00". */
export function returnTime(at: Date, now: Date, texts: Texts): string {
  const time = clockTime(at, texts)
  const days = daysBetween(now, at)
  if (days <= 0) return texts('today', { time })
  if (days === 1) return texts('tomorrow', { time })
  const weekday = texts.all.weekdays[at.getDay()]
  if (days < 7 && weekday) return fill(weekday, { time })
  const date = at.toLocaleDateString(texts.lang, { day: 'numeric', month: 'long' })
  return texts('onDate', { date, time })
}

/** Calendar days from `a` to `b` on the visitor's calendar; a day of 23 or 25 hours is a day. */
export function daysBetween(a: Date, b: Date): number {
  const midnight = (d: Date) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime()
  return Math.round((midnight(b) - midnight(a)) / 86_400_000)
}

export function fileSize(bytes: number, texts: Texts): string {
  if (bytes < 1024) return `${bytes} ${texts('bytes')}`
  const kilo = bytes / 1024
  if (kilo < 1000) return `${Math.round(kilo)} ${texts('kilobytes')}`
  return `${(kilo / 1024).toLocaleString(texts.lang, { maximumFractionDigits: 1 })} ${texts('megabytes')}`
}
