import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Activity } from '../../core/activities/activity.model.js'
import { planActivity } from '../../core/activities/plan-activity.js'
import type { Deal } from '../../core/deals/deal.model.js'
import type { Inquiry } from '../../core/inquiries/inquiry.model.js'
import { returnDeferred } from '../../core/inquiries/return-deferred.js'
import { actorOf } from '../../core/staff/queries.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { buildDesk, type Desk } from '../../tests/factories/desk.js'
import { until } from '../../tests/factories/until.js'
import { readItems } from './move-or-ask.js'

describe('deals, calls and inquiries by thumb', () => {
  let desk: Desk
  let maria: PersonChat
  let mariaId: string
  let marina: PersonChat
  let marinaId: string
  let client: PersonChat
  let name: string
  let cardId: number
  let people = 0

  beforeAll(async () => {
    desk = await buildDesk()
    const sales = await desk.colleague('Мария', 'sales')
    maria = sales.chat
    mariaId = sales.staff._id
    const account = await desk.colleague('Марина', 'account')
    marina = account.chat
    marinaId = account.staff._id
  })
  afterAll(() => desk.close())

  beforeEach(async () => {
    people += 1
    name = `Заказчик-${people} Серов`
    ;({ client, cardId } = await desk.takeNewcomer(maria, name))
  })

  const deal = async () =>
    (await desk.core.models.Deal.findOne().sort({ number: -1 }).lean<Deal | null>()) as Deal
  const inquiry = async () =>
    (await desk.core.models.Inquiry.findOne().sort({ number: -1 }).lean<Inquiry | null>()) as Inquiry

  it('a meeting says what it is for and who comes, and is opened from the day', async () => {
    await maria.sendText('/meeting сегодня в 18 показать образцы')
    const planned = await maria.waitForMessage('показать образцы')
    await maria.press('🎯 Цель', { messageId: planned.message_id })
    await maria.waitForMessage('Какая цель встречи')
    await maria.sendText('Выбрать цвет')
    const card = await maria.waitForMessage('Цели: Выбрать цвет')
    await maria.press('👥 Кто будет', { messageId: card.message_id })
    await maria.waitForMessage('Кто ещё будет')
    await maria.sendText('марина, директор заказчика')
    await maria.waitForMessage('👥 Марина, директор заказчика')
    const meeting = await desk.core.models.Activity.findOne({ title: 'показать образцы' }).lean()
    expect(meeting).toMatchObject({
      kind: 'meeting',
      goals: 'Выбрать цвет',
      participants: [marinaId],
      guests: 'директор заказчика',
    })
    await maria.sendText('/my')
    const day = await maria.waitForMessage('Ваш день')
    await maria.press('☑️ показать образцы', { messageId: day.message_id })
    const opened = await maria.waitForMessage('Встреча: показать образцы')
    await maria.press('✖️ Отменить', { messageId: opened.message_id })
    await until(
      async () => (await desk.core.models.Activity.findById(meeting?._id).lean())?.status === 'cancelled',
    )
  })

  it('a stage asks for what it misses and goes on by itself; the deal goes to the account manager', async () => {
    await maria.press('Сделка', { messageId: cardId })
    await maria.waitForMessage('Новая сделка')
    await maria.sendText('/stage Выставлен счёт')
    await maria.waitForMessage('Какая сумма сделки')
    await maria.sendText('много')
    await maria.waitForMessage('Не разобрать')
    await maria.sendText('150 000')
    await maria.waitForMessage('Этап: Выставлен счёт')
    expect(await deal()).toMatchObject({ stage: 'invoice-sent', amountMinor: 15_000_000 })

    await maria.sendText('/stage Заказ товара')
    const given = await marina.waitForMessage('Мария передаёт вам сделку')
    expect(given.text).toContain(`№${(await deal()).number}`)
    expect(await deal()).toMatchObject({
      stage: 'goods-ordered',
      ownerId: marinaId,
      salesId: mariaId,
      accountId: marinaId,
    })
    // The client hears of it, and what they write from now on comes to the account manager.
    await client.waitForMessage('передан в работу')
    await marina.waitForMessage('Проверить сроки производства')
    await until(
      async () => (await desk.core.models.Conversation.countDocuments({ assigneeId: marinaId })) > 0,
    )
  })

  it('a deal is lost with a reason, its date is set, its checklist ticked', async () => {
    await maria.press('Сделка', { messageId: cardId })
    const made = await maria.waitForMessage('Новая сделка')
    await maria.press('☑️ Чек-лист', { messageId: made.message_id })
    await maria.press('▫️ Узнать тираж', { messageId: made.message_id })
    await until(async () => 'new-lead/run' in (await deal()).checklist)
    await maria.press('← Назад', { messageId: made.message_id })
    await maria.press('Срок', { messageId: made.message_id })
    await maria.waitForMessage('Какой срок')
    await maria.sendText('25 мая')
    await maria.waitForMessage('Срок: 25 мая')
    await maria.press('✖️ Не вышло', { messageId: made.message_id })
    await maria.press('Купил у конкурентов', { messageId: made.message_id })
    await until(async () => (await deal()).stage === 'lost')
    expect(await deal()).toMatchObject({ lostReason: { code: 'competitor' } })
  })

  it('a call asks how it ended, and whoever was not reached is called again', async () => {
    const { _id, name: said, role } = (await desk.core.models.Staff.findById(mariaId).lean()) as never
    const planned = await planActivity(desk.core, actorOf({ _id, name: said, role }), {
      kind: 'call',
      title: 'Позвонить насчёт кружек',
      dueAt: new Date(desk.clock.now().getTime() + 3600_000),
      conversationId: (await inquiry()).conversationId,
    })
    await maria.sendText('/call завтра в 12 узнать про тираж')
    await maria.waitForMessage('узнать про тираж')
    const own = (await desk.core.models.Activity.findOne({
      title: 'узнать про тираж',
    }).lean<Activity>()) as Activity
    expect(own).toMatchObject({ kind: 'call', staffId: mariaId, status: 'planned' })

    const { remindDue } = await import('../../core/activities/remind-due.js')
    desk.clock.advance(3700_000)
    await remindDue(desk.core)
    const reminder = await maria.waitForMessage('Позвонить насчёт кружек')
    await maria.press('✅ Сделано', { messageId: reminder.message_id })
    await maria.press('Не ответил', { messageId: reminder.message_id })
    expect(await desk.core.models.Activity.findById(planned._id).lean()).toMatchObject({ status: 'planned' })
    await maria.press('Завтра в 10:00', { messageId: reminder.message_id })
    await until(
      async () =>
        (await desk.core.models.Activity.findById(planned._id).lean<Activity>())?.status === 'completed',
    )
    expect(await desk.core.models.Activity.findById(planned._id).lean()).toMatchObject({
      outcome: 'no-answer',
    })
    const next = await desk.core.models.Activity.findOne({ kind: 'call', status: 'planned' })
      .sort({ createdAt: -1 })
      .lean<Activity>()
    expect(next?._id).not.toBe(own._id)
    expect(next?.conversationId).toBe((await inquiry()).conversationId)
  })

  it('demand is put off and comes back, what is no demand goes to the trash with its reason', async () => {
    await maria.sendText('/inquiries')
    const list = await maria.waitForMessage('Обращения в работе')
    await maria.press(`inq:open:${(await inquiry())._id}`, { messageId: list.message_id })
    const card = await maria.waitForMessage('В работе · ')
    await maria.press('📝 Комментарий', { messageId: card.message_id })
    await maria.waitForMessage('Что записать')
    await maria.sendText('Ждёт бюджет')
    await maria.waitForMessage('Записано к обращению')
    await maria.press('💤 Отложить спрос', { messageId: card.message_id })
    await maria.press('На неделю', { messageId: card.message_id })
    await until(async () => (await inquiry()).status === 'deferred')
    desk.clock.advance(8 * 24 * 3600_000)
    expect(await returnDeferred(desk.core)).toBe(1)
    const back = await maria.waitForMessage('Отложенный спрос вернулся')
    expect(back.text).toContain('Ждёт бюджет')
    await maria.press('🗑 Мусор', { messageId: back.message_id })
    await maria.waitForMessage('мусор?')
    await maria.sendText('Ошиблись номером')
    await until(async () => (await inquiry()).status === 'trash')
    expect((await inquiry()).history.at(-1)).toMatchObject({ event: 'discard', why: 'Ошиблись номером' })
  })
})

it('an order is read as people write it', () => {
  expect(readItems('Кружки 300 шт по 250\nЛента — 12,5 м\nДизайн\nРучки, 1 000 x 45,50 ₽')).toEqual([
    { name: 'Кружки', quantity: 300, unit: 'шт', priceMinor: 25_000 },
    { name: 'Лента', quantity: 12.5, unit: 'м' },
    { name: 'Дизайн', quantity: 1 },
    { name: 'Ручки', quantity: 1000, priceMinor: 4_550 },
  ])
})
