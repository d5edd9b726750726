import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { ActionRefused, action, address } from './action.js'
import { BotApiError } from './api-error.js'
import { faultPlan } from './faults.js'
import { readBody } from './request.js'
import type { TelegramSandbox } from './sandbox.js'

/** A route of the control API: JSON in, JSON out. */
interface Route {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  run(call: ControlCall): unknown
}

interface ControlCall {
  sandbox: TelegramSandbox
  query: URLSearchParams
  body(): Promise<unknown>
}

const idOrName = z.union([z.number().int(), z.string().min(1)])
const newBot = z.object({ token: z.string(), username: z.string(), name: z.string() })
const newPerson = z.object({
  id: z.number().int().positive().optional(),
  name: z.string().trim().min(1).max(64),
  username: z.string().optional(),
  phone: z.string().optional(),
  role: z.string().optional(),
  about: z.string().max(80).optional(),
  languageCode: z.string().optional(),
})
const newGroup = z.object({
  title: z.string().min(1),
  forum: z.boolean().optional(),
  bots: z.array(z.string()),
  members: z.array(idOrName),
  id: z.number().int().negative().optional(),
})
const injected = z.object({ token: z.string(), updates: z.array(z.unknown()), raw: z.boolean().optional() })

const routes: Route[] = [
  { method: 'GET', path: 'state', run: ({ sandbox }) => sandbox.state() },
  {
    method: 'POST',
    path: 'bots',
    run: async ({ sandbox, body }) => withBot(sandbox, newBot.parse(await body())),
  },
  {
    method: 'POST',
    path: 'people',
    run: async ({ sandbox, body }) => sandbox.createPerson(newPerson.parse(await body())),
  },
  {
    method: 'POST',
    path: 'people/find',
    run: async ({ sandbox, body }) => {
      const { id, name } = sandbox.user(z.object({ who: idOrName }).parse(await body()).who)
      return { id, name }
    },
  },
  {
    method: 'POST',
    path: 'groups',
    run: async ({ sandbox, body }) => sandbox.createGroup(newGroup.parse(await body())),
  },
  {
    method: 'POST',
    path: 'actions',
    run: async ({ sandbox, body }) => {
      const { where, action: wanted } = z.object({ where: address, action }).parse(await body())
      return sandbox.port.act(where, wanted)
    },
  },
  {
    method: 'POST',
    path: 'messages',
    run: async ({ sandbox, body }) => {
      const asked = z.object({ where: address, since: z.number(), waitMs: z.number().min(0).max(60_000) })
      const { where, since, waitMs } = asked.parse(await body())
      return sandbox.port.messages(where, since, waitMs)
    },
  },
  {
    method: 'POST',
    path: 'chat',
    run: async ({ sandbox, body }) =>
      sandbox.port.chat(z.object({ where: address }).parse(await body()).where),
  },
  { method: 'GET', path: 'faults', run: ({ sandbox }) => ({ items: sandbox.faults.list() }) },
  {
    method: 'POST',
    path: 'faults',
    run: async ({ sandbox, body }) => ({ id: sandbox.faults.add(faultPlan.parse(await body())) }),
  },
  {
    method: 'DELETE',
    path: 'faults',
    run: ({ sandbox, query }) => {
      const id = query.get('id')
      if (id === null) sandbox.faults.clear()
      else sandbox.faults.remove(Number(id))
      return {}
    },
  },
  {
    method: 'POST',
    path: 'updates',
    run: async ({ sandbox, body }) => {
      const { token, updates, raw } = injected.parse(await body())
      sandbox.injectUpdates(token, updates, { raw: raw ?? false })
      return {}
    },
  },
  {
    method: 'POST',
    path: 'hold',
    run: async ({ sandbox, body }) => {
      const { token, held } = z.object({ token: z.string(), held: z.boolean() }).parse(await body())
      sandbox.holdUpdates(token, held)
      return {}
    },
  },
  {
    method: 'GET',
    path: 'updates',
    run: ({ sandbox, query }) => ({ items: sandbox.updatesOf(query.get('token') ?? '') }),
  },
  {
    method: 'GET',
    path: 'calls',
    run: ({ sandbox, query }) => {
      const [method, bot] = [query.get('method'), query.get('bot')]
      return { items: sandbox.calls({ ...(method ? { method } : {}), ...(bot ? { bot } : {}) }) }
    },
  },
  {
    method: 'POST',
    path: 'reset',
    run: ({ sandbox }) => {
      sandbox.reset()
      return {}
    },
  },
]

