import { GrammyError, HttpError } from 'grammy'
import type { SendResult } from '../../core/channel.js'

/** System errors that come before a single byte was sent: the message surely did not arrive. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
])

/**
 * What a failed Bot API call means for the message: 429 and a refused connection did not arrive and may be repeated,
 * other 4xx never will arrive, and of a timeout, a cut connection or a 5xx nobody knows.
 */
export function classifyFailure(err: unknown): Exclude<SendResult, { outcome: 'sent' }> {
  if (err instanceof GrammyError) return classifyAnswer(err)
  const cause = err instanceof HttpError ? err.error : err
  const code = errorCode(cause)
  if (neverLeft.has(code)) return { outcome: 'retry', reason: { code: 'network', text: code } }
  const timedOut =
    code === 'ETIMEDOUT' || (cause instanceof Error && /timed? ?out|aborted/i.test(cause.message))
  return {
    outcome: 'unknown',
    reason: { code: timedOut ? 'timeout' : 'network', ...(code ? { text: code } : {}) },
  }
}

function classifyAnswer(err: GrammyError): Exclude<SendResult, { outcome: 'sent' }> {
  const text = err.description
  const status = err.error_code
  if (status === 429) {
    const seconds = err.parameters.retry_after
    return {
      outcome: 'retry',
      reason: { code: 'rate-limited', text },
      ...(seconds === undefined ? {} : { afterMs: seconds * 1_000 }),
    }
  }
  if (status >= 500) return { outcome: 'unknown', reason: { code: 'server-error', text } }
  // A wrong token refuses everything until somebody corrects it; the messages wait for that.
  if (status === 401 || (status === 404 && /^not found$/i.test(text))) {
    return { outcome: 'retry', reason: { code: 'unauthorized', text } }
  }
  if (status === 403) return { outcome: 'failed', reason: { code: 'blocked', text } }
  if (status === 413) return { outcome: 'failed', reason: { code: 'too-large', text } }
  const code = /chat not found|user is deactivated/i.test(text) ? 'chat-not-found' : 'bad-content'
  return { outcome: 'failed', reason: { code, text } }
}

/** The system's code of an error, however deep a library wrapped it. */
function errorCode(err: unknown): string {
  for (let at = err, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return ''
}
