import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ManualClock } from '../../core/clock.js'
import { system } from '../../core/context.js'
import { updateRouting } from '../../core/routing/routing-settings.js'
import { createApiKey } from '../../core/staff/api-keys.js'
import { createDepartment } from '../../core/staff/departments/create-department.js'
import { clientBot, managerBot, startTestApp, type TestApp } from '../factories/app.js'
import { eventually } from '../factories/eventually.js'
import { callerWith } from '../factories/web.js'

/** Who gets an inquiry: from the client's word through the script and the rules to one person's phone, and on. */

let app: TestApp
const clock = new ManualClock('2026-03-11T09:00:00.000Z')

beforeAll(async () => {
  app = await startTestApp({ clock })
})
afterAll(() => app.close())

test('the script hands over, the rules choose one of two, an absent one is passed over, unanswered it goes on', async () => {
  const { core } = app.otklik
  const olga = await app.addStaff('Ольга')
  const igor = await app.addStaff('Игорь')
  const boss = await app.addStaff('Дмитрий', 'head')
  const department = await createDepartment(core, system, {
    name: 'Продажи',
    headId: boss.id,
    memberIds: [olga.id, igor.id],
  })
  await updateRouting(core, system, {
    loadLimit: 20,
    rules: [
      {
        id: 'big',
        name: 'Большие тиражи',
        when: [{ kind: 'answer', question: 'run', is: 'at-least', value: '1000' }],
        target: { kind: 'person', staffId: boss.id },
      },
      {
        id: 'sales',
        name: 'Продажи по очереди',
        target: { kind: 'department', departmentId: department._id },
        passOnAfter: 10,
      },
    ],
  })
  const chats = {
    olga: app.telegram.user('Ольга').with(managerBot.username),
    igor: app.telegram.user('Игорь').with(managerBot.username),
    boss: app.telegram.user('Дмитрий').with(managerBot.username),
  }
  await chats.olga.sendText('/break 30 минут')
  await chats.olga.waitForMessage('Вы на перерыве')

  const anna = app.telegram.user('Анна').with(clientBot.username)
  await anna.start('autumn-sale')
  await anna.waitForMessage('Что будем делать?')
  await anna.sendText('оператор')
  const card = await chats.igor.waitForMessage('Обращение №')
  expect(card.text).toContain('Анна')
  await chats.igor.press('Почему мне?', { messageId: card.message_id })
  const why = await chats.igor.waitForMessage('Почему это у вас')
  expect(why.text).toContain('Пропущены: Ольга (на перерыве).')
  expect(why.text).toContain('«Большие тиражи» не подошло')
  expect((await chats.olga.messages()).some(({ text }) => text?.includes('Анна'))).toBe(false)

  // Nobody answers: Olga is still away, so it goes to the head of the department, who does.
  clock.advance(11 * 60_000)
  const passed = await chats.boss.waitForMessage('Передано вам: не ответили Игорь')
  await chats.boss.sendText('Здравствуйте, Анна! Слушаю вас.', { replyTo: passed.message_id })
  await anna.waitForMessage('Слушаю вас')
  await eventually(async () => {
    const talk = await core.models.Conversation.findOne({ title: 'Анна' }).lean()
    const inquiry = await core.models.Inquiry.findById(talk?.inquiryId).lean()
    return inquiry?.status === 'in-work' && inquiry.assigneeId === boss.id
  })

  // A form by the API: a rule looks at what was answered there, and the API says why.
  const { key } = await createApiKey(core, system, { name: '1С', role: 'head' })
  const api = callerWith(app.url, { authorization: `Bearer ${key}`, 'accept-language': 'ru' })
  const made = await api.post('/api/v1/inquiries', {
    source: 'site',
    message: 'Нужны кружки',
    answers: { run: { label: 'Тираж', text: '1 500 штук' } },
  })
  const routed = await eventually(async () => {
    const { items } = (await api.get(`/api/v1/inquiries/${made.body.id}/routing`)).body
    return items[0]
  })
  expect(routed).toMatchObject({ rule: { name: 'Большие тиражи' }, assignee: { id: boss.id } })
})
