import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { siteSettings } from '../../adapters/site-chat/site-account.js'
import type { ManualClock } from '../../core/clock.js'
import type { Content } from '../../core/content.js'
import { loadScripts } from '../../core/dialogs/load-script.js'
import { applyChange } from '../../core/inbox/apply-change.js'
import { assignConversation } from '../../core/inbox/assign-conversation.js'
import type { Conversation } from '../../core/inbox/conversation.model.js'
import type { Message } from '../../core/inbox/message.model.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { inTransaction } from '../../core/transaction.js'
import { createDemoRouter } from '../../sandbox/shop/router.js'
import { buildWidget, startBrowser } from '../factories/browser.js'
import { buildCore, type TestCore } from '../factories/core.js'
import { manager, type SiteChatServer, startSiteChat, until } from '../factories/site-chat.js'
import { xssPayloads } from '../factories/xss-payloads.js'

let core: TestCore
let server: SiteChatServer
let browser: Browser
let widgetFile: string
const contexts: BrowserContext[] = []
const complaints: string[] = []

beforeAll(async () => {
  ;[core, browser, widgetFile] = await Promise.all([buildCore(), startBrowser(), buildWidget()])
  server = await start()
  await core.models.Staff.create({
    _id: manager.id,
    name: 'Ольга Ветрова',
    role: 'admin',
    publicProfile: { name: 'Ольга Ветрова', title: 'Менеджер', photoUrl: '/demo/assets/olga.svg' },
    createdAt: core.clock.now(),
  })
})
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
  expect(complaints.splice(0)).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await core?.close()
})

async function start(port = 0): Promise<SiteChatServer> {
  const started = await startSiteChat(core, { widgetFile, port })
  started.app.use(createDemoRouter())
  started.app.get('/hostile', (_req, res) => void res.type('html').send(hostilePage))
  started.app.get('/plain', (_req, res) => void res.type('html').send(plainPage))
  return started
}

async function visit(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'ru-RU',
    viewport: { width: 1200, height: 800 },
    ...options,
  })
  contexts.push(context)
  context.setDefaultTimeout(20_000)
  // Only the tests look inside: the widget asks for a closed root.
  await context.addInitScript({
    content: `const attach = Element.prototype.attachShadow
      Element.prototype.attachShadow = function (init) { return attach.call(this, { ...init, mode: 'open' }) }`,
  })
  return context
}

async function openPage(context: BrowserContext, address = '/demo'): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (err) => complaints.push(err.message))
  page.on('console', (line) => {
    if (/Content Security Policy|Refused to/.test(line.text())) complaints.push(line.text())
  })
  await page.goto(server.url + address)
  await page.waitForSelector('.launcher')
  return page
}

async function openChat(context: BrowserContext, address = '/demo'): Promise<Page> {
  const page = await openPage(context, address)
  await page.click('.launcher')
  await page.waitForSelector('.status')
  return page
}

async function say(page: Page, text: string): Promise<void> {
  await page.fill('.composer textarea', text)
  await page.keyboard.press('Enter')
}

const shown = (page: Page, text: string) =>
  page.waitForSelector(`.message .bubble:has-text(${JSON.stringify(text)})`)
const countShown = (page: Page, text: string) =>
  page.locator(`.message .bubble:has-text(${JSON.stringify(text)})`).count()
const confirmed = (page: Page, text: string) =>
  page.waitForSelector(
    `.message.own:has(.bubble:has-text(${JSON.stringify(text)})):has(.tick.sent, .tick.seen)`,
  )

/** The shadow root, as code in the page. */
const inside = `document.querySelector('otklik-chat').shadowRoot`
const queued = (page: Page) =>
  page.evaluate<number>(`Object.keys(localStorage).filter((key) => key.includes(':out:')).length`)

async function conversationOf(text: string): Promise<string> {
  const message = await until(`"${text}" in the database`, () =>
    core.models.Message.findOne({ 'content.text': text }).lean<Message | null>(),
  )
  return message.conversationId
}

const answer = (conversationId: string, content: Content | string) =>
  sendMessage(core, manager, {
    conversationId,
    content: typeof content === 'string' ? { type: 'text', text: content } : content,
  })

