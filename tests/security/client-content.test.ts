import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { system } from '../../core/context.js'
import type { FileDoc } from '../../core/files/file.model.js'
import type { Message } from '../../core/inbox/message.model.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { convertInquiry } from '../../core/inquiries/convert-inquiry.js'
import { createStaff } from '../../core/staff/create-staff.js'
import { actorOf } from '../../core/staff/queries.js'
import { clientBot, startTestApp, type TestApp } from '../factories/app.js'
import { startBrowser } from '../factories/browser.js'
import { type CompanySite, startCompanySite, WidgetPage } from '../factories/company-site.js'
import { eventually } from '../factories/eventually.js'
import { PanelPage } from '../factories/panel.js'
import { xssPayloads } from '../factories/xss-payloads.js'

/**
 * Whatever clients write, call themselves or name their files, it stays words and downloads: in the panel and in the
 * widget, in real Chromium under the policies we send.
 */

const olga = { email: 'olga@example.com', password: 'six geese and a bicycle' }
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" onload="window.__xss=1"><script>window.__xss=1</script></svg>'
const html = '<!doctype html><script>window.__xss=1;opener&&(opener.__xss=1)</script>'
let app: TestApp
let browser: Browser
let site: CompanySite
let panel: PanelPage
let visitor: WidgetPage
/** Dialogs, refused scripts, errors: what would be heard if words became code. */
const alarms: string[] = []

