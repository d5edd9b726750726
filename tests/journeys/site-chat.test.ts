import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Browser, BrowserContext } from 'playwright-core'
import { system } from '../../core/context.js'
import { createStaff } from '../../core/staff/create-staff.js'
import { tinyPng } from '../../sandbox/telegram/testing.js'
import { clientBot, startTestApp, type TestApp } from '../factories/app.js'
import { startBrowser } from '../factories/browser.js'
import { type CompanySite, startCompanySite, WidgetPage } from '../factories/company-site.js'
import { eventually } from '../factories/eventually.js'
import { PanelPage } from '../factories/panel.js'

/** A visitor of a site in the real widget, and a manager in the real panel, both in Chromium. */

const olga = { email: 'olga@example.com', password: 'six geese and a bicycle' }
let app: TestApp
let browser: Browser
let site: CompanySite
const contexts: BrowserContext[] = []
const complaints: string[] = []

beforeAll(async () => {
  ;[app, browser] = await Promise.all([startTestApp(), startBrowser()])
  site = await startCompanySite(app.url)
  await createStaff(app.otklik.core, system, {
    ...olga,
    name: 'Ольга Сергеевна Ветрова',
    role: 'sales',
    publicProfile: { name: 'Ольга Ветрова', title: 'Менеджер', photoUrl: '' },
  })
})
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
  expect(complaints.splice(0)).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await app?.close()
})

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    viewport: { width: 1400, height: 900 },
  })
  context.setDefaultTimeout(15_000)
  context.on('weberror', (err) => complaints.push(String(err.error())))
  context.on('console', (line) => {
    if (/Content Security Policy|Refused to/.test(line.text())) complaints.push(line.text())
  })
  contexts.push(context)
  return context
}

test('a visitor is qualified in the widget, over a reload and a restart, and served from the panel', async () => {
  // The manager is there first: everything after comes to the open page by itself.
  const panel = await PanelPage.signIn(await newContext(), app.url, olga)
  const visitor = await WidgetPage.open(await newContext(), site.url)

  await visitor.say('Здравствуйте, нужны кружки')
  await visitor.sees('Что будем делать?')
  await panel.row('Что будем делать?').first().waitFor()

  // By buttons; a page reload in the middle.
  await visitor.press('Кружки')
  await visitor.sees('Какой нужен тираж?')
  await visitor.say('двести')
  await visitor.sees('Как наносим рисунок на кружки?')
  await visitor.reload()
  await visitor.tick(['Сублимация', 'Гравировка'], 'Готово')
  await visitor.sees('К какому числу')

  await app.restart()

  await visitor.say('через две недели')
  await visitor.sees('Есть макет или логотип?')
  await visitor.attach([{ name: 'logo.png', mimeType: 'image/png', buffer: tinyPng }])
  await visitor.sees('Для какой компании')
  await visitor.say('ООО «Лютик»')
  await visitor.sees('Как вас зовут?')
  await visitor.say('Пётр Иванов')
  await visitor.sees('по какому номеру')
  await visitor.page.locator('.phone input').last().fill('8 913 765-43-21')
  await visitor.press('Отправить мой номер')
  await visitor.sees('152-ФЗ')
  await visitor.press('Даю согласие')
  await visitor.sees(/Лютик/)
  await visitor.press('Всё верно')
  await visitor.sees('Спасибо, Пётр')
  expect(await visitor.count('Что будем делать?')).toBe(1)
  expect(await visitor.count('К какому числу')).toBe(1)

  const deal = await eventually(() => app.otklik.core.models.Deal.findOne({}).lean())
  expect(deal).toMatchObject({ pipeline: 'merchandise', stage: 'new-lead' })
  const client = await app.otklik.core.models.Client.findById(deal.clientId).lean()
  expect(client).toMatchObject({ name: 'Пётр Иванов', phones: ['+79137654321'] })

  // The inbox has followed all of it without a reload, also over the restart of the app.
  await panel.row('Спасибо, Пётр').click()
  await panel.page.getByRole('button', { name: 'Забрать себе' }).first().click()
  await visitor.page.locator('header b', { hasText: 'Ольга Ветрова' }).waitFor()
  await panel.reply('Добрый день! Считаю 200 кружек.')
  await visitor.sees('Добрый день! Считаю 200 кружек.')
  await panel.tick('Добрый день! Считаю 200 кружек.', 'read').waitFor()
  await visitor.say('Спасибо, жду!')
  await panel.message('Спасибо, жду!').waitFor()
  await panel.page
    .getByRole('img', { name: /logo\.png/ })
    .first()
    .waitFor()

  // The board: the card goes to another stage and stays there.
  await panel.room('Сделки').click()
  await panel.column('Новый лид').getByText(deal.title).waitFor()
  await panel.drag(deal.title, 'Отправил КП')
  await panel.column('Отправил КП').getByText(deal.title).waitFor()
  await eventually(async () =>
    (await app.otklik.core.models.Deal.findById(deal._id).lean())?.stage === 'proposal-sent' ? true : null,
  )
  await panel.page.reload()
  await panel.column('Отправил КП').getByText(deal.title).waitFor()
})

