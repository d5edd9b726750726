import type { Locale } from '../context.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'
import { fill } from './localized.js'

export type DialogTexts = typeof ru

const texts: Record<Locale, DialogTexts> = { ru, en }

/** What dialogs say by themselves, in a language. */
export function textsIn(locale: Locale): DialogTexts {
  return texts[locale] ?? ru
}

/** Why an answer did not fit; each has a text in every language. */
export type RetryReason = keyof DialogTexts['retry']

export interface Retry {
  reason: RetryReason
  /** Values for the `{x}` places of its text. */
  params?: Record<string, string | number>
}

export function retryText(locale: Locale, { reason, params = {} }: Retry): string {
  return fill(textsIn(locale).retry[reason], (name) =>
    params[name] === undefined ? undefined : String(params[name]),
  )
}