test('the widget is under 30 kB, zipped, as the site loads it', async () => {
  expect(gzipSync(await readFile(widgetFile), { level: 9 }).length).toBeLessThan(30_000)
  const response = await fetch(`${server.url}/widget.js`, { headers: { 'accept-encoding': 'gzip' } })
  expect(response.headers.get('content-encoding')).toBe('gzip')
  const again = await fetch(`${server.url}/widget.js`, {
    headers: { 'if-none-match': response.headers.get('etag') ?? '' },
  })
  expect(again.status).toBe(304)
})

describe('a conversation', () => {
  test('stands there once after a reload, and the manager’s answer comes with name and face', async () => {
    const page = await openChat(await visit())
    await say(page, 'Здравствуйте, нужны шопперы')
    await confirmed(page, 'Здравствуйте, нужны шопперы')
    const conversationId = await conversationOf('Здравствуйте, нужны шопперы')
    await assignConversation(core, manager, { conversationId, assigneeId: manager.id })
    const sent = await answer(conversationId, 'Добрый день! Смотрите https://merch.example/bags).')
    await shown(page, 'Добрый день!')
    expect(await page.textContent('header b')).toBe('Ольга Ветрова')
    expect(await page.getAttribute('.message.out .words a', 'href')).toBe('https://merch.example/bags')
    await until('the receipt', async () => {
      const message = await core.models.Message.findById(sent._id).lean<Message>()
      return message?.delivery?.state === 'read'
    })

    await page.reload()
    await page.click('.launcher')
    await shown(page, 'Добрый день!')
    expect(await countShown(page, 'Здравствуйте, нужны шопперы')).toBe(1)
    expect(await countShown(page, 'Добрый день!')).toBe(1)
    // The team has answered, so it has read.
    await page.waitForSelector('.message.own .tick.seen')
  })

  test('goes on in every tab, without doubles', async () => {
    const context = await visit()
    const first = await openChat(context)
    await say(first, 'Пишу из первой')
    await confirmed(first, 'Пишу из первой')
    const second = await openChat(context)
    await shown(second, 'Пишу из первой')
    await say(second, 'А это из второй')
    await shown(first, 'А это из второй')
    await answer(await conversationOf('Пишу из первой'), 'Вижу обе')
    for (const page of [first, second]) {
      await shown(page, 'Вижу обе')
      expect(await countShown(page, 'Пишу из первой')).toBe(1)
      expect(await countShown(page, 'А это из второй')).toBe(1)
    }
  })

  test('shows unread messages on the button and the newest beside it', async () => {
    const page = await openChat(await visit())
    await say(page, 'Закрою окно')
    await confirmed(page, 'Закрою окно')
    await page.keyboard.press('Escape')
    expect(await page.isVisible('.panel')).toBe(false)
    const conversationId = await conversationOf('Закрою окно')
    await answer(conversationId, 'Ответ в закрытое окно')
    await page.waitForSelector('.peek:has-text("Ответ в закрытое окно")')
    expect(await page.textContent('.badge')).toBe('1')
    await page.reload()
    await page.waitForSelector('.badge:not([hidden])')
    await page.click('.launcher')
    await shown(page, 'Ответ в закрытое окно')
    expect(await page.isVisible('.badge')).toBe(false)
  })

  test('is nobody else’s: another visitor’s browser, or one with a forged token, sees none of it', async () => {
    const owner = await openChat(await visit())
    await say(owner, 'Только для моих глаз')
    await confirmed(owner, 'Только для моих глаз')
    const token = await owner.evaluate<string>(`localStorage.getItem('otklik:main:token')`)
    const context = await visit()
    const forged = token.replace(/\.(.)/, (_, first: string) => (first === 'A' ? '.B' : '.A'))
    await context.addInitScript({
      content: `if (!localStorage.getItem('otklik:main:talked'))
        localStorage.setItem('otklik:main:token', ${JSON.stringify(forged)})`,
    })
    const stranger = await openChat(context)
    await say(stranger, 'Я другой')
    await confirmed(stranger, 'Я другой')
    expect(await countShown(stranger, 'Только для моих глаз')).toBe(0)
  })
})

