import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { request } from 'undici'
import { z } from 'zod'

/** Version of the Graph API that the requests here are written for. */
const graphVersion = 'v23.0'
const fileTimeoutMs = 180_000
const longestError = 300

export interface GraphClientOptions {
  /** `https://graph.facebook.com`, with or without a version; no slash at the end. */
  apiRoot: string
  token: string
  /** After this a call counts as "may have arrived", ms. */
  timeoutMs: number
}

/** Meta answered with a refusal. `code` is what to branch on. Source: "Cloud API error codes". */
export class GraphRefusal extends Error {
  constructor(
    readonly status: number,
    /** Absent where the answer was no Graph error (a proxy's page). */
    readonly code: number | undefined,
    words: string,
    /** `Retry-After`, ms. */
    readonly retryAfterMs?: number,
  ) {
    super(words.slice(0, longestError))
  }
}

const refusal = z.object({
  error: z.object({
    message: z.string().default(''),
    code: z.number(),
    error_data: z.object({ details: z.string().optional() }).optional().catch(undefined),
  }),
})

/**
 * The calls of the Graph API that the channel makes, over HTTP. Every method rejects with `GraphRefusal` for what Meta
 * refused and with undici's error for what the network did. Addresses and headers with the token never reach an error.
 */
export class GraphClient {
  readonly #root: string

  constructor(private readonly options: GraphClientOptions) {
    this.#root = /\/v\d+\.\d+$/.test(options.apiRoot) ? options.apiRoot : `${options.apiRoot}/${graphVersion}`
  }

  get(path: string): Promise<unknown> {
    return this.#call(path, { method: 'GET', timeoutMs: this.options.timeoutMs })
  }

  post(path: string, body: object): Promise<unknown> {
    return this.#call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      timeoutMs: this.options.timeoutMs,
    })
  }

  /** Uploads a file as multipart, piece by piece. `size` in bytes; 0 where it is not known. */
  upload(
    path: string,
    file: { stream: Readable; name: string; mimeType: string; size: number },
  ): Promise<unknown> {
    const boundary = `otklik-${randomUUID()}`
    const field = (name: string, value: string) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const head = Buffer.from(
      `${field('messaging_product', 'whatsapp')}${field('type', file.mimeType)}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${asciiName(file.name)}"\r\ncontent-type: ${file.mimeType}\r\n\r\n`,
    )
    const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
    async function* body() {
      yield head
      yield* file.stream
      yield tail
    }
    return this.#call(path, {
      method: 'POST',
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        ...(file.size > 0 ? { 'content-length': String(head.length + file.size + tail.length) } : {}),
      },
      body: Readable.from(body()),
      timeoutMs: fileTimeoutMs,
    })
  }

  /**
   * Opens a file by the address the API gave for it, which lives five minutes and wants the token. The token goes only to
   * the API's own host and to Meta's.
   */
  async download(url: string): Promise<{ stream: Readable; size?: number; mimeType?: string }> {
    if (!this.#mayHaveToken(url)) throw new Error('a media address of a foreign host')
    const answer = await request(url, {
      headers: this.#authorised(),
      signal: AbortSignal.timeout(fileTimeoutMs),
    })
    if (answer.statusCode !== 200) {
      answer.body.destroy()
      throw new GraphRefusal(answer.statusCode, undefined, `the media address answered ${answer.statusCode}`)
    }
    const size = Number(answer.headers['content-length'])
    const mimeType = answer.headers['content-type']
    return {
      stream: answer.body,
      ...(Number.isInteger(size) && size > 0 ? { size } : {}),
      ...(typeof mimeType === 'string' ? { mimeType } : {}),
    }
  }

  #mayHaveToken(url: string): boolean {
    const { origin, protocol, hostname } = new URL(url)
    if (origin === new URL(this.options.apiRoot).origin) return true
    return (
      protocol === 'https:' && /(^|\.)(facebook\.com|fbsbx\.com|fbcdn\.net|whatsapp\.net)$/.test(hostname)
    )
  }

  #authorised(): Record<string, string> {
    return { authorization: `Bearer ${this.options.token}` }
  }

  async #call(
    path: string,
    {
      timeoutMs,
      headers = {},
      ...rest
    }: {
      method: 'GET' | 'POST'
      headers?: Record<string, string>
      body?: string | Readable
      timeoutMs: number
    },
  ): Promise<unknown> {
    const answer = await request(`${this.#root}/${path}`, {
      ...rest,
      headers: { ...this.#authorised(), ...headers },
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await answer.body.text()
    const value = parseJson(text)
    if (answer.statusCode >= 200 && answer.statusCode < 300) return value
    const refused = refusal.safeParse(value)
    const wait = Number(answer.headers['retry-after'])
    const retryAfterMs = Number.isFinite(wait) && wait > 0 ? wait * 1_000 : undefined
    if (!refused.success) {
      throw new GraphRefusal(answer.statusCode, undefined, `HTTP ${answer.statusCode}`, retryAfterMs)
    }
    const { code, message, error_data } = refused.data.error
    throw new GraphRefusal(answer.statusCode, code, error_data?.details || message, retryAfterMs)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** People see the name in the message itself; here it must only be harmless. */
function asciiName(name: string): string {
  return name.replace(/[^\w.-]+/g, '_').slice(-100) || 'file'
}
