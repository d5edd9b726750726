import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { system } from '../../../core/context.js'
import { ensurePipelines } from '../../../core/deals/ensure-pipelines.js'
import { inviteStaff } from '../../../core/staff/invite-staff.js'
import { linkStaffTelegram } from '../../../core/staff/link-staff-telegram.js'
import { rememberManagerBot } from '../../../core/staff/manager-bot-name.js'
import { findStaffByTelegramId } from '../../../core/staff/queries.js'
import { buildCore, type TestCore } from '../../../tests/factories/core.js'
import { buildWeb, type SignedIn, type Web } from '../../../tests/factories/web.js'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
)

let core: TestCore
let web: Web
let head: SignedIn

beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  web = await buildWeb(core)
  head = await web.signIn('head')
})
afterAll(async () => {
  await web.close()
  await core.close()
})

test('a head adds a person, puts them into a department and invites them into the bot', async () => {
  const made = await head.post('/api/staff', { name: 'Новая', role: 'sales', email: 'new@example.com' })
  expect(made.body).toMatchObject({ name: 'Новая', hasPassword: false, linked: false, department: null })
  const { id } = made.body
  const department = await head.post('/api/departments', { name: 'Продажи', memberIds: [id] })
  expect(department.body).toMatchObject({ members: [{ id, name: 'Новая' }], head: null })
  expect((await head.get(`/api/staff/${id}`)).body.department).toMatchObject({ name: 'Продажи' })

  expect((await head.post(`/api/staff/${id}/invite`)).body.link).toBeNull()
  await rememberManagerBot(core, 'staff_bot')
  const invitation = (await head.post(`/api/staff/${id}/invite`)).body
  expect(invitation.link).toBe(`https://t.me/staff_bot?start=${invitation.token}`)
  await linkStaffTelegram(core, { telegramId: '77', chatId: '77', token: invitation.token })
  expect((await head.get(`/api/staff/${id}`)).body.linked).toBe(true)
  expect((await head.post('/api/staff', { name: 'Босс', role: 'admin' })).status).toBe(403)
  expect((await head.delete(`/api/departments/${department.body.id}`)).status).toBe(204)
  expect((await head.get('/api/departments')).body.items).toEqual([])
})

test('people keep their own profile: photo for clients, hours, break; nobody else can, and no rights come of it', async () => {
  const me = await web.signIn('sales')
  const form = new FormData()
  form.append('file', new Blob([png], { type: 'image/png' }), 'я.png')
  const photoFileId = (await me.post('/api/files', form)).body.items[0].fileId
  const { version } = (await me.get('/api/profile')).body
  const saved = await me.patch('/api/profile', {
    publicName: 'Ольга Ветрова',
    title: 'Менеджер',
    address: 'Ленина, 1',
    photoFileId,
    hours: [['10:00-19:00'], [], [], [], [], [], []],
    vacations: [{ from: '2026-07-01', to: '2026-07-14' }],
    breakUntil: '2026-03-11T10:00:00Z',
    expectedVersion: version,
  })
  expect(saved.body).toMatchObject({ address: 'Ленина, 1', presence: { state: 'break' } })
  const photo = await fetch(web.url + saved.body.photoUrl)
  expect([photo.status, photo.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(photo.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(Buffer.from(await photo.arrayBuffer()).equals(png)).toBe(true)
  expect((await fetch(`${web.url}/faces/${head.staff._id}`)).status).toBe(404)

  const late = await me.patch('/api/profile', { title: 'Директор', expectedVersion: version })
  expect([late.status, late.body.error.code]).toEqual([409, 'changed-by-other'])
  expect((await me.patch('/api/profile', { role: 'admin' })).status).toBe(400)
  expect((await me.patch(`/api/staff/${me.staff._id}`, { name: 'Я' })).status).toBe(403)
  const listed = (await head.get('/api/staff')).body.items.find(
    (person: { id: string }) => person.id === me.staff._id,
  )
  expect(listed).toMatchObject({ title: 'Менеджер', presence: { state: 'break' } })
  const key = await web.withKey('marketer')
  expect((await key.get(`/api/v1/staff/${me.staff._id}`)).body.publicProfile).toMatchObject({
    address: 'Ленина, 1',
    photoUrl: expect.stringMatching(/^http.*\/faces\//),
  })
})

test('before somebody leaves it is shown what moves; afterwards session and bot are shut at once', async () => {
  const leaver = await web.signIn('sales')
  const staffId = leaver.staff._id
  const { token } = await inviteStaff(core, system, { staffId })
  await linkStaffTelegram(core, { telegramId: '88', chatId: '88', token })
  const conversationId = await web.conversation()
  await leaver.post(`/api/conversations/${conversationId}/take`)
  const deal = (await leaver.post('/api/deals', { title: 'Кружки' })).body
  await leaver.post('/api/activities', { title: 'Позвонить', due: 'завтра в 15:00', dealId: deal.id })
  const preview = (await head.get(`/api/staff/${staffId}/removal`)).body
  expect(preview).toMatchObject({
    heir: { id: head.staff._id },
    moves: { conversations: 1, inquiries: 1, deals: 1 },
  })
  expect((await leaver.get('/api/session')).status).toBe(200)
  const removed = await head.post(`/api/staff/${staffId}/remove`, {})
  expect(removed.body).toEqual(preview.moves)
  expect((await leaver.get('/api/session')).status).toBe(401)
  expect(await findStaffByTelegramId(core, '88')).toBeNull()
  expect((await head.get(`/api/conversations/${conversationId}`)).body.assignee.id).toBe(head.staff._id)
  expect((await head.get(`/api/deals/${deal.id}`)).body.owner.id).toBe(head.staff._id)
})
