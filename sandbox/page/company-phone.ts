import { type LinkState, linkPhone, linkState } from './api.js'
import { fill, h } from './dom.js'
import { icon } from './icons.js'
import { openCard } from './popup.js'
import { words } from './settings.js'

const lookMs = 3_000

/** The company's own WhatsApp phone: it scans the code that the panel and the managers' bot show, and unlinks again. */
export class CompanyPhone {
  readonly element = h('div', { className: 'chip-group' })
  #state: LinkState = { waiting: false, linked: false }

  constructor() {
    this.#draw()
    void this.#look()
  }

  async #look(): Promise<void> {
    for (;;) {
      // Nobody looks at a page in the background.
      if (document.visibilityState === 'visible') await this.#take(linkState())
      await new Promise((resolve) => setTimeout(resolve, lookMs))
    }
  }

  async #take(asked: Promise<LinkState>): Promise<void> {
    try {
      const state = await asked
      const isNew = state.waiting !== this.#state.waiting || state.linked !== this.#state.linked
      this.#state = state
      if (isNew) this.#draw()
    } catch {
      // The sandbox is away for a moment; the next look will tell.
    }
  }

  #draw(): void {
    const { waiting, linked } = this.#state
    const label = waiting ? words.scanCode : linked ? words.phoneLinked : words.phoneIdle
    fill(
      this.element,
      h('span', { className: 'chip-title' }, words.companyPhone),
      h(
        'button',
        {
          type: 'button',
          className: `chip whatsapp${waiting ? ' shown' : ''}`,
          title: words.companyPhoneTitle,
          on: { click: () => void this.#press() },
        },
        icon('phone', 18),
        h('span', { className: 'chip-name' }, label),
      ),
    )
  }

  async #press(): Promise<void> {
    const { waiting, linked } = this.#state
    if (waiting) return this.#take(linkPhone('scan'))
    const { chosen } = openCard<true>(document.body, {
      title: linked ? words.unlinkTitle : words.companyPhone,
      body: [h('p', {}, linked ? words.unlinkText : words.phoneIdleText)],
      buttons: [{ label: linked ? words.unlink : words.ok, main: true, value: () => true }],
    })
    if ((await chosen) && linked) await this.#take(linkPhone('unlink'))
  }
}
