import type { ChatLook } from '../protocol.js'
import { el } from './dom.js'
import type { WidgetOptions } from './options.js'
import css from './widget.css'

const defaultColor = '#2457e6'

/** Set on the element itself and important, so that no style sheet of the site, however broad, moves or hides it. */
const hostStyle: Record<string, string> = {
  all: 'initial',
  position: 'fixed',
  display: 'block',
  inset: 'auto',
  width: '0',
  height: '0',
  'z-index': '2147483000',
  visibility: 'visible',
  opacity: '1',
  direction: 'ltr',
  'pointer-events': 'auto',
}

export interface Host {
  readonly element: HTMLElement
  /** Everything of the chat goes in here. */
  readonly root: HTMLElement
}

/**
 * The chat's own place in the page: a closed shadow root beside the body. The site's styles end at its border, the
 * chat's do not leave it, and a content security policy without inline styles has nothing to object to.
 */
export function createHost(options: WidgetOptions): Host {
  const element = document.createElement('otklik-chat')
  for (const [name, value] of Object.entries(hostStyle)) element.style.setProperty(name, value, 'important')
  const shadow = element.attachShadow({ mode: 'closed' })
  addStyles(shadow)
  const root = el('div', { class: 'root', lang: options.lang })
  shadow.append(root)
  followKeyboard(root)
  return { element, root }
}

/** Puts a look on; may be done again while the chat is open. */
export function dress(root: HTMLElement, { color, theme, position }: ChatLook): void {
  root.classList.remove('light', 'dark', 'auto', 'left', 'right')
  root.classList.add(theme, position)
  const accent = color || defaultColor
  root.style.setProperty('--accent', accent)
  queueMicrotask(() => root.style.setProperty('--on-accent', readableOn(accent)))
}

function addStyles(shadow: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    shadow.adoptedStyleSheets = [sheet]
  } catch {
    // Browsers from before constructable style sheets.
    shadow.append(el('style', {}, css))
  }
}

/** On a phone the keyboard takes half of the screen: the chat takes the other half. */
function followKeyboard(root: HTMLElement): void {
  const viewport = window.visualViewport
  if (!viewport) return
  const follow = () => {
    root.style.setProperty('--height', `${viewport.height}px`)
    root.style.setProperty('--top', `${viewport.offsetTop}px`)
  }
  viewport.addEventListener('resize', follow)
  viewport.addEventListener('scroll', follow)
  follow()
}

/** Black or white, whichever reads better on a colour (WCAG 2 relative luminance). */
export function readableOn(color: string): string {
  const context = document.createElement('canvas').getContext('2d')
  if (!context) return '#fff'
  context.fillStyle = color
  context.fillRect(0, 0, 1, 1)
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data
  const [lr, lg, lb] = [r, g, b].map((value) => {
    const share = value / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  const luminance = 0.2126 * lr + 0.7152 * lg + 0.0722 * lb
  // Mid-tone brand colours carry white text by custom down to a contrast of 3.
  return 1.05 / (luminance + 0.05) >= 3 ? '#fff' : '#111'
}
