import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { system } from '../../core/context.js'
import { createStaff } from '../../core/staff/create-staff.js'
import { inviteStaff } from '../../core/staff/invite-staff.js'
import { buildDesk, type Desk } from '../../tests/factories/desk.js'

describe("managers' bot", () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await buildDesk()
  })
  afterAll(() => desk.close())

  it('links an invited person, once', async () => {
    const { core } = desk
    const staff = await createStaff(core, system, { name: 'Олег', role: 'sales' })
    const { token } = await inviteStaff(core, system, { staffId: staff._id })
    const oleg = desk.atStaffBot('Олег')
    await oleg.start(token)
    await oleg.waitForMessage('Здравствуйте, Олег!')
    expect(await core.models.Staff.findById(staff._id).lean()).toMatchObject({
      telegramId: String(oleg.where.person),
    })

    const thief = desk.atStaffBot('Чужой')
    await thief.start(token)
    await thief.waitForMessage('Приглашение не подходит')
  })

  it('gives a card of a new inquiry, and a reply to it reaches the client', async () => {
    const { chat: maria } = await desk.colleague('Мария')
    const client = desk.client('Ольга Петрова')
    await client.start()
    await client.sendText('Нужны кружки, 200 штук')
    const card = await maria.waitForMessage('Ольга Петрова')
    expect(card.text).toMatch(/Обращение №1 · Telegram/)
    const answer = await maria.sendText('Добрый день! Посчитаю за час.', { replyTo: card.message_id })
    const got = await client.waitForMessage('Посчитаю за час')
    expect(got.text).toBe('Добрый день! Посчитаю за час.')
    await maria.waitForMessage(
      (message) => message.message_id === card.message_id && /Отвечаете вы/.test(message.text ?? ''),
    )
    expect(answer.text).toBeDefined()
    // The next words of the client come to whoever has the conversation.
    await client.sendText('Спасибо, жду')
    const forwarded = await maria.waitForMessage('Спасибо, жду')
    expect(forwarded.text).toContain('Ольга Петрова')
  })
})
