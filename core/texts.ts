import { createInstance } from 'i18next'
import type { Locale } from './context.js'

/** Nested texts of one locale file. */
export interface Texts {
  [key: string]: string | Texts
}

/** The shape another language must have: every key of the Russian file; the plural forms only Russian has are left out. */
export type Translated<T> = {
  [K in keyof T as K extends `${string}_few` | `${string}_many` ? never : K]: T[K] extends string
    ? string
    : Translated<T[K]>
}

/** Keys of a locale file, joined by dots, plural suffixes off: `counts.deals`. */
export type TextKey<T> = {
  [K in keyof T & string]: T[K] extends string
    ? K extends `${infer Base}_${'one' | 'few' | 'many' | 'other'}`
      ? Base
      : K
    : `${K}.${TextKey<T[K]>}`
}[keyof T & string]

/** Values for the placeholders of a text; `count` also chooses the plural form. */
export type TextParams = Record<string, string | number>

export interface Texter<Key extends string> {
  /** The text of a key. */
  text(locale: Locale, key: Key, params?: TextParams): string
  /** The text of a key made at run time, or `fallback` where there is none. */
  find(locale: Locale, key: string, fallback: string, params?: TextParams): string
}

/**
 * Texts of one area (core, manager bot, autoresponder…) in every language. Messages are plain text: nothing is escaped
 * here, the surface that shows them does it.
 */
export function createTexts<T extends object>(ru: T, en: Translated<T>): Texter<TextKey<T>> {
  const i18n = createInstance({
    resources: { ru: { translation: ru as unknown as Texts }, en: { translation: en as unknown as Texts } },
    lng: 'ru',
    fallbackLng: 'ru',
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  // Without a backend nothing is waited for: the texts are there when this returns.
  void i18n.init()
  return {
    text: (locale, key, params = {}) => i18n.t(key, { ...params, lng: locale }),
    find: (locale, key, fallback, params = {}) => {
      const found: string = i18n.t(key, { ...params, lng: locale, defaultValue: '' })
      return found === '' ? fallback : found
    },
  }
}