describe('nothing is lost', () => {
  test('what was written with no server there waits through a reload and arrives once, in order', async () => {
    const context = await visit()
    const page = await openChat(context)
    await say(page, 'Пока связь есть')
    await confirmed(page, 'Пока связь есть')
    const port = Number(new URL(server.url).port)
    await server.stop()
    await say(page, 'Связи нет, раз')
    await say(page, 'Связи нет, два')
    await page.waitForSelector('.banner:not([hidden])')
    expect(await page.locator('.tick.waiting').count()).toBe(2)
    expect(await queued(page)).toBe(2)

    server = await start(port)
    await page.goto(`${server.url}/demo/thanks`)
    await page.click('.launcher')
    // Messages of one minute share one tick, under the last of them.
    await confirmed(page, 'Связи нет, два')
    for (const text of ['Пока связь есть', 'Связи нет, раз', 'Связи нет, два']) {
      expect(await countShown(page, text)).toBe(1)
      expect(await core.models.Message.countDocuments({ 'content.text': text })).toBe(1)
    }
    const conversationId = await conversationOf('Связи нет, раз')
    const order = await core.models.Message.find({ conversationId }).sort({ seq: 1 }).lean<Message[]>()
    expect(order.map(({ content }) => (content.type === 'text' ? content.text : ''))).toEqual([
      'Пока связь есть',
      'Связи нет, раз',
      'Связи нет, два',
    ])
    expect(await queued(page)).toBe(0)
  })

  test('an open chat comes back by itself after the server was away', async () => {
    const page = await openChat(await visit())
    await say(page, 'До перезапуска')
    await confirmed(page, 'До перезапуска')
    const conversationId = await conversationOf('До перезапуска')
    const wrong = await answer(conversationId, 'Цена 100 ₽')
    const extra = await answer(conversationId, 'Это не вам')
    await shown(page, 'Это не вам')
    const port = Number(new URL(server.url).port)
    await server.stop()
    const at = core.clock.now()
    await inTransaction(core, (tx) =>
      applyChange(core, tx, wrong, { kind: 'edit', content: { type: 'text', text: 'Цена 90 ₽' }, at }),
    )
    await inTransaction(core, (tx) => applyChange(core, tx, extra, { kind: 'remove', at }))
    await answer(conversationId, 'Отправлено без связи')
    await say(page, 'Написано без связи')
    server = await start(port)
    await shown(page, 'Отправлено без связи')
    await confirmed(page, 'Написано без связи')
    expect(await countShown(page, 'Отправлено без связи')).toBe(1)
    // What we corrected and took back meanwhile is so here too, without a reload.
    await shown(page, 'Цена 90 ₽')
    for (const gone of ['Цена 100 ₽', 'Это не вам']) expect(await countShown(page, gone)).toBe(0)
    expect(await page.isVisible('.banner')).toBe(false)
  })

  test('where a proxy lets no WebSocket through, long polling carries the chat', async () => {
    const context = await visit()
    await context.addInitScript({
      content: `window.WebSocket = class {
        constructor() { setTimeout(() => this.onclose?.(), 5) }
        close() {}
      }`,
    })
    const page = await openChat(context)
    await say(page, 'Через опрос')
    await confirmed(page, 'Через опрос')
    await answer(await conversationOf('Через опрос'), 'И обратно')
    await shown(page, 'И обратно')
  })
})

