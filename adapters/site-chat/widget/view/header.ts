import type { Messenger } from '../../protocol.js'
import { el, icon } from '../dom.js'
import type { Session } from '../session.js'
import type { Texts } from '../texts.js'
import { returnTime } from '../time.js'
import { avatar } from './avatar.js'

const messengers = { telegram: 'Telegram', whatsapp: 'WhatsApp' } as const satisfies Record<Messenger, string>

/** Who the visitor talks to, and whether they are there. */
export class Header {
  readonly element: HTMLElement
  readonly close: HTMLButtonElement
  readonly #who: HTMLElement
  #mark = ''

  constructor(
    private readonly session: Session,
    private readonly texts: Texts,
  ) {
    this.#who = el('div', { class: 'who' })
    this.close = el(
      'button',
      { type: 'button', class: 'plain', title: texts('close'), aria: { label: texts('close') } },
      icon('close', 22),
    )
    this.element = el('header', {}, this.#who, this.close)
  }

  render(): void {
    const { profile } = this.session
    const { continueIn, talked } = this.session
    const mark = JSON.stringify([profile, continueIn, talked])
    if (mark === this.#mark) return
    this.#mark = mark
    if (!profile) {
      this.#who.replaceChildren(
        el('div', { class: 'lines' }, el('b', {}, ' '), el('span', {}, this.texts('connecting'))),
      )
      return
    }
    const { manager, company } = profile
    const name = manager?.name || company
    const face = avatar(name, manager?.photoUrl)
    face.append(el('i', { class: profile.open ? 'dot' : 'dot away' }))
    const second = manager ? [manager.title, company].filter(Boolean).join(' · ') : ''
    const where = manager ? [manager.address, manager.hours].filter(Boolean).join(' · ') : ''
    this.#who.replaceChildren(
      face,
      el(
        'div',
        { class: 'lines' },
        el('b', {}, name),
        second ? el('span', {}, second) : null,
        where ? el('span', { class: 'where', title: where }, where) : null,
        el('span', { class: 'status' }, this.#status()),
        talked
          ? el(
              'span',
              { class: 'continue', hidden: continueIn.length === 0 },
              this.texts('continueIn'),
              ...continueIn.map((channel) => this.#goOn(channel)),
            )
          : null,
      ),
    )
  }

  /** The tab opens with the press and goes where the server says: one opened later would be blocked. */
  #goOn(channel: Messenger): HTMLElement {
    const words = this.texts(channel === 'telegram' ? 'continueTelegram' : 'continueWhatsapp')
    const button = el(
      'button',
      { type: 'button', class: 'goOn', aria: { label: words } },
      messengers[channel],
    )
    button.onclick = async () => {
      const tab = window.open('', '_blank')
      const url = await this.session.continueAt(channel)
      if (!tab) return
      if (url && /^https?:\/\//.test(url)) {
        tab.opener = null
        tab.location.href = url
      } else tab.close()
    }
    return button
  }

  #status(): string {
    const { profile } = this.session
    if (!profile || profile.open) return profile?.replyTime ?? ''
    if (!profile.backAt) return this.texts('closedNow')
    return this.texts('backAt', { when: returnTime(new Date(profile.backAt), new Date(), this.texts) })
  }
}
