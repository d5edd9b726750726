import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Role, roles } from '../../core/context.js'
import { newId } from '../../core/ids.js'
import { buildCore, type TestCore } from '../factories/core.js'
import { buildWeb, type Caller, type Web } from '../factories/web.js'

/**
 * Nobody reads or does what is not theirs: every route of the web side with the roles that may call it. A route that is
 * not written here fails the suite, so that nobody adds one without saying who it is for.
 */
const everybody: readonly Role[] = roles
const team: readonly Role[] = ['admin', 'head', 'sales', 'account', 'assistant']
const sellers: readonly Role[] = ['admin', 'head', 'sales', 'account']
const heads: readonly Role[] = ['admin', 'head']
const anyone = 'anyone'

const matrix: Record<string, readonly Role[] | typeof anyone> = {
  'POST /api/session': anyone,
  'GET /api/session': everybody,
  'PATCH /api/session': everybody,
  'PUT /api/session/password': everybody,
  'DELETE /api/session': everybody,
  'GET /api/counters': everybody,
  'GET /api/conversations': everybody,
  'GET /api/conversations/counts': everybody,
  'GET /api/conversations/:id': everybody,
  'GET /api/conversations/:id/messages': everybody,
  'POST /api/conversations/:id/messages': team,
  'POST /api/conversations/:id/messages/:messageId/resend': team,
  'POST /api/conversations/:id/notes': everybody,
  'POST /api/conversations/:id/take': team,
  'PUT /api/conversations/:id/assignee': team,
  'PUT /api/conversations/:id/labels': everybody,
  'POST /api/conversations/:id/close': team,
  'POST /api/conversations/:id/reopen': team,
  'POST /api/conversations/:id/hand-over': team,
  'POST /api/conversations/:id/snooze': team,
  'POST /api/conversations/:id/read': everybody,
  'POST /api/conversations/:id/typing': team,
  'GET /api/conversations/:id/autoreplies': everybody,
  'POST /api/conversations/:id/restore': team,
  'POST /api/conversations/:id/unread': everybody,
  'PUT /api/conversations/:id/muted': everybody,
  'POST /api/conversations/:id/block': team,
  'POST /api/conversations/:id/unblock': team,
  'PATCH /api/conversations/:id/messages/:messageId': team,
  'DELETE /api/conversations/:id/messages/:messageId': team,
  'DELETE /api/conversations/:id/messages/:messageId/change': team,
  'POST /api/conversations/:id/messages/:messageId/discard': team,
  'GET /api/mentions': everybody,
  'GET /api/conversations/:id/canned-replies': everybody,
  'GET /api/conversations/:id/scheduled': everybody,
  'POST /api/conversations/:id/scheduled': team,
  'PATCH /api/scheduled/:id': team,
  'DELETE /api/scheduled/:id': team,
  'POST /api/scheduled/:id/send': team,
  'GET /api/labels': everybody,
  'POST /api/labels': heads,
  'PATCH /api/labels/:id': heads,
  'DELETE /api/labels/:id': heads,
  'GET /api/canned-replies': everybody,
  'POST /api/canned-replies': everybody,
  'PATCH /api/canned-replies/:id': everybody,
  'DELETE /api/canned-replies/:id': everybody,
  'GET /api/search/messages': everybody,
  'POST /api/files': everybody,
  'GET /api/files/:id': everybody,
  'GET /api/files/:id/thumbnail': everybody,
  'GET /api/clients/:id/files': everybody,
  'GET /api/settings/files': everybody,
  'PUT /api/settings/files': heads,
  'GET /api/clients': everybody,
  'POST /api/clients': team,
  'GET /api/clients/:id': everybody,
  'PATCH /api/clients/:id': team,
  'GET /api/clients/:id/timeline': everybody,
  // The command asks who may say what.
  'POST /api/clients/:id/state': everybody,
  'POST /api/clients/:id/link': team,
  'PUT /api/clients/:id/contacts/:contactId': team,
  'GET /api/clients/:id/copy': ['admin'],
  'GET /api/clients/:id/erasure': ['admin'],
  'POST /api/clients/:id/erase': ['admin'],
  'GET /api/duplicates': everybody,
  'POST /api/duplicates/:pairId/dismiss': sellers,
  'POST /api/clients/merge/preview': sellers,
  'POST /api/clients/merge': sellers,
  'POST /api/clients/merges/:id/undo': sellers,
  'GET /api/segments': everybody,
  'GET /api/segments/fields': everybody,
  'POST /api/segments': everybody,
  'POST /api/segments/count': everybody,
  'GET /api/segments/:id': everybody,
  'PATCH /api/segments/:id': everybody,
  'DELETE /api/segments/:id': everybody,
  'GET /api/client-fields': everybody,
  'PUT /api/client-fields': heads,
  'GET /api/companies': everybody,
  'POST /api/companies': team,
  'GET /api/companies/:id': everybody,
  'PATCH /api/companies/:id': team,
  'GET /api/inquiries': everybody,
  'GET /api/inquiries/:id': everybody,
  'PATCH /api/inquiries/:id': everybody,
  'GET /api/inquiry-projects': everybody,
  'POST /api/inquiries/:id/move': team,
  'POST /api/inquiries/:id/attach': team,
  'PUT /api/inquiries/:id/comment': everybody,
  'POST /api/inquiries/:id/convert': sellers,
  'GET /api/pipelines': everybody,
  'PUT /api/pipelines/:key': heads,
  'DELETE /api/pipelines/:key': heads,
  'GET /api/deals/board': everybody,
  'GET /api/deals/board/column': everybody,
  'GET /api/deals': everybody,
  'POST /api/deals': sellers,
  'GET /api/deals/:id': everybody,
  'PATCH /api/deals/:id': team,
  'POST /api/deals/:id/stage': sellers,
  'POST /api/deals/:id/pipeline': sellers,
  'PUT /api/deals/:id/checklist': team,
  'POST /api/deals/:id/milestones': team,
  'GET /api/activities': everybody,
  'POST /api/activities': everybody,
  'POST /api/activities/:id/complete': everybody,
  'POST /api/activities/:id/reschedule': everybody,
  'POST /api/activities/:id/cancel': everybody,
  'GET /api/deliveries': everybody,
  'POST /api/deliveries/:id/retry': team,
  'POST /api/deliveries/:id/discard': team,
  'GET /api/parked-events': heads,
  'POST /api/parked-events/:id/retry': heads,
  'POST /api/parked-events/:id/discard': heads,
  'GET /api/channels': everybody,
  'GET /api/channels/kinds': heads,
  'POST /api/channels': heads,
  'GET /api/channels/:key': heads,
  'PATCH /api/channels/:key': heads,
  'POST /api/channels/:key/start': heads,
  'POST /api/channels/:key/stop': heads,
  'DELETE /api/channels/:key': heads,
  'GET /api/staff': everybody,
  'POST /api/staff': heads,
  'GET /api/staff/:id': everybody,
  'PATCH /api/staff/:id': heads,
  'PUT /api/staff/:id/password': heads,
  'POST /api/staff/:id/invite': heads,
  'GET /api/staff/:id/removal': heads,
  'POST /api/staff/:id/remove': heads,
  'GET /api/profile': everybody,
  'PATCH /api/profile': everybody,
  'GET /api/departments': everybody,
  'POST /api/departments': heads,
  'PATCH /api/departments/:id': heads,
  'DELETE /api/departments/:id': heads,
  'GET /api/settings/routing': everybody,
  'PUT /api/settings/routing': heads,
  'POST /api/settings/routing/try': heads,
  'GET /api/inquiries/:id/routing': everybody,
  'GET /api/audit': heads,
  'GET /api/settings/schedule': everybody,
  'PUT /api/settings/schedule': heads,
  'GET /api/settings/quiet-clients': everybody,
  'PUT /api/settings/quiet-clients': heads,
  'GET /api/templates': everybody,
  'POST /api/templates': heads,
  'POST /api/templates/sync': heads,
  'PUT /api/templates/:id': heads,
  'DELETE /api/templates/:id': heads,
  'GET /api/conversations/:id/templates': everybody,
  'POST /api/conversations/:id/templates': team,
  'GET /api/settings/autoresponder': everybody,
  'PUT /api/settings/autoresponder': [...heads, 'marketer'],

  'GET /api/v1/inquiries': everybody,
  'POST /api/v1/inquiries': everybody,
  'GET /api/v1/inquiries/:id': everybody,
  'PATCH /api/v1/inquiries/:id': everybody,
  'POST /api/v1/inquiries/:id/move': team,
  'POST /api/v1/inquiries/:id/attach': team,
  'POST /api/v1/inquiries/:id/convert': sellers,
  'GET /api/v1/conversations': everybody,
  'GET /api/v1/conversations/:id': everybody,
  'PATCH /api/v1/conversations/:id': team,
  'GET /api/v1/conversations/:id/messages': everybody,
  'POST /api/v1/conversations/:id/messages': team,
  'POST /api/v1/conversations/:id/notes': everybody,
  'POST /api/v1/files': everybody,
  'GET /api/v1/files/:id': everybody,
  'GET /api/v1/clients/:id/files': everybody,
  'GET /api/v1/conversations/:id/canned-replies': everybody,
  'GET /api/v1/conversations/:id/scheduled': everybody,
  'POST /api/v1/conversations/:id/scheduled': team,
  'PATCH /api/v1/scheduled/:id': team,
  'DELETE /api/v1/scheduled/:id': team,
  'POST /api/v1/scheduled/:id/send': team,
  'GET /api/v1/labels': everybody,
  'POST /api/v1/labels': heads,
  'PATCH /api/v1/labels/:id': heads,
  'DELETE /api/v1/labels/:id': heads,
  'GET /api/v1/canned-replies': everybody,
  'POST /api/v1/canned-replies': everybody,
  'PATCH /api/v1/canned-replies/:id': everybody,
  'DELETE /api/v1/canned-replies/:id': everybody,
  'GET /api/v1/search/messages': everybody,
  'PATCH /api/v1/conversations/:id/messages/:messageId': team,
  'DELETE /api/v1/conversations/:id/messages/:messageId': team,
  'GET /api/v1/deliveries': everybody,
  'POST /api/v1/deliveries/:id/retry': team,
  'POST /api/v1/deliveries/:id/discard': team,
  'GET /api/v1/parked-events': heads,
  'POST /api/v1/parked-events/:id/retry': heads,
  'POST /api/v1/parked-events/:id/discard': heads,
  'GET /api/v1/clients': everybody,
  'POST /api/v1/clients': team,
  'GET /api/v1/clients/:id': everybody,
  'PATCH /api/v1/clients/:id': team,
  'GET /api/v1/clients/:id/timeline': everybody,
  'POST /api/v1/clients/:id/state': everybody,
  'POST /api/v1/clients/:id/link': team,
  'GET /api/v1/duplicates': everybody,
  'POST /api/v1/duplicates/:pairId/dismiss': sellers,
  'POST /api/v1/clients/merge/preview': sellers,
  'POST /api/v1/clients/merge': sellers,
  'POST /api/v1/clients/merges/:id/undo': sellers,
  'GET /api/v1/segments': everybody,
  'GET /api/v1/segments/fields': everybody,
  'POST /api/v1/segments': everybody,
  'POST /api/v1/segments/count': everybody,
  'GET /api/v1/segments/:id': everybody,
  'PATCH /api/v1/segments/:id': everybody,
  'DELETE /api/v1/segments/:id': everybody,
  'GET /api/v1/client-fields': everybody,
  'PUT /api/v1/client-fields': heads,
  'GET /api/v1/companies': everybody,
  'POST /api/v1/companies': team,
  'GET /api/v1/companies/:id': everybody,
  'PATCH /api/v1/companies/:id': team,
  'GET /api/v1/contacts': everybody,
  'GET /api/v1/contacts/:id': everybody,
  'POST /api/v1/contacts': team,
  'PATCH /api/v1/contacts/:id': team,
  'GET /api/v1/deals': everybody,
  'POST /api/v1/deals': sellers,
  'GET /api/v1/deals/:id': everybody,
  'PATCH /api/v1/deals/:id': team,
  'POST /api/v1/deals/:id/stage': sellers,
  'POST /api/v1/deals/:id/pipeline': sellers,
  'PUT /api/v1/deals/:id/checklist': team,
  'POST /api/v1/deals/:id/milestones': team,
  'GET /api/v1/pipelines': everybody,
  'GET /api/v1/pipelines/:key': everybody,
  'PUT /api/v1/pipelines/:key': heads,
  'DELETE /api/v1/pipelines/:key': heads,
  'GET /api/v1/activities': everybody,
  'POST /api/v1/activities': everybody,
  'GET /api/v1/activities/:id': everybody,
  'POST /api/v1/activities/:id/complete': everybody,
  'PATCH /api/v1/activities/:id': everybody,
  'POST /api/v1/activities/:id/cancel': everybody,
  'GET /api/v1/channels': everybody,
  'GET /api/v1/channels/kinds': heads,
  'POST /api/v1/channels': heads,
  'GET /api/v1/channels/:key': heads,
  'PATCH /api/v1/channels/:key': heads,
  'POST /api/v1/channels/:key/start': heads,
  'POST /api/v1/channels/:key/stop': heads,
  'DELETE /api/v1/channels/:key': heads,
  'GET /api/v1/settings/quiet-clients': everybody,
  'PUT /api/v1/settings/quiet-clients': heads,
  'GET /api/v1/templates': everybody,
  'GET /api/v1/staff': everybody,
  'GET /api/v1/staff/:id': everybody,
  'POST /api/v1/staff': heads,
  'POST /api/v1/staff/:id/remove': heads,
  'GET /api/v1/departments': everybody,
  'GET /api/v1/departments/:id': everybody,
  'GET /api/v1/inquiries/:id/routing': everybody,

  'POST /forms/:form': anyone,
  'OPTIONS /forms/:form': anyone,
  'GET /faces/:id': anyone,
  'GET /healthz': anyone,
  'GET /readyz': anyone,
  'GET /metrics': anyone,
  'GET /api/v1/openapi.json': anyone,
  'GET /api/v1/docs': anyone,
}

