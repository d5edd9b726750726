import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { refreshClientFacts } from '../../core/clients/client-facts.js'
import { createClient } from '../../core/clients/create-client.js'
import { saveCustomFields } from '../../core/clients/save-custom-fields.js'
import { system } from '../../core/context.js'
import { createDeal } from '../../core/deals/create-deal.js'
import { findDuplicatesOf } from '../../core/duplicates/find-duplicates.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { buildDesk, type Desk } from '../../tests/factories/desk.js'
import { until } from '../../tests/factories/until.js'

describe('the client card in the managers’ bot', () => {
  let desk: Desk
  let maria: PersonChat
  let staffId: string
  beforeAll(async () => {
    desk = await buildDesk()
    const { chat, staff } = await desk.colleague('Мария', 'head')
    maria = chat
    staffId = staff._id
    await saveCustomFields(desk.core, system, {
      fields: [{ key: 'budget', label: 'Бюджет', type: 'money' }],
    })
  })
  afterAll(() => desk.close())

  const open = async (name: string) => {
    await maria.sendText(`/find ${name}`)
    const found = await maria.waitForMessage('Нашлось')
    const button = found.reply_markup?.inline_keyboard.flat().find(({ text }) => text.includes(name))
    await maria.press(button?.text ?? '', { messageId: found.message_id })
    return maria.waitForMessage(`👤 ${name}`)
  }
  const stored = (id: string) => desk.core.models.Client.findById(id).lean()

  it('is what commands mean once it is open, not the deal of somebody else from before', async () => {
    const { _id } = await createClient(desk.core, system, { name: 'Феофан' })
    const { number } = await createDeal(desk.core, system, { title: 'Чужая сделка' })
    await maria.sendText(`/deal #${number}`)
    await maria.waitForMessage('Чужая сделка')
    await open('Феофан')
    await maria.sendText('/call завтра в 11 обсудить тираж')
    await maria.waitForMessage('Феофан')
    const call = await desk.core.models.Activity.findOne({ title: 'обсудить тираж' }).lean()
    expect(call).toMatchObject({ kind: 'call', clientId: _id, dealId: null, conversationId: null })
    await maria.sendText('/sum 500')
    await maria.waitForMessage('О какой сделке речь')
  })

  it('is found, taken, changed field by field and parted with', async () => {
    const { _id } = await createClient(desk.core, system, { name: 'Афанасий', territory: 'Бердск' })
    const card = await open('Афанасий')
    expect(card.text).toContain('Территория: Бердск')
    await maria.press('Взять себе', { messageId: card.message_id })
    const taken = await maria.waitForMessage('Теперь это ваш клиент')
    expect(await stored(_id)).toMatchObject({ ownerId: staffId, base: 'funnel' })

    const change = async (button: string, value: string) => {
      await maria.press('✏️ Изменить', { messageId: taken.message_id })
      const menu = await maria.waitForMessage('Что изменить')
      await maria.press(button, { messageId: menu.message_id })
      await maria.waitForMessage(new RegExp(`${button.replace(/[%.]/g, '.')}.*Напишите`))
      await maria.sendText(value)
      return maria.waitForMessage('Записал')
    }
    await change('Телефон', '8 (913) 555-44-33')
    await change('День рождения', '08.03.1985')
    await change('Бюджет', '1500,50')
    expect(await stored(_id)).toMatchObject({
      phones: ['+79135554433'],
      birthday: '1985-03-08',
      custom: { budget: 150_050 },
    })

    await maria.press('Состояние', { messageId: taken.message_id })
    const moves = await maria.waitForMessage('Что произошло')
    await maria.press('отключить', { messageId: moves.message_id })
    await maria.waitForMessage('Почему расстаёмся')
    await maria.sendText('переехал')
    await maria.waitForMessage('Состояние: Отключён')
    expect((await stored(_id))?.history.at(-1)).toMatchObject({ event: 'disconnect', why: 'переехал' })
  })

  it('suggests to merge what looks like one person, and takes it back', async () => {
    const both = { name: 'Глафира Зимина', companyName: 'Зимний сад' }
    const one = await createClient(desk.core, system, both)
    const two = await createClient(desk.core, system, { ...both, name: 'Зимина Глафира' })
    for (const { _id } of [one, two]) await refreshClientFacts(desk.core, _id)
    await findDuplicatesOf(desk.core, one._id)
    const card = await open('Глафира Зимина')
    expect(card.text).toContain('Похоже, это тот же человек: Зимина Глафира (имя и компания)')
    await maria.press('Объединить с «Зимина Глафира»', { messageId: card.message_id })
    const ask = await maria.waitForMessage('Останется «Глафира Зимина»')
    await maria.press('Объединить', { messageId: ask.message_id })
    await maria.waitForMessage('объединена')
    expect(await stored(two._id)).toBeNull()
    await maria.press('Отменить объединение', { messageId: ask.message_id })
    await maria.waitForMessage('снова отдельные')
    expect(await stored(two._id)).toMatchObject({ name: 'Зимина Глафира' })
  })

  it('a client who never wrote is entered in one line, planned for, sold to; their company has a card', async () => {
    await maria.sendText('/client Савелий Кротов, ООО «Кротовая нора», 8 (913) 777-66-11 savely@nora.ru')
    const card = await maria.waitForMessage('Карточка заведена')
    const client = await desk.core.models.Client.findOne({ name: 'Савелий Кротов' }).lean()
    expect(client).toMatchObject({ phones: ['+79137776611'], emails: ['savely@nora.ru'] })
    const { message_id: messageId } = card

    await maria.press('📅 Дело', { messageId })
    await maria.press('📞 Звонок', { messageId })
    await maria.waitForMessage('Когда позвонить? Савелий Кротов')
    await maria.sendText('завтра в 15:00 обсудить тираж')
    await maria.waitForMessage('обсудить тираж')
    expect(await desk.core.models.Activity.findOne({ clientId: client?._id }).lean()).toMatchObject({
      kind: 'call',
      staffId,
    })

    await maria.press('💼 Новая сделка', { messageId })
    await maria.press('💼 Мерч и сувениры', { messageId })
    const deal = await maria.waitForMessage('Новая сделка №')
    expect(deal.text).toContain('👤 Савелий Кротов · ООО «Кротовая нора»')
    await maria.press('⚡ Что произошло', { messageId: deal.message_id })
    await maria.press('КП отправлено', { messageId: deal.message_id })
    await until(
      async () =>
        (await desk.core.models.Deal.findOne({ clientId: client?._id }).lean())?.stage === 'proposal-sent',
    )
    await maria.press('⚡ Что произошло', { messageId: deal.message_id })
    await maria.press('Счёт оплачен', { messageId: deal.message_id })
    await maria.waitForMessage('Какая сумма сделки')
    await maria.sendText('90 000')
    await maria.waitForMessage('Этап: Счёт оплачен')

    await maria.sendText('/find кротовая')
    const found = await maria.waitForMessage('Нашлось: кротовая')
    await maria.press('🏢 ООО «Кротовая нора»', { messageId: found.message_id })
    const company = await maria.waitForMessage('🏢 ООО «Кротовая нора»')
    const buttons = company.reply_markup?.inline_keyboard.flat().map(({ text }) => text)
    expect(buttons).toEqual(expect.arrayContaining(['👤 Савелий Кротов', expect.stringContaining('💼 №')]))
    await maria.press('✏️ Изменить', { messageId: company.message_id })
    await maria.press('ИНН', { messageId: company.message_id })
    await maria.waitForMessage('ИНН (ООО «Кротовая нора»)')
    await maria.sendText('не знаю')
    await maria.waitForMessage('Не понял')
    await maria.sendText('5406123456')
    await maria.waitForMessage('ИНН: 5406123456')

    await maria.sendText('/client Кто-то, +7 913 777 66 11')
    await maria.waitForMessage('уже есть у этого клиента')
    expect(await desk.core.models.Client.countDocuments({ phones: '+79137776611' })).toBe(1)
  })

  it('an agent is linked by name', async () => {
    await createClient(desk.core, system, { name: 'Дизайнер Аграфена', kind: 'agent' })
    const { _id } = await createClient(desk.core, system, { name: 'Нестор' })
    const card = await open('Нестор')
    const link = async (name: string) => {
      await maria.press('✏️ Изменить', { messageId: card.message_id })
      const menu = await maria.waitForMessage('Что изменить в карточке «Нестор»')
      await maria.press('Агент', { messageId: menu.message_id })
      await maria.waitForMessage('Агент (Нестор)')
      await maria.sendText(name)
    }
    await link('Никто')
    await maria.waitForMessage('Не понял')
    await maria.sendText('Аграфена')
    await maria.waitForMessage('Агент: Дизайнер Аграфена')
    expect(await stored(_id)).toMatchObject({ kind: 'through-agent' })
  })
})