describe('answers with buttons', () => {
  test('one choice, several, a phone: each is one press and the script understands it', async () => {
    await server.scripts.install(await loadScripts(path.resolve('bot/scripts')), 'merchandise')
    const page = await openChat(await visit())
    await say(page, 'Хочу мерч')
    await page.click('.choice:has-text("Кружки")')
    await shown(page, 'тираж')
    await page.locator('.choice:has-text("Кружки")').waitFor({ state: 'detached' })
    await say(page, '100')
    await page.waitForSelector('.boxes')
    expect(await page.isDisabled('.boxes .choice')).toBe(true)
    await page.check('.boxes label:has-text("Сублимация") input')
    await page.click('.boxes .choice')
    await shown(page, 'К какому числу')
    await core.models.Setting.updateOne({ _id: 'dialogs' }, { $set: { 'value.default': null } })
    const conversationId = await conversationOf('Хочу мерч')
    const { dialog } = (await core.models.Conversation.findById(conversationId).lean<Conversation>()) ?? {}
    expect(dialog?.answers).toMatchObject({ product: { value: 'mugs' } })
    expect(JSON.stringify(dialog?.answers)).toContain('sublimation')

    await answer(conversationId, {
      type: 'choices',
      text: 'Ваш номер?',
      choices: [],
      requestContact: 'Отправить',
    })
    await page.waitForSelector('.phone')
    await page.fill('.phone input', '12')
    await page.click('.phone button')
    await page.waitForSelector('.problem:has-text("номер")')
    await page.fill('.phone input', '+7 913 000-11-22')
    await page.click('.phone button')
    await shown(page, '+7 913 000-11-22')
    const contact = await until('the contact', () =>
      core.models.Message.findOne({ conversationId, 'content.type': 'contact' }).lean<Message | null>(),
    )
    expect(contact.content).toEqual({ type: 'contact', phone: '+7 913 000-11-22', name: '', own: false })
  })
})

describe('files', () => {
  test('go up by button and paste, pictures show in place, the rest is offered to download', async () => {
    const page = await openChat(await visit())
    await page.setInputFiles('input[type=file]', [
      { name: 'logo.png', mimeType: 'image/png', buffer: await dot() },
      { name: 'тз.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
      { name: 'evil.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg onload="window.__xss=1"/>') },
    ])
    await page.waitForSelector('.message.own a.file:has-text("evil.svg")')
    const width = () => page.evaluate<number>(`${inside}.querySelector('.picture img').naturalWidth`)
    await until('the picture', async () => (await width()) === 1)
    expect(await page.locator('.message.own a.file').count()).toBe(2)

    await page.evaluate(`{
      const data = new DataTransfer()
      data.items.add(new File(['pasted words'], 'pasted.txt', { type: 'text/plain' }))
      ${inside}.querySelector('textarea')
        .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    }`)
    await page.waitForSelector('.message.own a.file:has-text("pasted.txt")')
    const [download] = await Promise.all([
      page.waitForEvent('download').catch(() => page.context().waitForEvent('page')),
      page.click('.message.own a.file:has-text("pasted.txt")'),
    ])
    expect(download).toBeDefined()
  })

  test('too large and empty ones are named before anything is sent', async () => {
    const page = await openChat(await visit())
    const folder = path.dirname(widgetFile)
    await writeFile(path.join(folder, 'big.bin'), Buffer.alloc(20 * 1024 * 1024 + 1))
    await writeFile(path.join(folder, 'empty.txt'), '')
    await page.setInputFiles('input[type=file]', [
      path.join(folder, 'big.bin'),
      path.join(folder, 'empty.txt'),
    ])
    await page.waitForSelector('.failure:has-text("больше 20 МБ")')
    await page.waitForSelector('.failure:has-text("пустой")')
    await page.click('.failure:has-text("пустой") button')
    expect(await page.locator('.failure').count()).toBe(1)
  })
})

