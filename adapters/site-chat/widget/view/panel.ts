import { el } from '../dom.js'
import type { Session } from '../session.js'
import type { BrowserStore } from '../store.js'
import type { Texts } from '../texts.js'
import { Uploads } from '../uploads.js'
import { Composer } from './composer.js'
import { Header } from './header.js'
import { MessageList } from './message-list.js'

/** A short break in the connection is nothing to talk about, ms. */
const offlineAfterMs = 1_500

/** The chat itself. */
export class Panel {
  readonly element: HTMLElement
  readonly #header: Header
  readonly #list: MessageList
  readonly #composer: Composer
  readonly #banner: HTMLElement
  #offlineTimer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly session: Session,
    private readonly texts: Texts,
    store: BrowserStore,
    private readonly close: () => void,
  ) {
    const uploads = new Uploads(session, texts, () => this.#list.render())
    this.#header = new Header(session, texts)
    this.#list = new MessageList(session, uploads.list, texts, {
      answer: (content) => {
        session.send(content)
        this.#list.toEnd()
        this.#composer.focus()
      },
      retryUpload: (upload) => uploads.retry(upload),
      dropUpload: (upload) => uploads.drop(upload),
    })
    this.#composer = new Composer(
      texts,
      {
        send: (text) => {
          session.send({ type: 'text', text })
          this.#list.toEnd()
        },
        attach: (files) => {
          uploads.add(files)
          this.#list.toEnd()
        },
        typing: () => session.type(),
      },
      store.get('draft') ?? '',
      (text) => (text ? store.set('draft', text) : store.remove('draft')),
    )
    this.#banner = el('div', { class: 'banner', role: 'status', hidden: true })
    const drop = el('div', { class: 'drop', hidden: true, aria: { hidden: 'true' } }, texts('dropHere'))
    this.element = el(
      'div',
      { class: 'panel', role: 'dialog', hidden: true, aria: { modal: 'false', label: texts('open') } },
      this.#header.element,
      this.#banner,
      this.#list.element,
      this.#composer.element,
      drop,
    )
    this.#header.close.addEventListener('click', close)
    this.element.addEventListener('keydown', (event) => this.#key(event))
    this.#acceptDrops(drop, (files) => uploads.add(files))
  }

  get isOpen(): boolean {
    return !this.element.hidden
  }

  show(): void {
    this.element.hidden = false
    this.render()
    this.#composer.fit()
    this.#list.toEnd()
    this.#composer.focus()
  }

  hide(): void {
    this.element.hidden = true
  }

  render(): void {
    if (!this.isOpen) return
    const { profile, network } = this.session
    this.element.setAttribute('aria-label', this.texts('dialog', { company: profile?.company ?? '' }))
    this.#header.render()
    this.#list.render()
    this.#showNetwork(network === 'offline')
  }

  #showNetwork(offline: boolean): void {
    if (!offline) {
      clearTimeout(this.#offlineTimer)
      this.#offlineTimer = undefined
      this.#banner.hidden = true
      return
    }
    this.#offlineTimer ??= setTimeout(() => {
      this.#banner.textContent = this.texts('offline')
      this.#banner.hidden = false
    }, offlineAfterMs)
  }

  #key(event: KeyboardEvent): void {
    // The site's own shortcuts are not meant for what is written here.
    event.stopPropagation()
    if (event.key === 'Escape') {
      event.preventDefault()
      this.close()
    } else if (event.key === 'Tab') this.#keepFocus(event)
  }

  /** Tab goes round inside the chat; Esc leaves it. */
  #keepFocus(event: KeyboardEvent): void {
    const stops = [
      ...this.element.querySelectorAll<HTMLElement>('a[href], button, input, textarea, audio, video'),
    ].filter(
      (stop) =>
        !stop.hidden &&
        stop.tabIndex >= 0 &&
        !(stop as HTMLButtonElement).disabled &&
        stop.getClientRects().length > 0,
    )
    const [first, last] = [stops[0], stops.at(-1)]
    const active = (this.element.getRootNode() as ShadowRoot).activeElement
    if (event.shiftKey && active === first) {
      event.preventDefault()
      last?.focus()
    } else if (!event.shiftKey && active === last) {
      event.preventDefault()
      first?.focus()
    }
  }

  #acceptDrops(sign: HTMLElement, take: (files: File[]) => void): void {
    const { element } = this
    element.addEventListener('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      sign.hidden = false
    })
    element.addEventListener('dragleave', (event) => {
      if (!element.contains(event.relatedTarget as Node | null)) sign.hidden = true
    })
    element.addEventListener('drop', (event) => {
      event.preventDefault()
      sign.hidden = true
      take([...(event.dataTransfer?.files ?? [])])
    })
  }
}
