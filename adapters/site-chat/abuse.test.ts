import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { type SiteChatServer, startSiteChat, TestVisitor, until } from '../../tests/factories/site-chat.js'
import { chatAuth } from './schemas.js'
import { VisitorTokens } from './visitor-token.js'

let core: TestCore
let server: SiteChatServer
beforeAll(async () => {
  core = await buildCore()
  server = await startSiteChat(core, {
    works: false,
    limits: {
      messages: { points: 10, seconds: 3 },
      events: { points: 5_000, seconds: 10 },
      identities: { points: 2_000, seconds: 60 },
      connections: { points: 2_000, seconds: 60 },
    },
  })
})
afterAll(async () => {
  await server.stop()
  await core.close()
})

type Anything = { emit(event: string, ...args: unknown[]): void }
const loose = (visitor: TestVisitor) => visitor.socket as unknown as Anything

describe('malformed events', () => {
  const events = [
    'hello',
    'send',
    'sync',
    'older',
    'refresh',
    'receipt',
    'profile',
    'typing',
    'no-such',
    'toString',
  ]
  const jsonish = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(
        null,
        undefined,
        true,
        Number.NaN,
        -1,
        1e308,
        '',
        '$where',
        '__proto__',
        { $ne: null },
        { $gt: '' },
      ),
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(
        fc.oneof(
          fc.constantFrom(
            'clientMessageId',
            'content',
            'type',
            'text',
            'afterSeq',
            'ids',
            'state',
            'ticket',
            'page',
            '$ne',
            '__proto__',
          ),
          fc.string(),
        ),
        tie('value'),
        { maxKeys: 6 },
      ),
    ),
  })).value

  test('three thousand of them are each refused or served, and the next good one is served', async () => {
    const visitor = new TestVisitor(server.url)
    await visitor.hello()
    const samples = fc.sample(fc.tuple(fc.constantFrom(...events), fc.array(jsonish, { maxLength: 3 })), {
      numRuns: 3_000,
      seed: 20260311,
    })
    for (const [event, args] of samples) loose(visitor).emit(event, ...args)
    expect(await visitor.answer('sync', { afterSeq: 0 })).toMatchObject({ ok: true })
    visitor.leave()
    const next = new TestVisitor(server.url, visitor.token)
    expect((await next.hello()).token).toBeUndefined()
    next.leave()
  })

  test('each bad question gets its answer', async () => {
    const visitor = new TestVisitor(server.url)
    await visitor.hello()
    const bad: [string, unknown][] = [
      ['send', {}],
      ['send', { clientMessageId: 'short', content: { type: 'text', text: 'x' } }],
      ['send', { clientMessageId: { $ne: 'a' }, content: { type: 'text', text: 'x' } }],
      ['send', { clientMessageId: '12345678', content: { type: 'text', text: '   ' } }],
      ['send', { clientMessageId: '12345678', content: { type: 'text', text: 'x'.repeat(16_001) } }],
      ['send', { clientMessageId: '12345678', content: { type: 'image', file: { fileId: 'a' } } }],
      ['sync', { afterSeq: '0' }],
      ['sync', { afterSeq: { $gt: 0 } }],
      ['older', null],
      ['refresh', { ids: [{ $ne: null }] }],
      ['receipt', { state: 'failed', ids: ['0'.repeat(24)] }],
    ]
    for (const [event, input] of bad) {
      expect(await visitor.answer(event as never, input as never)).toEqual({
        ok: false,
        error: { code: 'bad-input' },
      })
    }
    const forged = await visitor.answer('send', {
      clientMessageId: '12345678',
      content: { type: 'file', ticket: 'a.b' },
    })
    expect(forged).toEqual({ ok: false, error: { code: 'bad-ticket' } })
    visitor.leave()
  })

  test('any handshake is read as somebody new, none throws', async () => {
    const tokens = new VisitorTokens('s'.repeat(32), 'site:main')
    fc.assert(
      fc.property(jsonish, fc.string({ unit: 'binary' }), (value, token) => {
        const auth = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
        chatAuth.parse(auth)
        expect(tokens.read(token)).toBeNull()
        expect(tokens.read(`${token}.${token}`)).toBeNull()
      }),
      { numRuns: 3_000 },
    )
    for (const auth of [
      { token: { $ne: null } },
      { user: 'root' },
      { user: { id: ['x'], signature: {} } },
      { lang: [] },
    ]) {
      const visitor = new TestVisitor(server.url, undefined, auth as never)
      expect((await visitor.hello()).messages).toEqual([])
      visitor.leave()
    }
  })

  test('a packet over 64 kB ends the connection and nothing else', async () => {
    const visitor = new TestVisitor(server.url)
    await visitor.hello()
    loose(visitor).emit('send', {
      clientMessageId: '12345678',
      content: { type: 'text', text: 'x'.repeat(70_000) },
    })
    await until('the cut', () => visitor.socket.disconnected)
    const next = new TestVisitor(server.url, visitor.token)
    expect((await next.hello()).messages).toEqual([])
    next.leave()
  })
})

describe('too much', () => {
  test('of one visitor is put off with the time to wait, and is taken then', async () => {
    const visitor = new TestVisitor(server.url)
    await visitor.hello()
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, n) =>
        visitor.answer('send', {
          clientMessageId: `flood-${n}-abc`,
          content: { type: 'text', text: `Раз ${n}` },
        }),
      ),
    )
    const refused = answers.flatMap((answer, n) => (answer.ok ? [] : [{ n, ...answer.error }]))
    expect(refused).toHaveLength(4)
    const { n = 0, code, retryAfterMs = 0 } = refused[0] ?? {}
    expect(code).toBe('too-many-requests')
    expect(retryAfterMs).toBeGreaterThan(0)
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs + 20))
    const again = await visitor.answer('send', {
      clientMessageId: `flood-${n}-abc`,
      content: { type: 'text', text: `Раз ${n}` },
    })
    expect(again.ok).toBe(true)
    visitor.leave()
  })

  test('of one socket cuts it', async () => {
    const visitor = new TestVisitor(server.url)
    await visitor.hello()
    for (let n = 0; n < 5_100; n++) loose(visitor).emit('whatever', n)
    await until('the cut', () => visitor.socket.disconnected)
  })

  test('of one address gets no new identities, while known visitors go on', async () => {
    const small = await buildCore()
    const strict = await startSiteChat(small, {
      works: false,
      limits: { identities: { points: 3, seconds: 60 } },
    })
    const known = new TestVisitor(strict.url)
    await known.hello()
    for (let n = 0; n < 2; n++) await new TestVisitor(strict.url).hello()
    const refused = new TestVisitor(strict.url)
    const refusal = await new Promise<Error & { data?: { retryAfterMs: number } }>((resolve) =>
      refused.socket.on('connect_error', resolve),
    )
    expect(refusal.message).toBe('too-many-requests')
    expect(refusal.data?.retryAfterMs).toBeGreaterThan(1_000)
    expect((await new TestVisitor(strict.url, known.token).hello()).token).toBeUndefined()
    await strict.stop()
    await small.close()
  })
})