/**
 * `/_control/...`: what tests in other processes and the page do, over HTTP. It is meant for one's own machine: there
 * are no passwords, and requests that a foreign site makes a browser send are refused by their Origin.
 */
export async function serveControl(
  sandbox: TelegramSandbox,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  query: URLSearchParams,
): Promise<void> {
  try {
    if (isForeign(req)) return sendJson(res, 403, { error: { code: 'foreign-origin' } })
    if (path === 'events' && req.method === 'GET') return streamEvents(sandbox, req, res)
    if (path === 'files' && req.method === 'POST') return await takeUpload(sandbox, req, res, query)
    if (path.startsWith('files/') && req.method === 'GET')
      return await sendFile(sandbox, res, decodeURIComponent(path.slice(6)))
    const route = routes.find((known) => known.path === path && known.method === req.method)
    if (!route) return sendJson(res, 404, { error: { code: 'no-such-control' } })
    const body = async () => parseJson(await readBody(req))
    sendJson(res, 200, (await route.run({ sandbox, query, body })) ?? {})
  } catch (error) {
    sendJson(res, statusOf(error), { error: describe(error) })
  }
}

function withBot(sandbox: TelegramSandbox, bot: z.infer<typeof newBot>) {
  return sandbox.createBot(bot.token, { username: bot.username, name: bot.name })
}

function isForeign(req: IncomingMessage): boolean {
  const { origin, host } = req.headers
  if (!origin) return false
  return !URL.canParse(origin) || new URL(origin).host !== host
}

/** Server-sent events: one JSON SandboxEvent each. */
function streamEvents(sandbox: TelegramSandbox, req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  res.write(': ready\n\n')
  const stop = sandbox.onEvent((event) => res.write(`data: ${JSON.stringify(event)}\n\n`))
  const beat = setInterval(() => res.write(': beat\n\n'), 15_000)
  beat.unref()
  const end = () => {
    clearInterval(beat)
    stop()
    res.end()
  }
  req.once('close', end)
  sandbox.closing.addEventListener('abort', end, { once: true })
}

async function takeUpload(
  sandbox: TelegramSandbox,
  req: IncomingMessage,
  res: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const data = await readBody(req)
  const name = query.get('name') || 'file'
  const fileId = await sandbox.port.upload({
    data,
    name,
    mimeType: query.get('type') ?? 'application/octet-stream',
  })
  sendJson(res, 200, { fileId })
}

/** Only what a browser shows without running it is shown; everything else comes as a download. */
const shown = /^(image\/(png|jpeg|gif|webp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/

async function sendFile(sandbox: TelegramSandbox, res: ServerResponse, fileId: string): Promise<void> {
  const bytes = await sandbox.port.download(fileId)
  const { name, mimeType } = sandbox.fileInfo(fileId) ?? { name: 'file', mimeType: '' }
  const type = mimeType.split(';', 1)[0] ?? ''
  res.writeHead(200, {
    'content-type': shown.test(type) ? type : 'application/octet-stream',
    'content-length': bytes.length,
    'content-disposition': `${shown.test(type) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=86400, immutable',
  })
  res.end(bytes)
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new BotApiError(400, 'Bad Request: JSON expected')
  }
}

function statusOf(error: unknown): number {
  if (error instanceof ActionRefused) return 409
  if (error instanceof BotApiError) return error.code
  return error instanceof z.ZodError ? 400 : 500
}

function describe(error: unknown): { code: string; message?: string } {
  if (error instanceof ActionRefused) return { code: error.reason }
  if (error instanceof BotApiError) return { code: 'refused', message: error.description }
  if (error instanceof z.ZodError) return { code: 'invalid', message: z.prettifyError(error) }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}

function sendJson(res: ServerResponse, status: number, value: unknown): void {
  if (res.destroyed || res.headersSent) return
  const body = JSON.stringify(value)
  res.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  })
  res.end(body)
}
