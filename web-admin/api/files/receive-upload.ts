import busboy from 'busboy'
import type { Request } from 'express'
import type { StoredFile } from '../../../core/content.js'
import type { Core } from '../../../core/context.js'
import { OtklikError } from '../../../core/errors.js'

/** Files in one upload. */
const maxFiles = 10

/**
 * Streams the files of a multipart request into the store, a chunk at a time and one after another: memory does not
 * grow with the upload. Throws `too-large`, and `bad-input` for what is not multipart, holds no file or breaks off.
 *
 * @param maxSize bytes of one file
 */
export async function receiveUpload(
  core: Core,
  req: Request,
  { maxSize, conversationId }: { maxSize: number; conversationId?: string | undefined },
): Promise<StoredFile[]> {
  const parser = openParser(req, maxSize)
  const saves: Promise<StoredFile>[] = []
  const parsed = new Promise<void>((resolve, reject) => {
    parser.on('file', (_field, body, { filename, mimeType }) => {
      const save = core.files.save({
        name: filename ?? '',
        mimeType,
        body,
        maxSize,
        ...(conversationId === undefined ? {} : { conversationId }),
      })
      saves.push(save)
      // Rejecting here ends the wait for the rest; the promise itself is awaited below.
      save.catch(reject)
    })
    parser.on('filesLimit', () => reject(new OtklikError('too-large')))
    parser.on('error', (cause) => reject(new OtklikError('bad-input', { cause })))
    parser.on('close', resolve)
    req.on('aborted', () => reject(new OtklikError('bad-input')))
  })
  req.pipe(parser)
  try {
    await parsed
    const files = await Promise.all(saves)
    if (files.length === 0) throw new OtklikError('bad-input', { fields: { file: 'required' } })
    return files
  } catch (err) {
    // What is still coming is read and thrown away, so that the answer reaches the sender.
    req.unpipe(parser)
    parser.destroy()
    req.resume()
    await Promise.allSettled(saves)
    throw err
  }
}

function openParser(req: Request, maxSize: number): busboy.Busboy {
  try {
    return busboy({
      headers: req.headers,
      defParamCharset: 'utf8',
      // One byte over, so that the store sees that there was more.
      limits: { files: maxFiles, fields: 20, fieldSize: 10_000, parts: maxFiles + 20, fileSize: maxSize + 1 },
    })
  } catch (cause) {
    throw new OtklikError('bad-input', { cause, fields: { file: 'required' } })
  }
}
