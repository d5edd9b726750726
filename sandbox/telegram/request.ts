import type { IncomingMessage } from 'node:http'
import { BotApiError, badRequest } from './api-error.js'
import { parseMultipart, type UploadedFile } from './multipart.js'

/** Telegram takes files of up to 50 MB from bots; the rest is room for the form around them. */
const maxBodyBytes = 52 * 1024 * 1024

/** Reads a request's body. A body that Express already parsed is given back as it was sent, as far as JSON goes. */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  if (req.readableEnded && 'body' in req && req.body !== undefined) {
    return Buffer.isBuffer(req.body) ? req.body : Buffer.from(JSON.stringify(req.body))
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > maxBodyBytes) throw new BotApiError(413, 'Request Entity Too Large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/**
 * Parameters of a Bot API call, wherever they came from: query, JSON, urlencoded or multipart. Values of forms are
 * strings, so every accessor takes both the real type and its text.
 */
export class Params {
  constructor(
    readonly values: Readonly<Record<string, unknown>>,
    readonly files: ReadonlyMap<string, UploadedFile> = new Map(),
  ) {}

  has(name: string): boolean {
    const value = this.values[name]
    return value !== undefined && value !== null && value !== ''
  }

  string(name: string): string | undefined {
    const value = this.values[name]
    if (value === undefined || value === null) return undefined
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    return undefined
  }

  integer(name: string): number | undefined {
    if (!this.has(name)) return undefined
    const value = Number(this.values[name])
    return Number.isSafeInteger(value) ? value : undefined
  }

  number(name: string): number | undefined {
    if (!this.has(name)) return undefined
    const value = Number(this.values[name])
    return Number.isFinite(value) ? value : undefined
  }

  boolean(name: string): boolean {
    const value = this.values[name]
    return (
      value === true || value === 1 || value === '1' || (typeof value === 'string' && /^true$/i.test(value))
    )
  }

  /** A parameter that is an object or a list; as text it must be JSON. */
  json(name: string): unknown {
    const value = this.values[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value) as unknown
    } catch {
      throw badRequest(`can't parse ${name} JSON object`)
    }
  }

  object(name: string): Record<string, unknown> | undefined {
    const value = this.json(name)
    if (value === undefined) return undefined
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw badRequest(`object expected as ${name.replaceAll('_', ' ')}`)
    }
    return value as Record<string, unknown>
  }

  list(name: string): unknown[] | undefined {
    const value = this.json(name)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) throw badRequest(`expected an Array of ${name}`)
    return value as unknown[]
  }
}

/** Gathers the parameters of a call from its query and its body. */
export async function readParams(req: IncomingMessage, query: URLSearchParams): Promise<Params> {
  const fromQuery = Object.fromEntries(query)
  const body = await readBody(req)
  if (body.length === 0) return new Params(fromQuery)
  const type = req.headers['content-type'] ?? ''
  if (/multipart\/form-data/i.test(type)) {
    const form = readForm(body, type)
    return new Params({ ...fromQuery, ...form.fields }, form.files)
  }
  if (/application\/x-www-form-urlencoded/i.test(type)) {
    return new Params({ ...fromQuery, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) })
  }
  return new Params({ ...fromQuery, ...readJsonObject(body) })
}

function readForm(body: Buffer, type: string) {
  try {
    return parseMultipart(body, type)
  } catch {
    throw badRequest("can't parse multipart form")
  }
}

function readJsonObject(body: Buffer): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch {
    throw badRequest("can't parse JSON object")
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badRequest('object expected')
  return value as Record<string, unknown>
}
