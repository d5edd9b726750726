/**
 * Every refusal the product can give, in one catalogue: code -> HTTP status. The words for people stand under the
 * same code in `core/locales` (a test holds the three together); the cause goes to the log and never to the person.
 */
export const errorStatus = {
  'bad-input': 400,
  'bad-cursor': 400,
  'bad-phone': 400,
  'bad-email': 400,
  'not-signed-in': 401,
  'bad-credentials': 401,
  'bad-signature': 401,
  'bad-api-key': 401,
  'bad-invitation': 401,
  'not-allowed': 403,
  'csrf-failed': 403,
  'not-found': 404,
  'idempotency-conflict': 409,
  'idempotency-in-progress': 409,
  'changed-by-other': 409,
  'already-exists': 409,
  'already-taken': 409,
  'account-taken': 409,
  'account-from-environment': 409,
  'illegal-transition': 409,
  'last-admin': 409,
  'client-has-open-deals': 409,
  'merge-not-possible': 409,
  'link-not-available': 409,
  'required-fields-missing': 422,
  'reason-required': 422,
  'checklist-open': 422,
  'result-required': 422,
  'next-step-required': 422,
  'stage-in-use': 409,
  'conversation-unreachable': 422,
  'content-not-supported': 422,
  'message-not-sent': 422,
  'too-late': 422,
  'contact-blocked': 422,
  'outside-answer-window': 422,
  'template-not-usable': 422,
  'templates-unavailable': 502,
  'date-in-past': 422,
  'date-not-understood': 422,
  'script-invalid': 422,
  'file-infected': 422,
  'file-pending': 409,
  'file-unavailable': 410,
  'file-too-large': 413,
  'file-removed': 410,
  'wrong-token': 422,
  'channel-unreachable': 422,
  'too-large': 413,
  'too-many-requests': 429,
  'unknown-channel': 500,
  internal: 500,
  'database-unavailable': 503,
  'scanner-unavailable': 503,
  'shutting-down': 503,
} as const

export type ErrorCode = keyof typeof errorStatus

/** Whether a stored word is one of our codes. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorStatus, code)
}

export interface ErrorDetails {
  /** Values for the message template, e.g. `{allowed: 'in-work, closed'}`. */
  params?: Record<string, string | number>
  /** Field path -> what is wrong with it, for forms and API callers. */
  fields?: Record<string, string>
  cause?: unknown
}

/** A refusal with a code. `message` is for the log; people get `explainError` in their language. */
export class OtklikError extends Error {
  readonly code: ErrorCode
  readonly params: Record<string, string | number>
  readonly fields: Record<string, string> | undefined

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'OtklikError'
    this.code = code
    this.params = details.params ?? {}
    this.fields = details.fields
  }

  get status(): number {
    return errorStatus[this.code]
  }
}

/** Throws `not-found` unless there is a value. */
export function found<T>(value: T | null | undefined, what = ''): T {
  if (value === null || value === undefined) throw new OtklikError('not-found', { params: { what } })
  return value
}
