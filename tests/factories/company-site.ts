import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'

export interface CompanySite {
  readonly url: string
  close(): Promise<void>
}

/**
 * Somebody's web site on an origin of its own that carries the widget, under a policy that lets nothing run but the
 * widget's own file: if a message ever became code, the browser would say so.
 */
export async function startCompanySite(otklikUrl: string): Promise<CompanySite> {
  const socket = otklikUrl.replace(/^http/, 'ws')
  const policy = [
    `default-src 'none'`,
    `script-src ${otklikUrl}`,
    `connect-src ${otklikUrl} ${socket}`,
    `img-src ${otklikUrl} blob:`,
    `media-src ${otklikUrl}`,
  ].join('; ')
  const page = `<!doctype html><meta charset="utf-8"><title>Сувениры</title><h1>Сувениры с логотипом</h1>
<script src="${otklikUrl}/widget.js" data-account="main" data-lang="ru" async></script>`
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** The widget as a visitor uses it. */
export class WidgetPage {
  private constructor(readonly page: Page) {}

  static async open(context: BrowserContext, address: string): Promise<WidgetPage> {
    // Only tests look inside: the widget asks for a closed root.
    await context.addInitScript({
      content: `const attach = Element.prototype.attachShadow
        Element.prototype.attachShadow = function (init) { return attach.call(this, { ...init, mode: 'open' }) }`,
    })
    const widget = new WidgetPage(await context.newPage())
    await widget.page.goto(address)
    await widget.openChat()
    return widget
  }

  async openChat(): Promise<void> {
    await this.page.click('.launcher')
    await this.page.waitForSelector('.status')
  }

  async reload(): Promise<void> {
    await this.page.reload()
    await this.openChat()
  }

  /** Says something and waits until the server has it. */
  async say(text: string): Promise<void> {
    await this.page.fill('.composer textarea', text)
    await this.page.press('.composer textarea', 'Enter')
    await this.page
      .locator('.message.own', { hasText: text })
      .last()
      .locator('.tick.sent, .tick.seen')
      .waitFor()
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.locator('.message .bubble', { hasText: text }).last().waitFor()
  }

  count(text: string): Promise<number> {
    return this.page.locator('.message .bubble', { hasText: text }).count()
  }

  async press(label: string): Promise<void> {
    await this.page.locator('.choice', { hasText: label }).last().click()
  }

  async tick(labels: string[], done: string): Promise<void> {
    for (const label of labels) await this.page.locator('.boxes label', { hasText: label }).last().click()
    await this.page.locator('.boxes .choice', { hasText: done }).last().click()
  }

  async attach(files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await this.page.setInputFiles('input[type=file]', files)
    for (const { name, mimeType } of files) {
      const own = this.page.locator('.message.own')
      const shown = mimeType.startsWith('image/png')
        ? own.locator(`.picture[title=${JSON.stringify(name)}]`)
        : own.locator('a.file', { hasText: name })
      await shown.waitFor()
    }
  }
}
