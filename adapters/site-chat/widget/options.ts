import type { Lang } from './texts.js'

/** What the site's script tag says. */
export interface WidgetOptions {
  /** Where the chat lives: the origin the script came from. */
  readonly server: string
  readonly account: string
  readonly lang: Lang
  readonly theme: 'light' | 'dark' | 'auto'
  readonly position: 'left' | 'right'
  /** Accent colour as the site wrote it, once the browser has accepted it as one. */
  readonly color: string
  readonly user: SiteUser | null
}

/** A signed-in user of the site, vouched for by the site's own server. */
export interface SiteUser {
  id: string
  signature: string
  name?: string
}

const defaultColor = '#2457e6'

/** Reads `data-account`, `data-lang`, `data-theme`, `data-position`, `data-color`, `data-user-id`, `-signature`, `-name`. */
export function readOptions(script: HTMLScriptElement): WidgetOptions {
  const { account, lang, theme, position, color, userId, userSignature, userName } = script.dataset
  return {
    server: new URL(script.src, document.baseURI).origin,
    account: account || 'main',
    lang: pickLang(lang),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    position: position === 'left' ? 'left' : 'right',
    color: color && CSS.supports('color', color) ? color : defaultColor,
    user:
      userId && userSignature
        ? { id: userId, signature: userSignature, ...(userName ? { name: userName } : {}) }
        : null,
  }
}

function pickLang(asked: string | undefined): Lang {
  if (asked === 'ru' || asked === 'en') return asked
  const spoken = (document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase()
  return ['ru', 'be', 'kk', 'uk'].includes(spoken) ? 'ru' : 'en'
}
