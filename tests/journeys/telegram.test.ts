import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ManualClock } from '../../core/clock.js'
import { clientBot, managerBot, startTestApp, type TestApp } from '../factories/app.js'
import { eventually } from '../factories/eventually.js'

/** One client of the merchandise supplier from the first word to a deal, with every kind of trouble on the way. */

let app: TestApp
const clock = new ManualClock('2026-03-11T09:00:00.000Z')

beforeAll(async () => {
  app = await startTestApp({ clock })
})
afterAll(() => app.close())

test('a client is qualified in Telegram, a manager takes the inquiry, answers, moves the deal and is reminded', async () => {
  await app.addStaff('Ольга', 'sales')
  const anna = app.telegram.user('Анна').with(clientBot.username)
  const olga = app.telegram.user('Ольга').with(managerBot.username)

  // The script asks; a step back, a wrong phone, a restart in the middle.
  await anna.start('autumn-sale')
  await anna.waitForMessage('Что будем делать?')
  await anna.press('Футболки')
  await anna.waitForMessage('Какой нужен тираж?')
  await anna.sendText('назад')
  await anna.waitForMessage('Что будем делать?')
  await anna.press('Кружки')
  await anna.waitForMessage('Какой нужен тираж?')
  await anna.sendText('полторы тысячи')
  await anna.waitForMessage('Как наносим рисунок на кружки?')

  await app.restart()

  await anna.press('Сублимация')
  await anna.waitForMessage('Отмечено: Сублимация')
  await anna.press('Готово')
  await anna.waitForMessage('К какому числу')
  await anna.sendText('через две недели')
  await anna.waitForMessage('Есть макет')
  await anna.sendText('пропустить')
  await anna.waitForMessage('Для какой компании')
  await anna.sendText('ООО «Ромашка»')
  await anna.waitForMessage(/зовут/)
  await anna.sendText('Анна Петрова')
  await anna.waitForMessage('по какому номеру')
  await anna.sendText('12345')
  await anna.waitForMessage(/номер/)
  await anna.sendText('8 913 123-45-67')
  await anna.waitForMessage(/соглас/i)
  await anna.press('Даю согласие')
  const summary = await anna.waitForMessage(/Ромашка/)
  expect(summary.text).toMatch(/1\s500 шт/)
  expect(summary.text).toContain('25 марта')

  // A correction from the summary.
  await anna.press('Исправить')
  await anna.waitForMessage('Что исправить?')
  await anna.sendText('тираж')
  await anna.waitForMessage('Какой нужен тираж?')
  await anna.sendText('2000')
  await anna.waitForMessage(/2\s000/)
  await anna.press('Всё верно')
  await anna.waitForMessage(/спасибо/i)

  const { core } = app.otklik
  const deal = await eventually(() => core.models.Deal.findOne({}).lean())
  expect(deal).toMatchObject({ pipeline: 'merchandise', title: expect.stringContaining('Кружки') })
  const client = await core.models.Client.findById(deal.clientId).lean()
  expect(client).toMatchObject({ name: 'Анна Петрова', phones: ['+79131234567'] })
  const inquiry = await core.models.Inquiry.findById(deal.inquiryId).lean()
  expect(inquiry).toMatchObject({ status: 'converted', source: 'autumn-sale' })

  // The manager takes it and answers from the bot.
  const card = await olga.waitForMessage('Анна')
  await olga.press('Взять', { messageId: card.message_id })
  await olga.sendText('Добрый день! Считаю.', { replyTo: card.message_id })
  await anna.waitForMessage('Добрый день! Считаю.')
  await anna.sendText('Спасибо, жду!')
  const forwarded = await olga.waitForMessage('Спасибо, жду!')
  await olga.sendText('Готово: 240 000 ₽', { replyTo: forwarded.message_id })
  const price = await anna.waitForMessage('Готово: 240 000 ₽')
  await anna.forward(anna, price.message_id)
  await olga.waitForMessage(/переслано/)

  // Sum, stage, reminder.
  await olga.sendText('/sum 240 000')
  await eventually(async () =>
    (await core.models.Deal.findById(deal._id).lean())?.amountMinor === 24_000_000 ? true : null,
  )
  await olga.sendText('/remind завтра в 15:00 перезвонить Анне')
  await olga.waitForMessage(/завтра.*15:00/)
  clock.set('2026-03-12T12:00:01.000Z')
  const reminder = await olga.waitForMessage(
    (m) => m.reply_markup?.inline_keyboard.flat().some((button) => button.text === '✅ Сделано') ?? false,
    15_000,
  )
  expect(reminder.text).toContain('перезвонить Анне')
  await olga.press('✅ Сделано', { messageId: reminder.message_id })
  await eventually(() => core.models.Activity.findOne({ status: 'completed' }).lean())
})

test('after hours the autoresponder speaks once, and says when people are back', async () => {
  clock.set('2026-03-12T20:10:00.000Z')
  const anna = app.telegram.user('Анна').with(clientBot.username)
  await anna.sendText('А можно ещё шапки?')
  const reply = await anna.waitForMessage('завтра, 13 марта, в 9:00')
  expect(reply.text).toContain('Ольга')
  await anna.sendText('И шарфы')
  const { core } = app.otklik
  const decisions = await eventually(async () => {
    const rows = await core.models.AutoreplyDecision.find({ at: clock.now() } as never)
      .sort({ _id: 1 })
      .lean()
    return rows.length >= 2 ? rows : null
  })
  expect(decisions.map((d) => `${d.decision} ${d.reason}`)).toEqual([
    'answered closed',
    'silent already-answered',
  ])
  const all = await anna.messages()
  expect(all.filter((m) => m.text?.includes('Сейчас мы не работаем'))).toHaveLength(1)
})