describe('what others write stays words', () => {
  test('a hundred attacks in texts, names, buttons, captions and places do nothing', async () => {
    const page = await openChat(await visit())
    await say(page, 'Давайте ваши атаки')
    await confirmed(page, 'Давайте ваши атаки')
    const conversationId = await conversationOf('Давайте ваши атаки')
    await core.models.Staff.updateOne(
      { _id: manager.id },
      {
        $set: {
          publicProfile: {
            name: xssPayloads[0],
            title: xssPayloads[1],
            photoUrl: 'javascript:window.__xss=1',
          },
        },
      },
    )
    const file = await core.files.save({
      name: 'x.png',
      mimeType: 'image/png',
      body: await dot(),
      maxSize: 1_000,
    })
    for (const [n, payload] of xssPayloads.entries()) {
      const contents: Content[] = [
        { type: 'text', text: payload },
        { type: 'image', file: { ...file, name: payload.slice(0, 250) }, caption: payload },
        {
          type: 'choices',
          text: payload,
          choices: [{ id: 'a', label: payload.slice(0, 200) }],
          multiple: n % 2 === 0,
        },
        { type: 'location', latitude: 1, longitude: 1, title: payload },
        { type: 'contact', phone: payload, name: payload, own: false },
      ]
      await answer(conversationId, contents[n % contents.length] as Content)
    }
    await answer(conversationId, 'Конец атак')
    await shown(page, 'Конец атак')
    await say(page, xssPayloads[2] as string)
    await page.reload()
    await page.click('.launcher')
    await shown(page, 'Конец атак')
    while (await page.isVisible('.older')) {
      const before = await page.locator('.message').count()
      await page.click('.older')
      await until('older messages', async () => (await page.locator('.message').count()) > before)
    }
    expect(await page.locator('.message').count()).toBeGreaterThan(xssPayloads.length)
    const found = await page.evaluate(`(() => {
      const all = [...${inside}.querySelectorAll('*')]
      const banned = ['script', 'iframe', 'object', 'embed', 'base', 'meta', 'math']
      return {
        ran: window.__xss ?? null,
        handlers: all.flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith('on')),
        foreign: all.map(({ localName }) => localName).filter((name) => banned.includes(name)),
        addresses: all
          .flatMap((element) => [element.getAttribute('href'), element.getAttribute('src')])
          .filter((address) => address && !/^https?:\\/\\//.test(address)),
        unsafe: all.filter((a) => a.localName === 'a' && !/noopener/.test(a.getAttribute('rel'))).length,
      }
    })()`)
    expect(found).toEqual({ ran: null, handlers: [], foreign: [], addresses: [], unsafe: 0 })
  })
})

