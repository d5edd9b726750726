import { type ChatLink, chatLinks } from '../chat-link.js'
import { en } from './locales/en.js'
import { ru, type Words } from './locales/ru.js'

export type Language = 'ru' | 'en'
export type Theme = 'light' | 'dark'

function read(key: string): string | null {
  try {
    return localStorage.getItem(`otklik-sandbox:${key}`)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(`otklik-sandbox:${key}`, value)
  } catch {
    // A browser without storage forgets the choice, nothing worse.
  }
}

/** From `?lang=`, else Russian unless the browser wants something else. */
function chosenLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang')
  if (asked === 'ru' || asked === 'en') return asked
  return navigator.languages.some((tag) => /^(ru|uk|be|kk)\b/i.test(tag)) || navigator.languages.length === 0
    ? 'ru'
    : 'en'
}

export const language: Language = chosenLanguage()
export const words: Words = language === 'ru' ? ru : en

export function otherLanguageLink(): string {
  const query = new URLSearchParams(location.search)
  query.set('lang', language === 'ru' ? 'en' : 'ru')
  return `?${query}`
}

/** A link into a messenger that led here, once: loading the page again does not follow it again. */
export interface FollowedLink {
  to: ChatLink
  /** Payload of a bot's start, or words that stand in the field. */
  words: string
}

export function followedLink(): FollowedLink | undefined {
  const query = new URLSearchParams(location.search)
  const to = chatLinks.find((one) => one === query.get('link'))
  if (!to) return undefined
  const followed = { to, words: query.get('words') ?? '' }
  query.delete('link')
  query.delete('words')
  history.replaceState(null, '', query.size > 0 ? `?${query}` : location.pathname)
  return followed
}

export function currentTheme(): Theme {
  const saved = read('theme')
  if (saved === 'light' || saved === 'dark') return saved
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

export function setTheme(theme: Theme): void {
  write('theme', theme)
  applyTheme()
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = currentTheme()
}

/** Whose phones stand on the stage; undefined before the first choice. */
export function shownPeople(): number[] | undefined {
  const saved = read('shown')
  return saved === null ? undefined : saved.split(',').filter(Boolean).map(Number)
}

export function setShownPeople(ids: number[]): void {
  write('shown', ids.join(','))
}

/** Number of the last message that the person has seen in a place. */
export function lastRead(place: string): number {
  return Number(read(`read:${place}`) ?? 0)
}

export function setLastRead(place: string, messageId: number): void {
  write(`read:${place}`, String(messageId))
}
