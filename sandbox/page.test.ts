import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { build } from 'esbuild'
import express from 'express'
import { Api, InlineKeyboard, Keyboard } from 'grammy'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { createSandboxRouter } from './router.js'
import { demoPeople } from './seed.js'
import { createTelegramSandbox, type TelegramSandbox } from './telegram/sandbox.js'
import { tinyPng, until } from './telegram/testing.js'

const shop = { token: '1001:shop', username: 'shop_bot', title: 'Магазин', role: 'client' as const }
const desk = { token: '1002:desk', username: 'desk_bot', title: 'Отклик', role: 'manager' as const }
const [annaId, olgaId] = [700_000_101, 700_000_201]

let browser: Browser
let pageDir: string
beforeAll(async () => {
  pageDir = await mkdtemp(path.join(tmpdir(), 'otklik-page-'))
  const source = path.join(path.dirname(fileURLToPath(import.meta.url)), 'page')
  for (const file of ['index.html', 'page.css', 'icon.svg'])
    await cp(path.join(source, file), path.join(pageDir, file))
  await build({
    entryPoints: [path.join(source, 'main.ts')],
    outfile: path.join(pageDir, 'main.js'),
    bundle: true,
    format: 'iife',
    logLevel: 'silent',
  })
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  })
})
afterAll(async () => {
  await browser.close()
  await rm(pageDir, { recursive: true, force: true })
})

let telegram: TelegramSandbox
let server: Server
let url: string
let page: Page
let complaints: string[]

