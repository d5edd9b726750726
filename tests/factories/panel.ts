import type { BrowserContext, Locator, Page } from 'playwright-core'

/** The panel as somebody of the team uses it, in Russian. */
export class PanelPage {
  private constructor(
    readonly page: Page,
    private readonly url: string,
  ) {}

  static async signIn(
    context: BrowserContext,
    url: string,
    who: { email: string; password: string },
  ): Promise<PanelPage> {
    const panel = new PanelPage(await context.newPage(), url)
    await panel.page.goto(url)
    await panel.page.getByLabel('Почта').fill(who.email)
    await panel.page.getByLabel('Пароль', { exact: true }).fill(who.password)
    await panel.page.getByRole('button', { name: 'Войти' }).click()
    await panel.room('Входящие').waitFor()
    return panel
  }

  room(name: string): Locator {
    return this.page.getByRole('navigation').getByRole('link', { name })
  }

  /** The row of a conversation in the inbox, by words of its title or latest message. */
  row(words: string | RegExp): Locator {
    return this.page.locator('a[href*="/inbox/"]', { hasText: words })
  }

  message(words: string | RegExp): Locator {
    return this.page.getByRole('article').filter({ hasText: words }).last()
  }

  async reply(text: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Ответ клиенту' })
    await field.fill(text)
    await field.press('Enter')
    await this.message(text).waitFor()
  }

  /** The tick of our message as it is said to people who do not see it. */
  tick(words: string, state: string): Locator {
    return this.message(words).locator(`[data-state="${state}"]`)
  }

  column(stage: string): Locator {
    return this.page.getByRole('list', { name: stage, exact: true })
  }

  /** Carries a deal's card by mouse into another column. */
  async drag(deal: string, stage: string): Promise<void> {
    const card = this.page.getByRole('article').filter({ hasText: deal }).first()
    const [from, to] = [await card.boundingBox(), await this.column(stage).boundingBox()]
    if (!from || !to) throw new Error('the card or the column is not shown')
    const { mouse } = this.page
    await mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await mouse.down()
    await mouse.move(from.x + from.width / 2 + 10, from.y + from.height / 2, { steps: 3 })
    await mouse.move(to.x + to.width / 2, to.y + 40, { steps: 12 })
    await mouse.up()
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.url + path)
  }
}