test('a message that may not have arrived is seen, decided on and sent again from the panel', async () => {
  const panel = await PanelPage.signIn(await newContext(), app.url, olga)
  const anna = app.telegram.user('Анна').with(clientBot.username)
  await anna.sendText('позовите человека')
  await panel.row('Анна').click()
  await panel.page.getByRole('textbox', { name: 'Ответ клиенту' }).waitFor()

  const fault = app.telegram.faults.add({ kind: 'http', status: 500, method: 'sendMessage' })
  await panel.reply('Слушаю вас')
  await panel.tick('Слушаю вас', 'unknown').waitFor()
  expect((await anna.messages()).filter(({ text }) => text === 'Слушаю вас')).toEqual([])
  app.telegram.faults.remove(fault)

  await panel.room('Доставка').click()
  const row = panel.page.getByRole('row', { name: /Слушаю вас/ })
  await row.getByText('Неизвестно, дошло ли').waitFor()
  await row.getByRole('button', { name: 'Отправить ещё раз' }).click()
  await anna.waitForMessage('Слушаю вас', 15_000)
  await panel.page.getByText('Всё дошло').waitFor()
})

test('the inbox goes by keyboard: arrows walk, Enter opens, K goes back, ? tells the keys and Esc closes them', async () => {
  for (const name of ['Борис', 'Вера'])
    await app.telegram.user(name).with(clientBot.username).sendText('позовите человека')
  const panel = await PanelPage.signIn(await newContext(), app.url, olga)
  const { page } = panel
  await panel.row('Борис').waitFor()
  await panel.row('Вера').waitFor()
  const ids = await page
    .locator('[data-row]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')))
  const focused = (index: number) => page.locator(`[data-row="${ids[index]}"]:focus-visible`).waitFor()
  const opened = (index: number) => page.waitForURL(`**/inbox/${ids[index]}*`)

  await page.keyboard.press('ArrowDown')
  await focused(0)
  await page.keyboard.press('ArrowDown')
  await focused(1)
  expect(new URL(page.url()).pathname).not.toMatch(/inbox\/./)
  await page.keyboard.press('Enter')
  await opened(1)
  await page.keyboard.press('k')
  await opened(0)
  await focused(0)

  await page.keyboard.press('Shift+Slash')
  const help = page.getByRole('dialog', { name: 'Клавиши' })
  await help.getByText('ходить по списку').waitFor()
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'hidden' })
})

test('a conversation becomes a deal of the chosen pipeline; the deal goes to another one and back', async () => {
  await app.telegram.user('Глеб').with(clientBot.username).sendText('позовите человека')
  const panel = await PanelPage.signIn(await newContext(), app.url, olga)
  const { page } = panel
  await panel.row('Глеб').click()
  await page.getByRole('button', { name: 'Сделать сделкой' }).click()
  await page.getByRole('menuitem', { name: 'Проекты дизайнеров' }).click()
  await page.getByText(/Сделка № \d+ создана/).waitFor()
  const dealNow = () =>
    app.otklik.core.models.Deal.findOne({ pipeline: 'designers' }).lean<{
      _id: string
      stage: string
    } | null>()
  const deal = await eventually(dealNow)

  await panel.open(`/deals?deal=${deal._id}&pipeline=designers`)
  await page.getByRole('button', { name: 'Сменить' }).click()
  const form = page.getByRole('form', { name: 'В другую воронку' })
  await form.getByRole('button', { name: 'Перенести сделку' }).click()
  await page.getByRole('button', { name: 'Вернуть' }).click()
  const back = await eventually(async () => {
    const now = await app.otklik.core.models.Deal.findById(deal._id).lean()
    return now?.history.length === 3 ? now : null
  })
  expect(back).toMatchObject({ pipeline: 'designers', stage: deal.stage })
  await page.getByText('Проекты дизайнеров:').first().waitFor()
})
