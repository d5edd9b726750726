import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Core, type Role, system } from '../../core/context.js'
import { DialogRunner } from '../../core/dialogs/dialog-runner.js'
import { ScriptLibrary } from '../../core/dialogs/script-library.js'
import { newId } from '../../core/ids.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import { createApiKey } from '../../core/staff/api-keys.js'
import { createStaff } from '../../core/staff/create-staff.js'
import type { Staff } from '../../core/staff/staff.model.js'
import { type Api, type ApiOptions, createApi } from '../../web-admin/api/app.js'
import { buildInbound } from './inbound.js'

/** Text in, JSON out: what a test reads of an answer. */
export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a test names the fields it looks at
  body: any // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** Somebody who speaks HTTP to the app: a signed-in panel, an API key or a stranger. */
export interface Caller {
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  put(path: string, body?: unknown): Promise<Answer>
  patch(path: string, body?: unknown): Promise<Answer>
  delete(path: string): Promise<Answer>
  /** Headers the caller sends along: for sockets and raw requests. */
  readonly headers: Record<string, string>
}

export interface SignedIn extends Caller {
  readonly staff: Staff
}

export interface Web {
  readonly url: string
  readonly api: Api
  readonly server: Server
  /** Nobody in particular. */
  readonly stranger: Caller
  signIn(role?: Role): Promise<SignedIn>
  withKey(role?: Role): Promise<Caller & { keyId: string; key: string }>
  /** A client wrote: the conversation's id. */
  conversation(text?: string): Promise<string>
  close(): Promise<void>
}

export const testPassword = 'correct horse battery'

/** The web side on an ephemeral port, real Express on a real database, answers held against their schemas. */
export async function buildWeb(core: Core, options: Partial<ApiOptions> = {}): Promise<Web> {
  const server = createServer({ keepAliveTimeout: 75_000 })
  const api = createApi(core, {
    secret: 'test secret test secret test secret',
    server,
    panelDir: '/nonexistent',
    checkAnswers: true,
    ...options,
  })
  server.on('request', api.router)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const scripts = new ScriptLibrary(core)
  await scripts.install([], null)
  const inbox = new Inbox(core, new DialogRunner(scripts))
  const stranger = callerWith(url, {})

  return {
    url,
    api,
    server,
    stranger,
    async signIn(role = 'admin') {
      const email = `${newId()}@example.com`
      const staff = await createStaff(core, system, {
        name: `Test ${role}`,
        role,
        email,
        password: testPassword,
      })
      const answer = await stranger.post('/api/session', { email, password: testPassword })
      if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}`)
      const headers = { cookie: cookieOf(answer), 'x-csrf-token': answer.body.csrfToken as string }
      return { ...callerWith(url, headers), staff }
    },
    async withKey(role = 'admin') {
      const { key, _id: keyId } = await createApiKey(core, system, { name: `Test ${role}`, role })
      return { ...callerWith(url, { authorization: `Bearer ${key}` }), keyId, key }
    },
    async conversation(text = 'Здравствуйте') {
      const { conversationId } = await inbox.receive(buildInbound({ person: newId(), text }))
      return conversationId
    },
    async close() {
      await api.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

/** The session cookie an answer sets, as a request sends it. */
export function cookieOf(answer: Answer): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

export function callerWith(url: string, headers: Record<string, string>): Caller {
  const request: Caller['request'] = async (method, path, body, more = {}) => {
    const json = body !== undefined && typeof body !== 'string' && !(body instanceof FormData)
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { ...headers, ...(json ? { 'content-type': 'application/json' } : {}), ...more },
      ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : (body as string | FormData) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
  return {
    headers,
    request,
    get: (path, more) => request('GET', path, undefined, more),
    post: (path, body, more) => request('POST', path, body, more),
    put: (path, body) => request('PUT', path, body),
    patch: (path, body) => request('PATCH', path, body),
    delete: (path) => request('DELETE', path),
  }
}
