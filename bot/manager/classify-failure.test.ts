import { describe, expect, it } from '@jest/globals'
import { GrammyError, HttpError } from 'grammy'
import { classifyFailure } from './classify-failure.js'

function answered(status: number, description: string, retryAfter?: number): GrammyError {
  const parameters = retryAfter === undefined ? {} : { retry_after: retryAfter }
  return new GrammyError(
    'failed',
    { ok: false, error_code: status, description, parameters },
    'sendMessage',
    {},
  )
}

function cut(code: string): HttpError {
  return new HttpError('failed', Object.assign(new Error(code), { code }))
}

describe('what a failed send means', () => {
  it.each([
    [
      '429',
      answered(429, 'Too Many Requests', 7),
      { outcome: 'retry', afterMs: 7_000, reason: { code: 'rate-limited' } },
    ],
    [
      '403',
      answered(403, 'Forbidden: bot was blocked by the user'),
      { outcome: 'failed', reason: { code: 'blocked' } },
    ],
    [
      'no chat',
      answered(400, 'Bad Request: chat not found'),
      { outcome: 'failed', reason: { code: 'chat-not-found' } },
    ],
    [
      'bad content',
      answered(400, 'Bad Request: message is too long'),
      { outcome: 'failed', reason: { code: 'bad-content' } },
    ],
    [
      'too large',
      answered(413, 'Request Entity Too Large'),
      { outcome: 'failed', reason: { code: 'too-large' } },
    ],
    ['wrong token', answered(401, 'Unauthorized'), { outcome: 'retry', reason: { code: 'unauthorized' } }],
    ['5xx', answered(502, 'Bad Gateway'), { outcome: 'unknown', reason: { code: 'server-error' } }],
    ['refused connection', cut('ECONNREFUSED'), { outcome: 'retry', reason: { code: 'network' } }],
    ['unknown host', cut('ENOTFOUND'), { outcome: 'retry', reason: { code: 'network' } }],
    ['cut connection', cut('ECONNRESET'), { outcome: 'unknown', reason: { code: 'network' } }],
    [
      'timeout',
      new HttpError('failed', new Error('Request to sendMessage timed out after 60 seconds')),
      { outcome: 'unknown', reason: { code: 'timeout' } },
    ],
    ['anything else', new Error('?'), { outcome: 'unknown', reason: { code: 'network' } }],
  ])('%s', (_name, err, expected) => {
    expect(classifyFailure(err)).toMatchObject(expected)
  })
})