describe('on somebody else’s site', () => {
  const looks = (page: Page) =>
    page.evaluate<
      unknown[]
    >(`['.launcher', '.panel', 'header b', '.bubble', 'textarea', '.send'].map((selector) => {
      const element = ${inside}.querySelector(selector)
      const { x, y, width, height } = element.getBoundingClientRect()
      const { color, backgroundColor, fontSize, fontFamily, display, visibility, opacity } = getComputedStyle(element)
      return { selector, x, y, width, height, color, backgroundColor, fontSize, fontFamily, display, visibility, opacity }
    })`)

  test('a style sheet that breaks everything breaks nothing here', async () => {
    const still = { reducedMotion: 'reduce' } as const
    const [plain, hostile] = [
      await openChat(await visit(still), '/plain'),
      await openChat(await visit(still), '/hostile'),
    ]
    await Promise.all([plain, hostile].map((page) => page.waitForSelector('.bubble')))
    expect(await looks(hostile)).toEqual(await looks(plain))
    // A framework that clears the page away gets it back.
    await hostile.evaluate(`document.querySelector('otklik-chat').remove()`)
    await hostile.waitForSelector('.launcher')
    // And the other way round: the site's own heading is as the site wants it.
    expect(await hostile.evaluate(`getComputedStyle(document.querySelector('h1')).fontSize`)).toBe('3px')
  })

  test('the root is closed to the site’s scripts', async () => {
    const context = await browser.newContext()
    contexts.push(context)
    const page = await context.newPage()
    await page.goto(`${server.url}/plain`)
    await page.waitForSelector('otklik-chat', { state: 'attached' })
    expect(await page.evaluate(inside)).toBeNull()
  })

  test('the keyboard is enough: Tab goes round inside, Esc closes and gives the focus back', async () => {
    const page = await openPage(await visit(), '/plain')
    const focused = () => page.evaluate<string | null>(`${inside}.activeElement?.className ?? null`)
    await page.focus('.launcher')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.status')
    expect(await page.getAttribute('.panel', 'role')).toBe('dialog')
    const seen = new Set<string | null>()
    for (let n = 0; n < 8; n++) {
      await page.keyboard.press('Tab')
      seen.add(await focused())
    }
    expect(seen).not.toContain('launcher open')
    expect(seen).not.toContain(null)
    expect(seen.size).toBeGreaterThan(1)
    await page.keyboard.press('Escape')
    expect(await page.isVisible('.panel')).toBe(false)
    expect(await focused()).toBe('launcher')
  })

  test('on a phone it takes the whole screen', async () => {
    const page = await openChat(
      await visit({
        viewport: { width: 390, height: 780 },
        isMobile: true,
        hasTouch: true,
        reducedMotion: 'reduce',
      }),
      '/plain',
    )
    const box = await page.locator('.panel').boundingBox()
    expect(box).toEqual({ x: 0, y: 0, width: 390, height: 780 })
    expect(await page.isVisible('.launcher')).toBe(false)
  })

  test('at night it says when people are back, in the language of the tag', async () => {
    const clock = core.clock as ManualClock
    const noon = clock.now()
    clock.set('2026-03-11T20:10:00Z')
    const context = await visit({ timezoneId: 'Europe/Moscow' })
    await context.clock.install({ time: '2026-03-11T20:10:00Z' })
    const page = await openChat(context)
    expect(await page.textContent('.status')).toBe('Вернёмся завтра в 09:00')
    await page.waitForSelector('.notice:has-text("ответим завтра в 09:00")')
    const english = await openChat(context, '/plain')
    expect(await english.textContent('.status')).toEqual(expect.stringMatching(/^Back tomorrow at 9:00\sAM$/))
    clock.set(noon)
  })

  test('at night the form becomes a message, a client who agreed and an inquiry for people', async () => {
    const clock = core.clock as ManualClock
    const noon = clock.now()
    const consent = 'Согласен на обработку данных'
    clock.set('2026-03-11T20:10:00Z')
    server.chat.open('site:main', siteSettings.parse({ consent }))
    try {
      const page = await openChat(await visit())
      const press = (address: string) =>
        page.fill('.leave [name=address]', address).then(() => page.click('.leave button'))
      const problem = (words: string) => page.waitForSelector(`.leave .problem:has-text("${words}")`)
      await page.fill('.leave [name=name]', 'Инна')
      await page.fill('.leave [name=message]', 'Нужны 300 блокнотов')
      await press('напишу потом')
      await problem('Проверьте телефон или почту')
      await press('8 913 765-43-22')
      await problem('Отметьте согласие')
      await page.check('.leave [name=consent]')
      await page.click('.leave button')
      await confirmed(page, 'Нужны 300 блокнотов')
      await shown(page, 'Инна, 8 913 765-43-22')
      await page.locator('.leave').waitFor({ state: 'detached' })

      const client = await core.models.Client.findOne({ phones: '+79137654322' }).lean()
      expect(client).toMatchObject({ name: 'Инна', state: 'not-client', consent: { text: consent } })
      const talk = await core.models.Conversation.findOne({ clientId: client?._id }).lean()
      expect(talk).toMatchObject({ title: 'Инна', inboundCount: 1 })
      const inquiries = await core.models.Inquiry.find({ conversationId: talk?._id }).lean()
      expect(inquiries).toMatchObject([
        { clientId: client?._id, byContact: 'received', status: 'waiting', byNumber: 'primary' },
      ])
    } finally {
      server.chat.open('site:main', siteSettings.parse({}))
      clock.set(noon)
    }
  })
})

async function dot(): Promise<Buffer> {
  return Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
}

const tag = '<script src="/widget.js" data-account="main" data-lang="en" async></script>'
const plainPage = `<!doctype html><meta name=viewport content=width=device-width><title>Plain</title>${tag}<h1>Site</h1>`
const hostilePage = `<!doctype html><title>Hostile</title><style>
  * { all: unset !important; font: 3px/1 "Comic Sans MS" !important; color: lime !important; display: none !important;
      visibility: hidden !important; opacity: 0 !important; transform: rotate(9deg) scale(.2) !important;
      pointer-events: none !important; letter-spacing: 9px !important; position: static !important; z-index: -1 !important; }
  html, body, h1 { display: block !important; visibility: visible !important; opacity: 1 !important; transform: none !important; }
  body { transform: translate(50px, 50px) !important; filter: blur(1px) !important; direction: rtl !important; }
  otklik-chat { left: -9999px !important; width: 5px !important; height: 5px !important; overflow: hidden !important; clip-path: inset(50%) !important; }
  div, button, span, textarea, header { background: red !important; border: 9px solid blue !important; margin: 40px !important; }
  :root { --accent: lime !important; --paper: lime !important; --ink: lime !important; }
</style>${tag}<h1>Site</h1>`
