import type { ChatLook } from '../protocol.js'
import type { Lang } from './texts.js'

/** What the site's script tag says. */
export interface WidgetOptions {
  /** Where the chat lives: the origin the script came from. */
  readonly server: string
  readonly account: string
  readonly lang: Lang
  /** What the tag itself sets of the look: it wins over the settings of the account. */
  readonly look: Partial<ChatLook>
  readonly user: SiteUser | null
}

/** A signed-in user of the site, vouched for by the site's own server. */
export interface SiteUser {
  id: string
  signature: string
  name?: string
}

/** Reads `data-account`, `data-lang`, `data-theme`, `data-position`, `data-color`, `data-user-id`, `-signature`, `-name`. */
export function readOptions(script: HTMLScriptElement): WidgetOptions {
  const { account, lang, theme, position, color, userId, userSignature, userName } = script.dataset
  return {
    server: new URL(script.src, document.baseURI).origin,
    account: account || 'main',
    lang: pickLang(lang),
    look: {
      ...(theme === 'light' || theme === 'dark' || theme === 'auto' ? { theme } : {}),
      ...(position === 'left' || position === 'right' ? { position } : {}),
      // Only what the browser takes for a colour.
      ...(color && CSS.supports('color', color) ? { color } : {}),
    },
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
