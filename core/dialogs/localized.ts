import type { Locale } from '../context.js'

/** A text of a script: one for every language, or one per language with Russian first. */
export type LocalizedText = string | { ru?: string | undefined; en?: string | undefined }

/** The text in that language, else in Russian, else whatever there is; empty where there is none. */
export function localize(text: LocalizedText | undefined, locale: Locale): string {
  if (text === undefined) return ''
  if (typeof text === 'string') return text
  return text[locale] ?? text.ru ?? text.en ?? ''
}

/** Values into the `{name}` places of a text; what has no value becomes nothing. `{a|b}` takes the first that has one. */
export function fill(text: string, value: (name: string) => string | undefined): string {
  if (!text.includes('{')) return text
  return text.replace(PLACES, (_, names: string) => {
    for (const name of names.split('|')) {
      const found = value(name)
      if (found) return found
    }
    return ''
  })
}

/** Names in the `{name}` places of a text. */
export function placesIn(text: string): string[] {
  return [...text.matchAll(PLACES)].flatMap((match) => (match[1] ?? '').split('|'))
}

const PLACES = /\{([a-zA-Z0-9_|-]+)\}/g
