import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { system } from '../../core/context.js'
import { passOnUnanswered } from '../../core/routing/pass-on.js'
import { updateRouting } from '../../core/routing/routing-settings.js'
import type { Staff } from '../../core/staff/staff.model.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { buildDesk, type Desk } from '../../tests/factories/desk.js'
import { until } from '../../tests/factories/until.js'

type Colleague = { staff: Staff; chat: PersonChat }

let desk: Desk
let maria: Colleague
let pyotr: Colleague
let boss: Colleague

beforeAll(async () => {
  desk = await buildDesk()
  maria = await desk.colleague('Мария')
  pyotr = await desk.colleague('Пётр')
  boss = await desk.colleague('Директор', 'head')
})
afterAll(() => desk.close())

const rule = (more: object) =>
  updateRouting(desk.core, system, {
    rules: [{ id: 'all', name: 'Всем по очереди', target: { kind: 'roles', roles: ['sales'] }, ...more }],
    loadLimit: null,
  })

const settled = () =>
  until(async () => (await desk.core.models.Event.countDocuments({ pending: true })) === 0)
const cardsAbout = async ({ chat }: Colleague, client: string) =>
  (await chat.messages()).filter((message) => message.text?.includes(client) && message.from?.is_bot)

it('the chosen one gets the card and reads why; nobody else is bothered; unanswered it goes on', async () => {
  await rule({ strategy: 'evenly', passOnAfter: 10 })
  await desk.client('Анна Новая').sendText('Здравствуйте')
  const assignee = async () =>
    (await desk.core.models.Conversation.findOne({ title: 'Анна Новая' }).lean())?.assigneeId
  await until(async () => !!(await assignee()))
  const [chosen, other] = (await assignee()) === maria.staff._id ? [maria, pyotr] : [pyotr, maria]
  const card = await chosen.chat.waitForMessage('Обращение №', 20_000)
  await settled()
  expect(await cardsAbout(other, 'Анна Новая')).toEqual([])
  expect(await cardsAbout(boss, 'Анна Новая')).toEqual([])
  await chosen.chat.press('Почему мне?', { messageId: card.message_id })
  const why = await chosen.chat.waitForMessage('Почему это у вас')
  expect(why.text).toContain('Сработало правило «Всем по очереди».')
  expect(why.text).toContain('По очереди')

  desk.clock.advance(11 * 60_000)
  expect(await passOnUnanswered(desk.core)).toBe(1)
  const passed = await other.chat.waitForMessage('Передано вам', 20_000)
  expect(passed.text).toContain(`не ответили ${chosen.staff.name}`)
})

it('everybody: all of the target are told, the first to take it has it', async () => {
  await rule({ strategy: 'everybody' })
  await desk.client('Борис Общий').sendText('Есть кто?')
  const [hers, his] = await Promise.all([
    maria.chat.waitForMessage('Борис Общий', 20_000),
    pyotr.chat.waitForMessage('Борис Общий', 20_000),
  ])
  expect(await cardsAbout(boss, 'Борис Общий')).toEqual([])
  const [a, b] = await Promise.all([
    maria.chat.press('Взять', { messageId: hers.message_id }),
    pyotr.chat.press('Взять', { messageId: his.message_id }),
  ])
  expect([a.text, b.text].filter((text) => text === 'Ваш клиент: Борис Общий')).toHaveLength(1)
})

it('/schedule, /break and /vacation keep hours, and whoever is away gets nothing', async () => {
  const { chat, staff } = maria
  await chat.sendText('/schedule пн-пт 10-20, сб 11-15')
  const card = await chat.waitForMessage('Ваши часы')
  expect(card.text).toContain('Сб 11:00-15:00')
  await chat.sendText('/break')
  const ask = await chat.waitForMessage('На сколько перерыв?')
  await chat.press('☕ Час', { messageId: ask.message_id })
  const stored = () => desk.core.models.Staff.findById(staff._id).lean()
  await until(async () => (await stored())?.breakUntil !== null)
  await rule({ strategy: 'evenly' })
  for (const name of ['Вера Первая', 'Глеб Второй']) {
    await desk.client(name).sendText('Здравствуйте')
    await pyotr.chat.waitForMessage(name, 20_000)
  }
  await chat.sendText('/vacation')
  await chat.waitForMessage('Когда отпуск?')
  await chat.sendText('с 1 по 14 июля')
  await chat.waitForMessage('Отпуск записан: 1 июля – 14 июля')
  expect((await stored())?.vacations).toEqual([{ from: '2026-07-01', to: '2026-07-14' }])
  await chat.sendText('/schedule как-нибудь')
  await chat.waitForMessage('Не разобрать часы')
})
