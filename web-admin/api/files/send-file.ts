import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { Core } from '../../../core/context.js'
import { OtklikError } from '../../../core/errors.js'
import type { FileDoc } from '../../../core/files/file.model.js'

/** What a browser may open in the page: it cannot carry a script. Everything else is a download. */
const shown = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'image/avif',
  'audio/ogg',
  'audio/opus',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/webm',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
  'application/pdf',
])

/**
 * Sends a stored file so that its content stays inert whoever made it: its type is only one of a short list or plain
 * bytes, browsers may not guess another, and the page it would open as can do nothing. Understands one `Range`.
 */
export async function sendFile(
  core: Core,
  req: Request,
  res: Response,
  file: FileDoc,
  { download }: { download: boolean },
): Promise<void> {
  const inline = !download && shown.has(file.mimeType)
  res.setHeader('Content-Type', inline ? file.mimeType : 'application/octet-stream')
  res.setHeader('X-Content-Type-Options', 'nosniff')
  res.setHeader('Content-Disposition', disposition(inline ? 'inline' : 'attachment', file.name))
  // Chromium shows no PDF in a sandbox; its viewer runs no scripts of the document against the page.
  const sandbox = file.mimeType === 'application/pdf' ? '' : 'sandbox; '
  res.setHeader('Content-Security-Policy', `${sandbox}default-src 'none'; frame-ancestors 'self'`)
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  res.setHeader('Cache-Control', 'private, no-cache')
  res.setHeader('Accept-Ranges', 'bytes')
  // The bytes under an id never change.
  res.setHeader('ETag', `"${file._id}"`)
  if (req.get('if-none-match') === `"${file._id}"`) {
    res.status(304).end()
    return
  }
  const range = rangeOf(req, file.size)
  if (range === 'unsatisfiable') {
    res.setHeader('Content-Range', `bytes */${file.size}`)
    res.status(416).end()
    return
  }
  if (range) res.status(206).setHeader('Content-Range', `bytes ${range.start}-${range.end}/${file.size}`)
  res.setHeader('Content-Length', range ? range.end - range.start + 1 : file.size)
  if (req.method === 'HEAD') {
    res.end()
    return
  }
  const bytes = await core.files.open(
    file._id,
    range ? { start: range.start, end: range.end + 1 } : undefined,
  )
  await pipeline(bytes, res).catch((cause: unknown) => {
    // The reader went away in the middle: nothing to tell, nobody to tell it to.
    if (!res.destroyed) throw new OtklikError('internal', { cause })
  })
}

function rangeOf(req: Request, size: number): { start: number; end: number } | 'unsatisfiable' | null {
  const ranges = size > 0 ? req.range(size) : undefined
  if (ranges === -1) return 'unsatisfiable'
  // Several ranges or nonsense: the whole file is a right answer to both.
  if (!Array.isArray(ranges) || ranges.type !== 'bytes' || ranges.length !== 1) return null
  return ranges[0] ?? null
}

/** RFC 6266: an ASCII name for old readers, the real one in UTF-8. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const utf8 = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${utf8}`
}