beforeEach(async () => {
  telegram = createTelegramSandbox()
  const app = express()
  app.use('/sandbox', createSandboxRouter({ telegram, bots: [shop, desk], people: demoPeople, pageDir }))
  server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sandbox`
})
afterEach(async () => {
  await page.context().close()
  telegram.close()
  server.closeAllConnections()
  server.close()
  expect(complaints).toEqual([])
})

async function open(options: { width?: number; path?: string } = {}): Promise<void> {
  const context = await browser.newContext({
    locale: 'ru-RU',
    viewport: { width: options.width ?? 1600, height: 900 },
  })
  context.setDefaultTimeout(20_000)
  page = await context.newPage()
  complaints = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('dialog', (dialog) => {
    complaints.push(`a script ran: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(`${url}${options.path ?? ''}`)
  await page.locator('.phone').first().waitFor()
}

const phone = (name: string): Locator => page.locator(`.phone[aria-label="${name}"]`)
const shopApi = () => new Api(shop.token, { apiRoot: `${url}/telegram` })
const deskApi = () => new Api(desk.token, { apiRoot: `${url}/telegram` })

/** Updates that a bot has been sent, by their kind. */
function updates(token: string, kind: string): Record<string, unknown>[] {
  const sent = telegram.updatesOf(token) as Record<string, Record<string, unknown> | undefined>[]
  return sent.map((update) => update[kind]).filter((body) => body !== undefined)
}

describe('the page with the phones', () => {
  test('a client starts, presses, shares a phone and is answered', async () => {
    await open()
    const anna = phone('Анна Белова')
    await anna.getByRole('button', { name: 'Начать' }).click()
    await anna.getByText('/start').waitFor()
    await shopApi().sendMessage(annaId, 'Что печатаем?', {
      reply_markup: new InlineKeyboard().text('Кружки', 'p:mugs'),
    })
    await anna.getByRole('button', { name: 'Кружки' }).click()
    await until(() => updates(shop.token, 'callback_query').length === 1, 'the press')
    const [press] = updates(shop.token, 'callback_query')
    expect(press).toMatchObject({ data: 'p:mugs', from: { id: annaId } })
    await shopApi().answerCallbackQuery(String(press?.id), { text: 'Записал' })
    await anna.locator('.toast', { hasText: 'Записал' }).waitFor()
    await shopApi().sendMessage(annaId, 'Телефон?', {
      reply_markup: new Keyboard().requestContact('Мой номер').oneTime(),
    })
    await anna.locator('.key', { hasText: 'Мой номер' }).click()
    await anna.locator('.card .main').click()
    await anna.locator('.contact').waitFor()
    expect(updates(shop.token, 'message').at(-1)).toMatchObject({
      contact: { user_id: annaId, phone_number: '79161234501' },
    })
    await anna.locator('.key').waitFor({ state: 'detached' })
    await shopApi().sendChatAction(annaId, 'typing')
    await anna.getByText('печатает…').waitFor()
    await shopApi().sendMessage(annaId, 'Спасибо!')
    await anna.getByText('Спасибо!').waitFor()
  })

  test('a manager answers a card by replying to it, and edits the answer', async () => {
    await telegram.user(olgaId).with(desk.username).start()
    const card = await deskApi().sendMessage(olgaId, 'Обращение № 17')
    await open()
    const olga = phone('Ольга Ветрова')
    await olga.locator('.row.other', { hasText: 'Обращение № 17' }).hover()
    await olga.locator('.row.other .quick-reply').click()
    await olga.getByPlaceholder('Сообщение').fill('Сделаем к пятнице')
    await olga.getByRole('button', { name: 'Отправить' }).click()
    await until(() => updates(desk.token, 'message').length === 2, 'the answer')
    expect(updates(desk.token, 'message').at(-1)).toMatchObject({
      text: 'Сделаем к пятнице',
      reply_to_message: { message_id: card.message_id },
    })
    await olga.locator('.row.own').last().click({ button: 'right' })
    await olga.getByRole('menuitem', { name: 'Изменить' }).click()
    await olga.getByPlaceholder('Сообщение').fill('Сделаем к четвергу')
    await olga.getByRole('button', { name: 'Отправить' }).click()
    await until(() => updates(desk.token, 'edited_message').length === 1, 'the edit')
    expect(updates(desk.token, 'edited_message')).toMatchObject([{ text: 'Сделаем к четвергу' }])
    await olga.locator('.meta:not(.room)', { hasText: 'изм.' }).waitFor()
  })

  test('files go both ways', async () => {
    await telegram.user(annaId).with(shop.username).start()
    await open()
    const anna = phone('Анна Белова')
    await anna.locator('input[type=file]').setInputFiles([
      { name: 'Макет один.png', mimeType: 'image/png', buffer: tinyPng },
      { name: 'Макет два.png', mimeType: 'image/png', buffer: tinyPng },
    ])
    await anna.getByPlaceholder('Сообщение').fill('Вот макеты')
    await anna.getByRole('button', { name: 'Отправить' }).click()
    await anna.locator('.album img').nth(1).waitFor()
    const album = updates(shop.token, 'message').slice(1)
    expect(album).toMatchObject([
      { caption: 'Вот макеты', media_group_id: album[1]?.media_group_id },
      { photo: [{}] },
    ])
    const form = new FormData()
    form.set('chat_id', String(annaId))
    form.set('document', new Blob(['счёт']), 'Счёт № 12.pdf')
    await fetch(`${url}/telegram/bot${shop.token}/sendDocument`, { method: 'POST', body: form })
    const link = anna.locator('a.document', { hasText: 'Счёт № 12.pdf' })
    await link.waitFor()
    const download = page.waitForEvent('download')
    await link.click()
    expect((await download).suggestedFilename()).toBe('Счёт № 12.pdf')
  })

  test('the team desk: topics, unread badges, a reply in a topic', async () => {
    telegram.createGroup({
      title: 'Стол продаж',
      forum: true,
      bots: [desk.username],
      members: [olgaId, 'Дмитрий'],
      id: -100500,
    })
    const topic = await deskApi().createForumTopic(-100500, 'Анна · кружки')
    await deskApi().sendMessage(-100500, 'Новое обращение', { message_thread_id: topic.message_thread_id })
    await open()
    await page.locator('.chip', { hasText: 'Ольга' }).locator('.badge', { hasText: '1' }).waitFor()
    const olga = phone('Ольга Ветрова')
    await olga.locator('.place-row', { hasText: 'Стол продаж' }).click()
    await olga.locator('.place-row', { hasText: 'Анна · кружки' }).click()
    await olga.getByText('Новое обращение').waitFor()
    await page.locator('.chip', { hasText: 'Ольга' }).locator('.badge').waitFor({ state: 'detached' })
    await olga.getByPlaceholder('Сообщение').fill('Беру')
    await page.keyboard.press('Enter')
    await until(() => updates(desk.token, 'message').length === 1, 'the message')
    expect(updates(desk.token, 'message')).toMatchObject([
      { text: 'Беру', message_thread_id: topic.message_thread_id, from: { id: olgaId } },
    ])
  })

  test('what people and bots write stays text', async () => {
    const evil = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    const anna = telegram.user(annaId).with(shop.username)
    await anna.sendText(evil)
    await anna.sendDocument({ data: Buffer.from('x'), name: '"><img src=x onerror=alert(3)>.pdf' })
    await shopApi().sendMessage(annaId, 'ссылка', {
      entities: [{ type: 'text_link', offset: 0, length: 6, url: ['javascript', 'alert(4)'].join(':') }],
      reply_markup: new InlineKeyboard().text(evil, 'x'),
    })
    telegram.createPerson({ name: evil, role: 'client' })
    await open()
    await phone('Анна Белова').getByText(evil).first().waitFor()
    await phone('Анна Белова').getByText('ссылка').waitFor()
    expect(await page.locator('img[src="x"], script:not([src])').count()).toBe(0)
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0)
  })

  test('a new client comes by a link with a tag', async () => {
    await open({ path: '/?lang=en' })
    await page.getByTitle('New client').click()
    await page.getByLabel('Name').fill('Павел Орлов')
    await page.getByLabel('Came by a link with a tag').fill('vk-ads')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await phone('Павел Орлов').getByText('/start vk-ads').waitFor()
    expect(updates(shop.token, 'message')).toMatchObject([
      { text: '/start vk-ads', from: { first_name: 'Павел' } },
    ])
  })

  test('a link into the messenger asks whose phone opens it, and is followed once', async () => {
    await open({ path: `/t.me/${shop.username}?start=link-token` })
    await page.getByLabel('Чей телефон её открывает').selectOption('Анна Белова')
    await page.getByRole('button', { name: 'Открыть', exact: true }).click()
    await phone('Анна Белова').getByText('/start link-token').waitFor()
    expect(updates(shop.token, 'message')).toMatchObject([
      { text: '/start link-token', from: { id: annaId } },
    ])
    expect(new URL(page.url()).search).toBe('')
  })

  test('a narrow window shows one phone at a time and nothing sticks out', async () => {
    await open({ width: 390 })
    expect(await page.locator('.phone').count()).toBe(1)
    await page.locator('.chip.manager').first().click()
    await phone('Ольга Ветрова').waitFor()
    expect(await page.locator('.phone').count()).toBe(1)
    const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    expect(sideways).toBeLessThanOrEqual(0)
  })

  test('a phone catches up when the sandbox was away for a moment', async () => {
    await open()
    await phone('Анна Белова').getByRole('button', { name: 'Начать' }).click()
    await phone('Анна Белова').getByText('/start').waitFor()
    server.closeAllConnections()
    await shopApi().sendMessage(annaId, 'Пока вас не было')
    await phone('Анна Белова').getByText('Пока вас не было').waitFor({ timeout: 30_000 })
    complaints = complaints.filter((complaint) => !/ERR_|Failed to load/.test(complaint))
  })
})
