import type { SessionView } from '../../api/contract'
import { ApiError, readRefusal } from './api-error'

type Query = Record<string, string | number | null | undefined>
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

let csrfToken = ''
let onSignedOut: () => void = () => undefined

/** The token of the present session; every changing request carries it. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token
}

/** Called once whenever the server says that nobody is signed in. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

export function csrfHeaders(): Record<string, string> {
  return csrfToken === '' ? {} : { 'X-CSRF-Token': csrfToken }
}

/** `/api/…` with the given parameters; empty ones are left out. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return `/api${path}${text === '' ? '' : `?${text}`}`
}

async function once(method: Method, url: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(method === 'GET' ? {} : csrfHeaders()),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError(0, { code: 'offline', message: '' })
  }
}

async function request<T>(method: Method, url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let response = await once(method, url, body, signal)
  if (response.ok) return read<T>(response)
  let refusal = await refusalOf(response)
  if (refusal.code === 'csrf-failed' && method !== 'GET') {
    // The session began anew elsewhere (another tab signed in): take its token and try once more.
    const session = await request<SessionView>('GET', '/api/session')
    csrfToken = session.csrfToken
    response = await once(method, url, body, signal)
    if (response.ok) return read<T>(response)
    refusal = await refusalOf(response)
  }
  if (refusal.code === 'not-signed-in') onSignedOut()
  throw refusal
}

async function read<T>(response: Response): Promise<T> {
  return (response.status === 204 ? undefined : await response.json()) as T
}

async function refusalOf(response: Response): Promise<ApiError> {
  return readRefusal(
    response.status,
    await response.text().catch(() => ''),
    response.headers.get('Retry-After'),
  )
}

/** The panel's only door to the server. Rejects with `ApiError`. */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    request<T>('GET', address(path, query), undefined, signal),
  post: <T>(path: string, body?: unknown) => request<T>('POST', address(path), body ?? {}),
  put: <T>(path: string, body: unknown) => request<T>('PUT', address(path), body),
  patch: <T>(path: string, body: unknown) => request<T>('PATCH', address(path), body),
  remove: <T>(path: string) => request<T>('DELETE', address(path)),
}
