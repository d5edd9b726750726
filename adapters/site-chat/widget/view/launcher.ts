import type { ChatMessage } from '../../protocol.js'
import { el, icon } from '../dom.js'
import type { Texts } from '../texts.js'
import { avatar } from './avatar.js'

/** The round button in the corner, with the number of unread messages and a look at the newest. */
export class Launcher {
  readonly element: HTMLElement
  readonly button: HTMLButtonElement
  readonly #badge: HTMLElement
  readonly #peek: HTMLElement
  readonly #announce: HTMLElement

  constructor(
    private readonly texts: Texts,
    private readonly open: () => void,
  ) {
    this.#badge = el('span', { class: 'badge', hidden: true, aria: { hidden: 'true' } })
    this.button = el(
      'button',
      { type: 'button', class: 'launcher', aria: { haspopup: 'dialog', expanded: 'false' } },
      icon('chat', 30),
      icon('down', 30),
      this.#badge,
    )
    this.#peek = el('div', { class: 'peek', hidden: true })
    this.#announce = el('div', { class: 'unseen', role: 'status', aria: { live: 'polite' } })
    this.element = el('div', { class: 'corner' }, this.#peek, this.button, this.#announce)
    this.render(0, false)
  }

  render(unread: number, isOpen: boolean): void {
    const label = isOpen
      ? this.texts('close')
      : unread > 0
        ? this.texts('openUnread', { count: unread })
        : this.texts('open')
    this.button.setAttribute('aria-label', label)
    this.button.setAttribute('aria-expanded', String(isOpen))
    this.button.title = label
    this.button.classList.toggle('open', isOpen)
    this.#badge.hidden = unread === 0 || isOpen
    this.#badge.textContent = unread > 99 ? '99+' : String(unread)
    if (isOpen || unread === 0) this.#peek.hidden = true
  }

  /** Shows the first words of a message that came while the chat was closed. */
  peek(message: ChatMessage, words: string): void {
    if (!words) return
    const { name, photoUrl } = message.author
    const hide = el(
      'button',
      { type: 'button', class: 'plain', aria: { label: this.texts('dismiss') } },
      icon('close', 16),
    )
    hide.addEventListener('click', () => {
      this.#peek.hidden = true
      this.button.focus()
    })
    const show = el(
      'button',
      { type: 'button', class: 'peek-text' },
      avatar(name, photoUrl),
      el('span', {}, el('b', {}, name), el('span', {}, words)),
    )
    show.addEventListener('click', this.open)
    this.#peek.replaceChildren(show, hide)
    this.#peek.hidden = false
    this.#announce.textContent = `${name}: ${words}`
  }
}
