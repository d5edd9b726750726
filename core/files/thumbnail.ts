import type { Readable } from 'node:stream'
import sharp from 'sharp'

/** Longest side of a small picture, px: sharp on a phone with a dense screen. */
const side = 640
/** Larger pictures are not opened: a few kilobytes can unfold into gigabytes. */
const mostPixels = 60_000_000

// Pictures are made one after another: this is the work of a CRM, not of a gallery.
sharp.concurrency(1)
sharp.cache(false)
let queue: Promise<unknown> = Promise.resolve()

/** A small WebP of a picture, upright, without its camera data; null where the bytes are no picture that can be opened. */
export function makeThumbnail(
  body: Readable,
): Promise<{ data: Buffer; width: number; height: number } | null> {
  const made = queue.then(() => make(body))
  queue = made.catch(() => undefined)
  return made
}

async function make(body: Readable): Promise<{ data: Buffer; width: number; height: number } | null> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  try {
    const { data, info } = await sharp(Buffer.concat(chunks), { limitInputPixels: mostPixels, pages: 1 })
      .rotate()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 76 })
      .toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height }
  } catch {
    return null
  }
}
