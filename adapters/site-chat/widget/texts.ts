import { en } from './locales/en.js'
import { ru, type WidgetTexts } from './locales/ru.js'

export type Lang = 'ru' | 'en'

type Plain = { [K in keyof WidgetTexts]: WidgetTexts[K] extends string ? K : never }[keyof WidgetTexts]

/** Words in the widget's language. */
export interface Texts {
  readonly lang: Lang
  (key: Plain, values?: Record<string, string | number>): string
  readonly all: WidgetTexts
}

export function createTexts(lang: Lang): Texts {
  const all = lang === 'en' ? en : ru
  const say = (key: Plain, values: Record<string, string | number> = {}) => fill(all[key], values)
  return Object.assign(say, { lang, all })
}

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
