import type { Locale } from '../context.js'
import { createTexts } from '../texts.js'
import type { ChannelState } from './channel-state.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

export const channelTexts = createTexts(ru, en)

export interface ExplainedState {
  /** «Работает», «Нет связи». */
  phase: string
  /** Why, in a sentence; the adapter's own words where the product has none. Empty where all is well. */
  what: string
  /** What a person should do; empty where nothing. */
  advice: string
}

/** The state of an account in words. */
export function explainState(state: Pick<ChannelState, 'phase' | 'reason'>, locale: Locale): ExplainedState {
  const { phase, reason } = state
  const general = channelTexts.text(locale, `advice.${phase}`)
  return {
    phase: channelTexts.text(locale, `phases.${phase}`),
    what: reason === undefined ? '' : channelTexts.find(locale, `reasons.${reason}.what`, reason),
    advice: reason === undefined ? general : channelTexts.find(locale, `reasons.${reason}.advice`, general),
  }
}

/** «5 минут», «3 часа», for a time that has passed, ms. */
export function passedTime(ms: number, locale: Locale): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1) return channelTexts.text(locale, 'duration.moment')
  if (minutes < 120) return channelTexts.text(locale, 'duration.minutes', { count: minutes })
  return channelTexts.text(locale, 'duration.hours', { count: Math.round(minutes / 60) })
}
