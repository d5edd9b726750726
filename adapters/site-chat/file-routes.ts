import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Core } from '../../core/context.js'
import { OtklikError } from '../../core/errors.js'
import { byteRange } from './byte-range.js'
import type { FileLinks } from './file-links.js'
import { fileHeaders } from './file-safety.js'
import type { LimitName, Limits } from './limits.js'
import type { UploadAnswer } from './protocol.js'
import type { SiteAccounts } from './site-accounts.js'

export interface FileRouteParts {
  readonly core: Core
  readonly accounts: SiteAccounts
  readonly links: FileLinks
  readonly limits: Limits
  readonly clientAddress: (req: IncomingMessage) => string
  readonly maxFile: number
}

/** `POST /` takes one file as the bare body, `GET /:id` gives one to whoever has a signed address. */
export function createFileRoutes(parts: FileRouteParts): Router {
  const router = Router()
  router.use((_req, res, next) => {
    res.set({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, content-type, x-file-name, x-file-type',
      'access-control-allow-methods': 'GET, POST',
      'access-control-max-age': '600',
    })
    next()
  })
  router.options('/', (_req, res) => void res.status(204).end())
  router.post('/', takeUpload(parts))
  router.get('/:id', giveFile(parts))
  return router
}

function takeUpload({
  core,
  accounts,
  links,
  limits,
  clientAddress,
  maxFile,
}: FileRouteParts): RequestHandler {
  return async (req, res) => {
    const token = req.get('authorization')?.replace(/^Bearer /, '')
    const account = await accounts.ofToken(token)
    const visitor = account?.tokens.read(token)
    if (!account || !visitor) return refuse(req, res, 401, 'not-signed-in')
    if (
      await overLimit(res, limits, [
        ['uploads', visitor.id],
        ['uploadsPerAddress', clientAddress(req)],
      ])
    ) {
      return refuse(req, res, 429, 'too-many-requests')
    }
    const length = Number(req.get('content-length') ?? Number.NaN)
    if (length > maxFile) return refuse(req, res, 413, 'too-large')
    if (length === 0) return refuse(req, res, 400, 'bad-input')
    try {
      const thread = await account.history.conversationOf(visitor.id)
      const file = await core.files.save({
        name: decodeName(req.get('x-file-name')),
        mimeType: req.get('x-file-type') ?? '',
        body: req,
        maxSize: maxFile,
        ...(thread ? { conversationId: thread._id } : {}),
      })
      const answer: UploadAnswer = {
        ticket: links.ticket(file, visitor.id),
        name: file.name,
        size: file.size,
      }
      res.status(201).json(answer)
    } catch (err) {
      if (req.destroyed && !(err instanceof OtklikError)) return
      if (err instanceof OtklikError && err.code === 'too-large') return refuse(req, res, 413, 'too-large')
      if (err instanceof OtklikError && err.code === 'file-infected')
        return refuse(req, res, 422, 'file-infected')
      core.log.error({ err, visitorId: visitor.id }, 'site chat: an upload could not be stored')
      refuse(req, res, 503, 'unavailable')
    }
  }
}

function giveFile({ core, links, limits, clientAddress }: FileRouteParts): RequestHandler<{ id: string }> {
  return async (req, res) => {
    if (await overLimit(res, limits, [['downloadsPerAddress', clientAddress(req)]])) {
      return refuse(req, res, 429, 'too-many-requests')
    }
    if (!links.holds(req.params.id, req.query)) return refuse(req, res, 403, 'bad-signature')
    const file = await core.files.info(req.params.id)
    if (file?.state !== 'ready') return refuse(req, res, 404, 'not-found')
    res.set(fileHeaders(file))
    res.set('accept-ranges', 'bytes')
    const range = byteRange(req.get('range'), file.size)
    if (range === 'unsatisfiable') {
      res.set('content-range', `bytes */${file.size}`)
      return refuse(req, res, 416, 'bad-input')
    }
    const { start, end } = range ?? { start: 0, end: file.size - 1 }
    if (range) res.status(206).set('content-range', `bytes ${start}-${end}/${file.size}`)
    res.set('content-length', String(end - start + 1))
    if (req.method === 'HEAD') {
      res.end()
      return
    }
    const source = await core.files.open(file._id, { start, end: end + 1 })
    // A visitor who closes the page in the middle is no fault of ours.
    await pipeline(source, res).catch(() => source.destroy())
  }
}

async function overLimit(res: Response, limits: Limits, wanted: [LimitName, string][]): Promise<boolean> {
  for (const [name, who] of wanted) {
    const wait = await limits.take(name, who)
    if (wait > 0) {
      res.set('retry-after', String(Math.ceil(wait / 1000)))
      return true
    }
  }
  return false
}

function refuse(req: Request, res: Response, status: number, code: string): void {
  if (res.headersSent) {
    res.destroy()
    return
  }
  // What is still coming is not waited for.
  if (!req.complete) res.set('connection', 'close')
  req.resume()
  res.removeHeader('content-disposition')
  res.status(status).json({ error: { code } })
}

function decodeName(header: string | undefined): string {
  try {
    return decodeURIComponent(header ?? '')
  } catch {
    return header ?? ''
  }
}
