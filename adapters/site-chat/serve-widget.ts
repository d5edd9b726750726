import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { RequestHandler } from 'express'

interface Bundle {
  mtimeMs: number
  plain: Buffer
  zipped: Buffer
  etag: string
}

/** Serves the built widget, zipped once, read again only when a new build has replaced it. */
export function serveWidget(file: string): RequestHandler {
  let kept: Promise<Bundle> | undefined
  const load = async (): Promise<Bundle> => {
    const { mtimeMs } = await stat(file)
    const last = await kept?.catch(() => undefined)
    if (last?.mtimeMs === mtimeMs) return last
    kept = readBundle(file, mtimeMs)
    return kept
  }
  return async (req, res) => {
    const { plain, zipped, etag } = await load()
    res.set({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      // Sites keep it for five minutes, then ask whether it has changed.
      'cache-control': 'public, max-age=300, must-revalidate',
      vary: 'accept-encoding',
      etag,
    })
    if (req.get('if-none-match') === etag) {
      res.status(304).end()
      return
    }
    const takesGzip = req.acceptsEncodings('gzip') === 'gzip'
    if (takesGzip) res.set('content-encoding', 'gzip')
    const body = takesGzip ? zipped : plain
    res.set('content-length', String(body.length))
    res.end(req.method === 'HEAD' ? undefined : body)
  }
}

async function readBundle(file: string, mtimeMs: number): Promise<Bundle> {
  const plain = await readFile(file)
  const zipped = await promisify(gzip)(plain, { level: 9 })
  return {
    mtimeMs,
    plain,
    zipped,
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
  }
}
