import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Telegram } from 'telegraf'
import type { Outbound } from '../../core/channel.js'
import type { Content } from '../../core/content.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import {
  type ListeningSandbox,
  listeningSandbox,
  shopToken,
  tinyPng,
} from '../../sandbox/telegram/testing.js'
import { classify, sendToTelegram } from './send.js'

const answered = (error_code: number, description: string, parameters?: object) => ({
  response: { ok: false, error_code, description, ...(parameters ? { parameters } : {}) },
})
const coded = (code: string) => Object.assign(new Error(`connect ${code}`), { code })

describe('what a failed send means', () => {
  test.each<[string, unknown, object]>([
    [
      'too fast waits as long as it is told',
      answered(429, 'Too Many Requests: retry after 7', { retry_after: 7 }),
      { outcome: 'retry', afterMs: 7_000, reason: { code: 'rate-limited' } },
    ],
    [
      'too fast without a time waits a second',
      answered(429, 'Too Many Requests'),
      { outcome: 'retry', afterMs: 1_000 },
    ],
    [
      'blocked is final',
      answered(403, 'Forbidden: bot was blocked by the user'),
      {
        outcome: 'failed',
        reason: { code: 'blocked', text: 'Forbidden: bot was blocked by the user' },
      },
    ],
    [
      'an unknown chat is final',
      answered(400, 'Bad Request: chat not found'),
      { outcome: 'failed', reason: { code: 'chat-not-found' } },
    ],
    [
      'refused content is final',
      answered(400, 'Bad Request: message text is empty'),
      { outcome: 'failed', reason: { code: 'bad-content' } },
    ],
    [
      'a wrong token is final',
      answered(401, 'Unauthorized'),
      { outcome: 'failed', reason: { code: 'bad-token' } },
    ],
    [
      'an unknown bot is final',
      answered(404, 'Not Found'),
      { outcome: 'failed', reason: { code: 'bad-token' } },
    ],
    [
      'too large is final',
      answered(413, 'Request Entity Too Large'),
      { outcome: 'failed', reason: { code: 'too-large' } },
    ],
    ['a conflict passes', answered(409, 'Conflict'), { outcome: 'retry', reason: { code: 'conflict' } }],
    [
      'an error inside may have come after the send',
      answered(500, 'Internal Server Error'),
      { outcome: 'unknown', reason: { code: 'platform-error' } },
    ],
    [
      'so may a gateway’s',
      answered(502, 'Bad Gateway'),
      { outcome: 'unknown', reason: { code: 'platform-error' } },
    ],
    ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].map(
      (code): [string, unknown, object] => [
        `${code} never arrived`,
        coded(code),
        { outcome: 'retry', reason: { code: 'network', text: code } },
      ],
    ),
    [
      'a refused connection inside another error never arrived',
      Object.assign(new Error('request failed'), { cause: coded('ECONNREFUSED') }),
      { outcome: 'retry', reason: { code: 'network' } },
    ],
    [
      'a cut connection may have come after the send',
      coded('ECONNRESET'),
      { outcome: 'unknown', reason: { code: 'network', text: 'ECONNRESET' } },
    ],
    [
      'silence may have come after the send',
      new Error('The operation was aborted due to timeout'),
      { outcome: 'unknown', reason: { code: 'timeout' } },
    ],
    ['so may anything else', 'what?', { outcome: 'unknown', reason: { code: 'network' } }],
    ['an answer that makes no sense', { response: 'no' }, { outcome: 'unknown' }],
  ])('%s', (_name, err, result) => {
    expect(classify(err)).toMatchObject(result)
  })

  test('no reason carries the token that is a part of the address', () => {
    const err = Object.assign(new Error('request to https://api/bot1001:secret/sendMessage failed'), {
      code: 'ECONNRESET',
    })
    expect(JSON.stringify(classify(err))).not.toContain('secret')
  })
})

describe('on real connections', () => {
  let running: ListeningSandbox
  let chat: PersonChat

  beforeAll(async () => {
    running = await listeningSandbox()
    chat = running.sandbox.user('Клиент').with('shop_bot')
    await chat.start()
  })
  afterAll(() => running.end())

  const send = (content: Content, more: Partial<Outbound> = {}, url = running.url) =>
    sendToTelegram(new Telegram(shopToken, { apiRoot: `${url}/` }), {
      deliveryId: 'd1',
      chatId: String(chat.where.person),
      content,
      openFile: async () => Readable.from([tinyPng]),
      ...more,
    })
  const text: Content = { type: 'text', text: 'Готово' }
  const part = (mimeType: string) => ({ fileId: 'f', name: 'a.bin', mimeType, size: tinyPng.length })

  test.each<[string, Parameters<ListeningSandbox['sandbox']['faults']['add']>[0], object]>([
    ['429', { kind: 'http', status: 429, retryAfter: 3, times: 1 }, { outcome: 'retry', afterMs: 3_000 }],
    ['500', { kind: 'http', status: 500, times: 1 }, { outcome: 'unknown' }],
    ['502 in HTML', { kind: 'http', status: 502, html: true, times: 1 }, { outcome: 'unknown' }],
    ['a cut connection', { kind: 'drop', times: 1 }, { outcome: 'unknown' }],
    ['taken, then cut', { kind: 'accepted-then-cut', times: 1 }, { outcome: 'unknown' }],
  ])('%s', async (_name, fault, result) => {
    running.sandbox.faults.add({ ...fault, method: 'sendMessage' })
    expect(await send(text)).toMatchObject(result)
    running.sandbox.faults.clear()
  })

  test('a dead address never arrived', async () => {
    expect(await send(text, {}, 'http://127.0.0.1:1')).toMatchObject({
      outcome: 'retry',
      reason: { code: 'network', text: 'ECONNREFUSED' },
    })
  })

  test('an answer to a message that is gone is sent all the same', async () => {
    for (const content of [text, { type: 'image', file: part('image/png') } satisfies Content]) {
      const result = await send(content, { replyToExternalId: `${chat.where.person}:99999` })
      expect(result).toMatchObject({ outcome: 'sent' })
    }
  })

  test('one document among pictures makes an album of documents, which Telegram takes', async () => {
    const files = [part('image/png'), part('application/pdf')]
    const result = await send({ type: 'album', files })
    expect(result).toMatchObject({ outcome: 'sent', externalIds: [expect.any(String), expect.any(String)] })
    const sent = (await chat.messages()).slice(-2)
    expect(sent.map(({ document }) => document?.file_name)).toEqual(['a.bin', 'a.bin'])
  })

  test('a content Telegram has no word for fails and says so', async () => {
    expect(await send({ type: 'unsupported', kind: 'poll' })).toEqual({
      outcome: 'failed',
      reason: { code: 'bad-content', text: 'poll' },
    })
  })
})
