import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Locale } from '../../api/contract'
import { type ru as Ru, ru } from './ru'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'panel'
    resources: { panel: typeof Ru }
    returnNull: false
  }
}

const storageKey = 'otklik.locale'

/** What the person chose here before, else the browser's language, else Russian. */
export function preferredLocale(): Locale {
  const stored = localStorage.getItem(storageKey)
  if (stored === 'ru' || stored === 'en') return stored
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'ru'
}

/** Russian comes with the panel; English is fetched when it is first wanted. */
async function load(locale: Locale): Promise<void> {
  if (i18next.hasResourceBundle(locale, 'panel')) return
  const { en } = await import('./en')
  i18next.addResourceBundle(locale, 'panel', en)
}

export async function switchLocale(locale: Locale): Promise<void> {
  await load(locale)
  localStorage.setItem(storageKey, locale)
  document.documentElement.lang = locale
  if (i18next.language !== locale) await i18next.changeLanguage(locale)
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'ru',
    fallbackLng: 'ru',
    defaultNS: 'panel',
    ns: ['panel'],
    resources: { ru: { panel: ru } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await switchLocale(preferredLocale())
}

/** The language the panel speaks now. */
export function currentLocale(): Locale {
  return i18next.language === 'en' ? 'en' : 'ru'
}
