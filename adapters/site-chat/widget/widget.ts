import type { ChatMessage } from '../protocol.js'
import { createHost, dress, type Host } from './host.js'
import { findLook } from './look.js'
import type { SiteUser, WidgetOptions } from './options.js'
import { firstLanding } from './page.js'
import { Session } from './session.js'
import { BrowserStore } from './store.js'
import { createTexts, type Texts } from './texts.js'
import { Launcher } from './view/launcher.js'
import { Panel } from './view/panel.js'
import { wordsOf } from './words-of.js'

/** The chat on a page: its place, its session and what is shown of it. */
export class Widget {
  readonly #options: WidgetOptions
  readonly #texts: Texts
  readonly #host: Host
  readonly #launcher: Launcher
  readonly #anonymous: BrowserStore
  #user: SiteUser | null
  #session: Session
  #panel: Panel
  #wanted = false
  #gone = false

  constructor(options: WidgetOptions) {
    this.#options = options
    this.#texts = createTexts(options.lang)
    this.#host = createHost(options)
    this.#launcher = new Launcher(this.#texts, () => this.open())
    this.#launcher.button.addEventListener('click', () => (this.#panel.isOpen ? this.close() : this.open()))
    this.#anonymous = new BrowserStore(options.account)
    firstLanding(this.#anonymous)
    this.#user = options.user
    const { session, panel } = this.#begin()
    this.#session = session
    this.#panel = panel
    document.addEventListener('visibilitychange', () => this.#watch())
    addEventListener('focus', () => this.#watch())
    addEventListener('blur', () => this.#watch())
  }

  /** Shows the chat in its look, or not at all where its account is gone. */
  mount(): void {
    let mounted = false
    void findLook(this.#options, this.#anonymous, (look) => {
      if (look === 'gone') {
        this.#gone = true
        this.#host.element.remove()
        this.#session.end()
        return
      }
      dress(this.#host.root, look)
      if (mounted) return
      mounted = true
      this.#host.root.append(this.#panel.element, this.#launcher.element)
      this.#stay()
      this.#session.begin()
      this.#render()
      if (this.#wanted) this.open()
    })
  }

  open(): void {
    // Asked for before there is anything to open.
    this.#wanted = true
    if (this.#gone || !this.#host.element.isConnected) return
    this.#session.connect()
    void this.#session.refreshProfile()
    this.#host.root.classList.add('opened')
    this.#panel.show()
    this.#watch()
    this.#render()
  }

  close(): void {
    this.#wanted = false
    this.#host.root.classList.remove('opened')
    this.#panel.hide()
    this.#watch()
    this.#render()
    this.#launcher.button.focus()
  }

  /** Beside the body, where a transformed body cannot take the corner away; back again when the site's own code removes it. */
  #stay(): void {
    const page = document.documentElement
    page.append(this.#host.element)
    new MutationObserver(() => {
      if (!this.#gone && !this.#host.element.isConnected) page.append(this.#host.element)
    }).observe(page, { childList: true })
  }

  identify(user: SiteUser | null): void {
    if (user?.id === this.#user?.id) return
    const wasOpen = this.#panel.isOpen
    this.#session.end()
    this.#panel.element.remove()
    this.#user = user
    const { session, panel } = this.#begin()
    this.#session = session
    this.#panel = panel
    this.#host.root.prepend(panel.element)
    session.begin()
    if (wasOpen) this.open()
    else this.#render()
  }

  #begin(): { session: Session; panel: Panel } {
    const store = this.#user ? new BrowserStore(this.#options.account, this.#user.id) : this.#anonymous
    const session: Session = new Session(this.#options, this.#user, store, this.#anonymous, {
      changed: () => session === this.#session && this.#render(),
      arrived: (message) => session === this.#session && this.#arrived(message),
    })
    return { session, panel: new Panel(session, this.#texts, store, () => this.close()) }
  }

  #arrived(message: ChatMessage): void {
    if (this.#panel.isOpen) return
    this.#launcher.peek(message, wordsOf(message.content, this.#texts).slice(0, 160))
  }

  /** Read is what stands before the visitor's eyes: the chat open, the page in front. */
  #watch(): void {
    const reading = this.#panel.isOpen && !document.hidden && document.hasFocus()
    this.#session.receipts.watch(reading, this.#session.thread)
    this.#render()
  }

  #render(): void {
    this.#panel.render()
    this.#launcher.render(this.#session.receipts.unread(this.#session.thread).length, this.#panel.isOpen)
  }
}
