import type { ErrorAnswer } from '../../api/contract'

/** A refusal of the server, or no answer at all (`status` 0). `message` is in the person's language already. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly fields: Record<string, string>
  /** Seconds to wait before another try, where the server said so. */
  readonly retryAfter: number | null

  constructor(status: number, answer: ErrorAnswer['error'], retryAfter: number | null = null) {
    super(answer.message)
    this.name = 'ApiError'
    this.status = status
    this.code = answer.code
    this.fields = answer.fields ?? {}
    this.retryAfter = retryAfter
  }

  /** There is no such thing; an address that cannot be one (an id with a slip) says the same. */
  get missing(): boolean {
    return this.status === 404 || this.status === 400
  }

  get offline(): boolean {
    return this.status === 0
  }
}

/** Reads a refusal from a body that may be anything: a proxy's page, nothing, our own JSON. */
export function readRefusal(status: number, body: string, retryAfter: string | null): ApiError {
  const seconds = retryAfter === null ? null : Number.parseInt(retryAfter, 10)
  const wait = seconds === null || Number.isNaN(seconds) ? null : seconds
  try {
    const parsed = JSON.parse(body) as Partial<ErrorAnswer>
    if (parsed.error?.code) return new ApiError(status, parsed.error, wait)
  } catch {
    // Not ours: told by status below.
  }
  return new ApiError(status, { code: status === 0 ? 'offline' : `http-${status}`, message: '' }, wait)
}
