import type { ChatFile } from './protocol.js'

/**
 * How a file may be shown. Only formats that cannot carry script open in place; SVG, HTML, PDF and everything unknown
 * are downloads.
 */
const shown: Record<string, ChatFile['show']> = {
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'image/avif': 'image',
  'audio/mpeg': 'audio',
  'audio/ogg': 'audio',
  'audio/opus': 'audio',
  'audio/mp4': 'audio',
  'audio/x-m4a': 'audio',
  'audio/aac': 'audio',
  'audio/wav': 'audio',
  'audio/webm': 'audio',
  'video/mp4': 'video',
  'video/webm': 'video',
}

/** Parameters after the type (`audio/ogg; codecs=opus`) do not matter. */
export function bareType(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase()
}

export function showAs(mimeType: string): ChatFile['show'] {
  const type = bareType(mimeType)
  return Object.hasOwn(shown, type) ? (shown[type] ?? 'download') : 'download'
}

/** Headers of a file answer: never sniffed, never run, usable from the site that carries the widget. */
export function fileHeaders(file: { name: string; mimeType: string }): Record<string, string> {
  const inPlace = showAs(file.mimeType) !== 'download'
  const plain = file.name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(wellFormed(file.name)).replace(/['()*]/g, percent)
  return {
    'content-type': inPlace ? bareType(file.mimeType) : 'application/octet-stream',
    'content-disposition': `${inPlace ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${exact}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=1800, immutable',
  }
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

/** Half of a surrogate pair would make encodeURIComponent throw. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}
