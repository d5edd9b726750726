import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../../tests/factories/core.js'
import { buildWeb, type Web } from '../../../tests/factories/web.js'

let core: TestCore
let web: Web

beforeAll(async () => {
  core = await buildCore()
  web = await buildWeb(core)
})
afterAll(async () => {
  await web.close()
  await core.close()
})

test('every route of the public API is described, and nothing else', async () => {
  const { status, body } = await web.stranger.get('/api/v1/openapi.json')
  expect(status).toBe(200)
  expect(body.openapi).toBe('3.1.0')
  const described = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  const mounted = web.api.routes
    .filter((card) => card.path.startsWith('/api/v1'))
    .map((card) => `${card.method} ${card.path.slice('/api/v1'.length).replace(/:(\w+)/g, '{$1}')}`)
  expect(described.sort()).toEqual(mounted.sort())
})

test('every list is read page by page', async () => {
  const { body } = await web.stranger.get('/api/v1/openapi.json')
  type Shape = { $ref?: string; properties?: Record<string, unknown> }
  const resolve = (shape: Shape): Shape =>
    shape.$ref ? body.components.schemas[shape.$ref.split('/').at(-1) ?? ''] : shape
  const whole = Object.entries(body.paths as Record<string, { get?: Operation }>).flatMap(
    ([path, { get }]) => {
      const answer = resolve(get?.responses['200']?.content?.['application/json']?.schema ?? {})
      // What ends in an id is one thing: the items of a deal are its goods.
      if (path.endsWith('}') || !answer.properties?.items) return []
      const names = get?.parameters?.map(({ name }) => name) ?? []
      return answer.properties.nextCursor && names.includes('limit') && names.includes('cursor') ? [] : [path]
    },
  )
  type Operation = {
    parameters?: { name: string }[]
    responses: Record<string, { content?: Record<string, { schema: Shape }> }>
  }
  // Catalogues of what can be asked or said, decisions about one inquiry, and a search that shows the best.
  expect(whole.sort()).toEqual([
    '/conversations/{id}/canned-replies',
    '/inquiries/{id}/routing',
    '/search/messages',
    '/segments/fields',
  ])
})

test('the description names fields, filters and the key', async () => {
  const { body } = await web.stranger.get('/api/v1/openapi.json')
  const { Deal, Inquiry, Message, Conversation } = body.components.schemas
  for (const field of [
    'id',
    'number',
    'pipeline',
    'stage',
    'title',
    'amount',
    'clientId',
    'ownerId',
    'dueAt',
    'lostReason',
  ]) {
    expect(Deal.properties).toHaveProperty(field)
  }
  for (const field of [
    'id',
    'number',
    'channel',
    'status',
    'qualification',
    'source',
    'clientId',
    'conversationId',
    'dealId',
    'answers',
    'createdAt',
  ]) {
    expect(Inquiry.properties).toHaveProperty(field)
  }
  for (const field of [
    'id',
    'conversationId',
    'direction',
    'author',
    'content',
    'delivery',
    'externalId',
    'sentAt',
  ]) {
    expect(Message.properties).toHaveProperty(field)
  }
  for (const field of ['id', 'channel', 'status', 'assigneeId', 'clientId', 'lastMessageAt', 'unreadCount']) {
    expect(Conversation.properties).toHaveProperty(field)
  }
  const list = body.paths['/deals'].get
  expect(list.parameters.map((each: { name: string }) => each.name)).toEqual(
    expect.arrayContaining(['limit', 'cursor', 'sort', 'pipeline', 'stage', 'ownerId']),
  )
  const post = body.paths['/deals'].post
  expect(post.requestBody.content['application/json'].schema).toBeDefined()
  expect(post.parameters.map((each: { name: string }) => each.name)).toContain('Idempotency-Key')
  expect(body.components.securitySchemes.key).toEqual({ type: 'http', scheme: 'bearer' })
})

test('the page for people asks nothing of other hosts and runs no script', async () => {
  const { status, headers, body } = await web.stranger.get('/api/v1/docs')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toMatch(/^text\/html/)
  expect(body).toContain('/conversations/{id}/messages')
  expect(body).toContain('Idempotency-Key')
  expect(body).not.toMatch(/<script|src=|<link/)
})