let core: TestCore
let web: Web

beforeAll(async () => {
  core = await buildCore()
  // More calls than a real key makes in a minute.
  web = await buildWeb(core, {
    requestsPerPerson: 100_000,
    requestsPerKey: 100_000,
    // A stranger asks for everything there is.
    wrongKeys: 100_000,
  })
})
afterAll(async () => {
  await web.close()
  await core.close()
})

const routes = Object.entries(matrix).map(([line, allowed]) => {
  const [method = '', path = ''] = line.split(' ')
  return { line, method, path, allowed }
})

/** A request that passes nothing but the guard: nonsense ids that exist nowhere, no body. */
function call(caller: Caller, method: string, path: string) {
  return caller.request(
    method,
    path.replace(/:(?:id|messageId|contactId)\b/g, newId()).replace(/:(?:key|form)\b/g, 'none'),
  )
}

/** Every method and path Express has, however deep it is mounted; prefixes are not kept there, so the ends are compared. */
function mounted(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route) return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`)
    return handle?.stack ? mounted(handle.stack) : []
  })
}
interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle?: { stack?: readonly Layer[] }
}

test('every route is in the matrix, and every line of the matrix is a route', () => {
  const inExpress = mounted((web.api.router.router as unknown as { stack: readonly Layer[] }).stack)
  expect(inExpress).toHaveLength(routes.length)
  const unlisted = inExpress.filter((line) => {
    const [method = '', path = ''] = line.split(' ')
    return !routes.some((route) => route.method === method && route.path.endsWith(path))
  })
  expect(unlisted).toEqual([])
  const declared = web.api.routes.map((card) => `${card.method.toUpperCase()} ${card.path}`)
  expect(declared.filter((line) => !(line in matrix))).toEqual([])
})

test('a stranger gets 401 from everything that is not for anyone', async () => {
  const wrong: string[] = []
  for (const { line, method, path, allowed } of routes) {
    const { status } = await call(web.stranger, method, path)
    // There are more routes for keys than guesses of a key a minute; whoever guesses on is not heard at all.
    const refused = status === 401 || (status === 429 && path.startsWith('/api/v1/'))
    if (refused !== (allowed !== anyone)) wrong.push(`${line}: ${status}`)
  }
  expect(wrong).toEqual([])
})

test.each(roles)('%s may do exactly what the matrix says', async (role) => {
  const [panel, api] = [await web.signIn(role), await web.withKey(role)]
  const wrong: string[] = []
  const ask = async ({ line, method, path, allowed }: (typeof routes)[number]) => {
    const { status, body } = await call(path.startsWith('/api/v1/') ? api : panel, method, path)
    if (status >= 500) wrong.push(`${line}: ${status}`)
    const refused = status === 403 && body.error.code === 'not-allowed'
    if (status === 401 || refused === allowed.includes(role)) wrong.push(`${line}: ${status}`)
  }
  const guarded = routes.filter(({ allowed }) => allowed !== anyone)
  // Signing out comes last: nothing works after it.
  const signsOut = ({ line }: { line: string }) => line === 'DELETE /api/session'
  await Promise.all(guarded.filter((route) => !signsOut(route)).map(ask))
  for (const route of guarded.filter(signsOut)) await ask(route)
  expect(wrong).toEqual([])
})

test('a key is no session and a session is no key', async () => {
  const [panel, api] = [await web.signIn('admin'), await web.withKey('admin')]
  expect((await api.get('/api/clients')).status).toBe(401)
  expect([401, 429]).toContain((await panel.get('/api/v1/clients')).status)
})

test('every change of the panel asks for the CSRF token', async () => {
  const { cookie = '' } = (await web.signIn('admin')).headers
  const missing: string[] = []
  for (const { line, method, path, allowed } of routes) {
    if (allowed === anyone || method === 'GET' || path.startsWith('/api/v1/')) continue
    const answer = await web.stranger.request(
      method,
      path.replace(/:(?:id|messageId|contactId)\b/g, newId()),
      undefined,
      { cookie },
    )
    if (answer.status !== 403 || answer.body.error.code !== 'csrf-failed') missing.push(line)
  }
  expect(missing).toEqual([])
})
