import { readOptions, type SiteUser, type WidgetOptions } from './options.js'
import { Widget } from './widget.js'

/** What the site's own scripts may call. */
interface OtklikApi {
  open(): void
  close(): void
  /** The site's user signed in (with the signature its server made), or out: `null`. */
  identify(user: SiteUser | null): void
}

declare global {
  interface Window {
    otklik?: OtklikApi
  }
}

const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="/widget.js"]')

// A page that carries the tag twice has one chat.
if (script && !window.otklik) start(readOptions(script))

function start(options: WidgetOptions): void {
  const widget = new Widget(options)
  window.otklik = {
    open: () => widget.open(),
    close: () => widget.close(),
    identify: (user) => widget.identify(user),
  }
  // Any element of the site may open the chat: <button data-otklik-open>.
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('[data-otklik-open]') : null
    if (!target) return
    event.preventDefault()
    widget.open()
  })
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => widget.mount())
  else widget.mount()
}
