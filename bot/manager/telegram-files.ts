import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { type Api, GrammyError } from 'grammy'
import { OtklikError } from '../../core/errors.js'

/** How long Telegram's file server may take to begin, ms. */
const patienceMs = 60_000

/** Reads files that staff sent to the bot. */
export interface TelegramFiles {
  /** Throws `too-large` for what the Bot API does not give out (20 MB). */
  open(fileId: string): Promise<Readable>
}

export function telegramFiles(api: Api, root: string, token: string): TelegramFiles {
  return {
    async open(fileId) {
      const path = await pathOf(api, fileId)
      const response = await fetch(`${root}/file/bot${token}/${path}`, {
        signal: AbortSignal.timeout(patienceMs),
      })
      if (!response.ok || !response.body) throw new Error(`telegram file: status ${response.status}`)
      return Readable.fromWeb(response.body as ReadableStream)
    },
  }
}

async function pathOf(api: Api, fileId: string): Promise<string> {
  try {
    const { file_path: path } = await api.getFile(fileId)
    if (path) return path
    throw new Error('telegram file: no path')
  } catch (err) {
    if (err instanceof GrammyError && /too big/i.test(err.description))
      throw new OtklikError('too-large', { cause: err })
    throw err
  }
}