beforeAll(async () => {
  ;[app, browser] = await Promise.all([startTestApp(), startBrowser()])
  site = await startCompanySite(app.url)
  await app.otklik.core.models.Setting.updateOne({ _id: 'dialogs' }, { $set: { 'value.default': null } })
  await app.restart()
  await createStaff(app.otklik.core, system, { ...olga, name: 'Ольга', role: 'head' })
  panel = await PanelPage.signIn(await newContext(), app.url, olga)
  visitor = await WidgetPage.open(await newContext(), site.url)
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await app?.close()
})

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1400, height: 900 } })
  context.setDefaultTimeout(15_000)
  context.on('dialog', (dialog) => {
    alarms.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('weberror', (err) => alarms.push(`error: ${String(err.error())}`))
  context.on('console', (line) => {
    if (/Content Security Policy|Refused to/.test(line.text())) alarms.push(line.text())
  })
  return context
}

/** What a page would show of a message that became markup or code. Runs in the page, in all open shadow roots. */
const inspection = `(() => {
  const roots = [document, ...[...document.querySelectorAll('*')].map((element) => element.shadowRoot).filter(Boolean)]
  const all = roots.flatMap((root) => [...root.querySelectorAll('*')])
  const addresses = all.flatMap((element) =>
    ['href', 'src', 'action', 'formaction', 'data', 'srcdoc'].map((name) => element.getAttribute(name)))
  return {
    ran: window.__xss ?? null,
    handlers: all.flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith('on')),
    scripts: all.filter((e) => e.localName === 'script' && !e.src.startsWith(location.origin) && !e.src.endsWith('/widget.js')).length,
    foreign: all.map((e) => e.localName).filter((name) => ['iframe', 'object', 'embed', 'base', 'math', 'marquee', 'xmp'].includes(name)),
    addresses: addresses.filter((address) => address && /^\\s*(java|vb)script:|^\\s*data:text/i.test(address)),
  }
})()`
const harmless = { ran: null, handlers: [], scripts: 0, foreign: [], addresses: [] }
const inspect = (page: Page) => page.evaluate(inspection)
const stored = (what: object, count: number) =>
  eventually(async () => (await app.otklik.core.models.Message.countDocuments(what as never)) >= count)

test('the inspection and the alarms see what became code', async () => {
  const page = await (await newContext()).newPage()
  await page.goto(app.url)
  await page.evaluate(`document.body.insertAdjacentHTML('beforeend',
    '<img src=x onerror="window.__xss=1"><a href="javascript:window.__xss=1">x</a><iframe srcdoc="x"></iframe>')`)
  expect(await inspect(page)).toMatchObject({
    ran: null,
    handlers: ['onerror'],
    foreign: ['iframe'],
    addresses: ['javascript:window.__xss=1'],
  })
  // The panel's policy has stopped it, and said so.
  await eventually(async () => alarms.length > 0)
  alarms.splice(0)
  await page.close()
})

describe('in the panel', () => {
  test('the name of somebody whose words were passed on', async () => {
    const [whose = ''] = xssPayloads
    const { id } = app.telegram.createPerson({ name: 'Пересыльщик' })
    const date = Math.floor(app.clock.now().getTime() / 1_000)
    app.telegram.injectUpdate(clientBot.token, {
      message: {
        message_id: 800_001,
        from: { id, is_bot: false, first_name: 'Пересыльщик' },
        chat: { id, type: 'private', first_name: 'Пересыльщик' },
        date,
        text: 'Чужие слова',
        forward_origin: { type: 'hidden_user', sender_user_name: whose, date },
      },
    })
    await stored({ 'content.text': 'Чужие слова' }, 1)
    await panel.open('/inbox')
    await panel.row('Пересыльщик').click()
    await panel.page.getByText(`Переслано от ${whose}`).waitFor()
    expect(await inspect(panel.page)).toEqual(harmless)
    expect(alarms).toEqual([])
  }, 60_000)

  test.each([0, 50])(
    'payloads %i and on as texts',
    async (from) => {
      const name = `Писатель ${from}`
      const chat = app.telegram.user(name).with(clientBot.username)
      const payloads = xssPayloads.slice(from, from + 50)
      for (const payload of payloads) await chat.sendText(payload)
      await panel.open('/inbox')
      await panel.row(name).click()
      const last = payloads.at(-1) ?? ''
      await stored({ 'content.text': last }, 1)
      await panel.message(last.replaceAll(/\s+/g, ' ').trim().slice(0, 20)).waitFor()
      while (await panel.page.getByRole('button', { name: 'Показать раньше' }).isVisible()) {
        const before = await panel.page.getByRole('article').count()
        await panel.page.getByRole('button', { name: 'Показать раньше' }).click()
        await eventually(async () => (await panel.page.getByRole('article').count()) > before)
      }
      expect(await panel.page.getByRole('article').count()).toBeGreaterThanOrEqual(payloads.length)
      expect(await inspect(panel.page)).toEqual(harmless)
      expect(alarms).toEqual([])
    },
    60_000,
  )

  test('payloads as names, captions, file names, contacts, places and deals, in every room', async () => {
    const { core } = app.otklik
    const file = (name: string, data: string) => ({ name, data: Buffer.from(data), mimeType: 'text/html' })
    for (const [n, payload] of xssPayloads.slice(0, 40).entries()) {
      const { id } = app.telegram.createPerson({ name: payload.slice(0, 120) })
      const chat = app.telegram.user(id).with(clientBot.username)
      if (n % 4 === 0) await chat.sendDocument(file(`${payload}.html`, html), { caption: payload })
      else if (n % 4 === 1) await chat.sendContact({ phone: payload.slice(0, 50), firstName: payload })
      else if (n % 4 === 2) await chat.sendSticker(file(`${payload}.svg`, svg), payload.slice(0, 40))
      else await chat.sendText(payload)
    }
    await eventually(async () => (await core.models.Conversation.countDocuments()) >= 40)
    const actor = actorOf((await core.models.Staff.findOne({ email: olga.email }).lean()) as never)
    for (const inquiry of await core.models.Inquiry.find({}).limit(15).lean<{ _id: string }[]>()) {
      const payload = xssPayloads[Math.floor(Math.random() * 50)] ?? ''
      await convertInquiry(core, actor, { inquiryId: inquiry._id, deal: { title: payload.slice(0, 150) } })
    }
    for (const room of ['/inbox', '/inquiries', '/deals', '/clients', '/tasks', '/deliveries?state=all']) {
      await panel.open(room)
      await panel.room('Входящие').waitFor()
      await panel.page.waitForLoadState('networkidle')
      expect({ room, ...((await inspect(panel.page)) as object) }).toEqual({ room, ...harmless })
    }
    // Conversations with documents, contacts, stickers, and the card beside them.
    for (const type of ['document', 'contact', 'sticker']) {
      const message = await core.models.Message.findOne({ 'content.type': type } as never).lean<Message>()
      await panel.open(`/inbox/${message?.conversationId}`)
      await panel.page.getByRole('article').first().waitFor()
      expect({ type, ...((await inspect(panel.page)) as object) }).toEqual({ type, ...harmless })
    }
    expect(alarms).toEqual([])
  })

  test('SVG and HTML only ever come down as files', async () => {
    const chat = app.telegram.user('С файлами').with(clientBot.username)
    const { core } = app.otklik
    await chat.sendDocument({ name: 'схема.svg', data: Buffer.from(svg), mimeType: 'image/svg+xml' })
    await chat.sendDocument({ name: 'прайс.html', data: Buffer.from(html), mimeType: 'text/html' })
    const files = await eventually(async () => {
      const ready = await core.models.File.find({ state: 'ready' })
        .sort({ _id: -1 })
        .limit(2)
        .lean<FileDoc[]>()
      return ready.length === 2 && ready.every(({ name }) => /^(схема|прайс)/.test(name)) ? ready : null
    })
    for (const { _id } of files) {
      for (const address of [`/api/files/${_id}`, `/api/files/${_id}?download=1`]) {
        const answer = await panel.page.request.get(app.url + address)
        expect(answer.headers()).toMatchObject({
          'content-type': 'application/octet-stream',
          'content-disposition': expect.stringMatching(/^attachment/),
          'x-content-type-options': 'nosniff',
          'content-security-policy': expect.stringContaining('sandbox'),
        })
      }
      const page = await panel.page.context().newPage()
      const download = page.waitForEvent('download')
      await page.goto(`${app.url}/api/files/${_id}`).catch(() => undefined)
      await download
      await page.close()
    }
    expect(alarms).toEqual([])
  })
})

describe('in the widget', () => {
  test('payloads of ours and some of the visitor’s own', async () => {
    const { core } = app.otklik
    for (const payload of xssPayloads.slice(0, 3)) {
      await visitor.page.fill('.composer textarea', payload)
      await visitor.page.press('.composer textarea', 'Enter')
    }
    await stored({ channel: 'site', direction: 'in' }, 3)
    const { conversationId } = (await core.models.Message.findOne({
      channel: 'site',
    }).lean<Message>()) as Message
    for (const payload of xssPayloads.slice(0, 35))
      await sendMessage(core, system, { conversationId, content: { type: 'text', text: payload } })
    await sendMessage(core, system, { conversationId, content: { type: 'text', text: 'Конец' } })
    await visitor.sees('Конец')
    expect(await visitor.page.locator('.message').count()).toBeGreaterThan(35)
    expect(await inspect(visitor.page)).toEqual(harmless)
    await visitor.reload()
    await visitor.sees('Конец')
    expect(await inspect(visitor.page)).toEqual(harmless)
    expect(alarms).toEqual([])
  })

  test('the visitor’s own SVG and HTML are downloads, here and in the panel', async () => {
    await visitor.attach([
      { name: 'evil.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) },
      { name: 'evil.html', mimeType: 'text/html', buffer: Buffer.from(html) },
    ])
    const links = visitor.page.locator('.message.own a.file')
    for (const address of await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
      const answer = await fetch(address ?? '')
      expect(answer.headers.get('content-type')).toBe('application/octet-stream')
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect(await links.count()).toBe(2)
    expect(await inspect(visitor.page)).toEqual(harmless)
    const message = await app.otklik.core.models.Message.findOne({ channel: 'site' }).lean<Message>()
    await panel.open(`/inbox/${message?.conversationId}`)
    await panel.message('evil.svg').waitFor()
    expect(await panel.page.getByRole('article').locator('img').count()).toBe(0)
    expect(await inspect(panel.page)).toEqual(harmless)
    expect(alarms).toEqual([])
  })
})
