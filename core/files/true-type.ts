import { fileTypeFromBuffer } from 'file-type'

/** Types whose bytes always tell: a claim that the bytes do not bear out is false. */
const telling =
  /^(image\/(png|jpe?g|gif|webp|avif|bmp|tiff|heic)|application\/(pdf|zip)|video\/(mp4|webm|quicktime))$/

/**
 * The type of a file by its first bytes; what people claim counts only where bytes cannot tell. Text that is a page or a
 * drawing is called so, whatever it is named.
 */
export async function trueType(head: Buffer, claimed: string): Promise<string> {
  const start = head.subarray(0, 1_000).toString('latin1').trimStart().toLowerCase()
  if (/^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!doctype svg[^>]*>\s*)?<svg[\s>]/.test(start))
    return 'image/svg+xml'
  if (/^<(!doctype html|html|head|body|script)[\s>]/.test(start)) return 'text/html'
  const sniffed = await fileTypeFromBuffer(head)
  // "audio/ogg; codecs=opus" is an audio/ogg to everybody here.
  if (sniffed) return sniffed.mime.split(';', 1)[0] ?? sniffed.mime
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(claimed) ? claimed.toLowerCase() : 'application/octet-stream'
  return telling.test(type) && head.length > 0 ? 'application/octet-stream' : type
}
