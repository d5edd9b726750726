import type { Locale } from '../../../core/context.js'
import { createTexts } from '../../../core/texts.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

const texts = createTexts(ru, en)

/** The page a browser without scripts sees after it sent a form: thanks, or what was wrong and the way back. */
export function formPage(
  locale: Locale,
  outcome: { sent: true } | { sent: false; message: string; back: string | undefined },
): string {
  if (outcome.sent)
    return page(locale, texts.text(locale, 'sent.title'), `<p>${safe(texts.text(locale, 'sent.text'))}</p>`)
  const back = outcome.back
    ? `<p><a href="${safe(outcome.back)}">${safe(texts.text(locale, 'refused.back'))}</a></p>`
    : ''
  return page(locale, texts.text(locale, 'refused.title'), `<p>${safe(outcome.message)}</p>${back}`)
}

function page(locale: Locale, title: string, body: string): string {
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${safe(title)}</title><style>${style}</style></head><body><main><h1>${safe(title)}</h1>${body}</main></body></html>`
}

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const style =
  ':root{color-scheme:light dark}body{display:grid;place-items:center;min-height:90vh;margin:0;font:18px/1.5 system-ui,sans-serif;text-align:center}main{padding:24px;max-width:32em}'
