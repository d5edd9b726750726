/** Extra fields of a Bot API refusal. */
export interface ErrorParameters {
  /** Seconds to wait. */
  retry_after?: number
  migrate_to_chat_id?: number
}

/** A refusal in Telegram's own words: becomes `{ok: false, error_code, description, parameters?}`. */
export class BotApiError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: ErrorParameters,
  ) {
    super(`${code}: ${description}`)
    this.name = 'BotApiError'
  }
}

export function badRequest(reason: string): BotApiError {
  return new BotApiError(400, `Bad Request: ${reason}`)
}

export function forbidden(reason: string): BotApiError {
  return new BotApiError(403, `Forbidden: ${reason}`)
}

export function conflict(reason: string): BotApiError {
  return new BotApiError(409, `Conflict: ${reason}`)
}

export function tooManyRequests(retryAfterSeconds: number): BotApiError {
  return new BotApiError(429, `Too Many Requests: retry after ${retryAfterSeconds}`, {
    retry_after: retryAfterSeconds,
  })
}

/** Telegram's usual wording for a bare status, for planned faults. */
export function errorOfStatus(status: number, retryAfterSeconds = 1): BotApiError {
  switch (status) {
    case 401:
      return new BotApiError(401, 'Unauthorized')
    case 403:
      return forbidden('bot was blocked by the user')
    case 404:
      return new BotApiError(404, 'Not Found')
    case 409:
      return conflict(
        'terminated by other getUpdates request; make sure that only one bot instance is running',
      )
    case 413:
      return new BotApiError(413, 'Request Entity Too Large')
    case 429:
      return tooManyRequests(retryAfterSeconds)
    case 502:
      return new BotApiError(502, 'Bad Gateway')
    default:
      return status >= 500 ? new BotApiError(status, 'Internal Server Error') : badRequest('planned fault')
  }
}
