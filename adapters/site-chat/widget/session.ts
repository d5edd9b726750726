import type { ChatMessage, ChatPage, ChatProfile, Messenger, VisitorContent } from '../protocol.js'
import { AskError, Connection } from './connection.js'
import type { SiteUser, WidgetOptions } from './options.js'
import { Outbox, type Queued } from './outbox.js'
import { visitedPage } from './page.js'
import { Receipts } from './receipts.js'
import type { BrowserStore } from './store.js'
import { Thread } from './thread.js'

export type Network = 'idle' | 'connecting' | 'online' | 'offline'

/** What the view is told; it asks the session for the rest. */
export interface SessionListener {
  changed(): void
  /** A message of ours that came while the page was open. */
  arrived(message: ChatMessage): void
}

/** How often an open page makes sure that it has missed nothing, ms. */
const checkMs = 45_000
/** File addresses hold for at least half an hour, ms. */
const refreshMs = 25 * 60_000
const typingShownMs = 6_000
/** Messages of one `refresh`. */
const renewedAtOnce = 50

/**
 * The visitor's side of the conversation: identity, messages, queue, receipts. Everything that arrives is known by id,
 * and catching up starts from the last point up to which the server has told everything, so nothing is lost or doubled
 * whatever happens to the connection.
 */
export class Session {
  readonly thread = new Thread()
  readonly outbox: Outbox
  readonly receipts: Receipts
  network: Network = 'idle'
  profile: ChatProfile | null = null
  /** The visitor has written before. */
  talked: boolean
  /** There are older messages on the server. */
  older = false
  /** The team has read all that was sent. */
  seenAt = 0
  typing = false
  /** Messengers in which the visitor may go on. */
  continueIn: Messenger[] = []
  limits = { text: 16_000, file: 20 * 1024 * 1024 }

  readonly #connection: Connection
  #cursor: number | undefined
  #ready = false
  #sending = false
  #typingTimer: ReturnType<typeof setTimeout> | undefined
  #typedAt = 0
  #profileAt = 0
  #refreshedAt = Date.now()
  #shownToken: string | null = null
  readonly #end = new AbortController()

  /** @param anonymous where the token of the time before the user signed in stands: that conversation comes along */
  constructor(
    readonly options: WidgetOptions,
    private readonly user: SiteUser | null,
    private readonly store: BrowserStore,
    private readonly anonymous: BrowserStore,
    private readonly listener: SessionListener,
  ) {
    const { signal } = this.#end
    this.outbox = new Outbox(store)
    this.receipts = new Receipts(store, (state, ids) => this.#connection.ask('receipt', { state, ids }))
    this.talked = store.get('talked') !== null
    this.#connection = new Connection(
      options.server,
      () => {
        this.#shownToken = this.token
        return {
          account: options.account,
          lang: options.lang,
          ...(this.token ? { token: this.token } : {}),
          ...(user ? { user } : {}),
        }
      },
      {
        up: () => void this.#greet(),
        down: () => this.#lost(),
        message: (message) => this.#take(message, true),
        edited: ({ id, content }) => {
          const message = this.thread.get(id)
          if (message) this.#take({ ...message, content }, true)
        },
        removed: ({ id }) => {
          this.thread.remove(id)
          this.listener.changed()
        },
        typing: () => this.#showTyping(),
        manager: (manager) => {
          if (this.profile) this.profile = { ...this.profile, manager }
          this.listener.changed()
        },
        seen: () => {
          this.seenAt = this.thread.ordered().at(-1)?.seq ?? 0
          this.listener.changed()
        },
      },
      signal,
    )
    store.onChange((key) => this.#heard(key), signal)
    const timer = setInterval(() => this.#check(), checkMs)
    signal.addEventListener('abort', () => clearInterval(timer))
    document.addEventListener('visibilitychange', () => this.#check(), { signal })
  }

  /** Whoever has written before is connected at once; others cost the server nothing until they open the chat. */
  begin(): void {
    if (this.talked || this.outbox.items.length > 0) this.connect()
  }

  get token(): string | null {
    return this.store.get('token') ?? (this.user ? this.anonymous.get('token') : null)
  }

  /** The token, once the server has given one. Rejects when it does not come in time. */
  identity(): Promise<string> {
    this.connect()
    const started = Date.now()
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.#ready && this.token) resolve(this.token)
        else if (Date.now() - started > 20_000 || this.#end.signal.aborted) reject(new AskError('lost'))
        else setTimeout(look, 150)
      }
      look()
    })
  }

  /** Leaves for good: the page goes on as somebody else. */
  end(): void {
    this.#end.abort()
    clearTimeout(this.#typingTimer)
  }

  connect(): void {
    if (this.network !== 'idle') return
    this.network = 'connecting'
    this.#connection.open()
    this.listener.changed()
  }

  send(content: VisitorContent, fileName?: string): void {
    this.outbox.add(content, fileName)
    this.connect()
    this.listener.changed()
    void this.#flush()
  }

  retry(item: Queued): void {
    this.outbox.fail(item.id, false)
    this.listener.changed()
    void this.#flush()
  }

  discard(item: Queued): void {
    this.outbox.remove(item.id)
    this.listener.changed()
  }

  /** Tells the team that the visitor is writing, at most every three seconds. */
  type(): void {
    if (!this.talked || Date.now() - this.#typedAt < 3_000) return
    this.#typedAt = Date.now()
    this.#connection.tell('typing')
  }

  /** Fetches the page before the first message. */
  async loadOlder(): Promise<void> {
    const first = this.thread.ordered()[0]
    if (!first) return
    try {
      const page = await this.#connection.ask('older', { beforeSeq: first.seq })
      for (const message of page.messages) this.thread.put(message)
      this.older = page.more
      this.listener.changed()
    } catch {
      // The button is still there.
    }
  }

  /** The one-time address of this chat in a messenger; null when there is none now. */
  async continueAt(channel: Messenger): Promise<string | null> {
    try {
      return (await this.#connection.ask('continue', { channel })).url
    } catch {
      return null
    }
  }

  /** Hours change while a page is open. */
  async refreshProfile(): Promise<void> {
    if (!this.#ready || Date.now() - this.#profileAt < 5 * 60_000) return
    try {
      this.profile = (await this.#connection.ask('profile', {})).profile
      this.#profileAt = Date.now()
      this.listener.changed()
    } catch {
      // The next opening asks again.
    }
  }

  async #greet(): Promise<void> {
    const cursor = this.#cursor
    try {
      const hello = await this.#connection.ask('hello', {
        ...(cursor === undefined ? {} : { afterSeq: cursor }),
        page: visitedPage(this.store),
      })
      if (hello.token) {
        this.store.set('token', hello.token)
        this.#shownToken = hello.token
        this.#forget()
        // The page we asked for began where somebody else had stopped.
        if (cursor !== undefined) return this.#greet()
      }
      this.profile = hello.profile
      this.#profileAt = Date.now()
      this.limits = hello.limits
      this.continueIn = hello.continueIn
      if (hello.hasConversation) this.#markTalked()
      if (cursor === undefined) this.older = hello.more
      this.#takePage(hello)
      if (cursor !== undefined) {
        const shown = this.thread.ordered().map(({ id }) => id)
        if (hello.more) await this.#catchUp()
        // Corrections and deletions of ours while we were away have no place in the order that catching up follows.
        await this.#renew(shown)
      }
      this.#ready = true
      this.network = 'online'
      this.listener.changed()
      void this.#flush()
      void this.receipts.report(this.thread)
    } catch (err) {
      // Connected, yet without an answer: ask again. A lost connection greets when it is back.
      const waitMs = err instanceof AskError ? err.retryAfterMs : 2_000
      if (this.#connection.up) setTimeout(() => this.#connection.up && void this.#greet(), waitMs)
    }
  }

  async #catchUp(): Promise<void> {
    let page: ChatPage
    do {
      page = await this.#connection.ask('sync', { afterSeq: this.#cursor ?? 0 })
      this.#takePage(page)
    } while (page.more)
  }

  #takePage(page: ChatPage): void {
    for (const message of page.messages) this.#take(message, this.#ready)
    this.#cursor = Math.max(this.#cursor ?? 0, page.cursor)
    if (page.seen) this.seenAt = this.#cursor
  }

  #take(message: ChatMessage, live: boolean): void {
    const isNew = this.thread.put(message)
    if (message.clientMessageId) this.outbox.remove(message.clientMessageId)
    if (message.direction === 'out') {
      this.#hideTyping()
      // Whoever answers has read.
      if (message.author.kind === 'staff') this.seenAt = Math.max(this.seenAt, message.seq)
      if (live) void this.receipts.report(this.thread)
      if (live && isNew) this.listener.arrived(message)
    } else this.#markTalked()
    if (live) this.listener.changed()
  }

  async #flush(): Promise<void> {
    if (this.#sending || !this.#ready) return
    this.#sending = true
    try {
      for (let item = this.outbox.next(); item && this.#connection.up; item = this.outbox.next()) {
        await this.#sendOne(item)
      }
    } finally {
      this.#sending = false
    }
  }

  /** One try; what was not confirmed stays in the queue under the same id. */
  async #sendOne(item: Queued): Promise<void> {
    try {
      const { message } = await this.#connection.ask('send', {
        clientMessageId: item.id,
        content: item.content,
      })
      this.outbox.remove(item.id)
      this.#take(message, true)
    } catch (err) {
      const refusal = err instanceof AskError ? err : new AskError('lost')
      if (refusal.code === 'bad-input' || refusal.code === 'bad-ticket') {
        this.outbox.fail(item.id, true)
        this.listener.changed()
      } else await new Promise((resolve) => setTimeout(resolve, refusal.retryAfterMs))
    }
  }

  #lost(): void {
    this.#ready = false
    this.network = 'offline'
    this.#hideTyping()
    this.listener.changed()
  }

  /** A quiet look for what a lost packet would have brought, and new addresses for files. */
  #check(): void {
    if (document.hidden || !this.#ready || !this.talked) return
    void this.#catchUp().catch(() => undefined)
    if (Date.now() - this.#refreshedAt < refreshMs) return
    this.#refreshedAt = Date.now()
    const ids = this.thread
      .ordered()
      .filter(({ content }) => content.type === 'files')
      .map(({ id }) => id)
      .slice(-50)
    void this.#renew(ids).catch(() => undefined)
  }

  /** These messages as they are now: other wordings, fresh file addresses; those taken back go. */
  async #renew(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += renewedAtOnce) {
      const some = ids.slice(at, at + renewedAtOnce)
      const { messages } = await this.#connection.ask('refresh', { ids: some })
      const there = new Set(messages.map(({ id }) => id))
      for (const id of some) if (!there.has(id)) this.thread.remove(id)
      for (const message of messages) this.#take(message, this.#ready)
    }
    this.listener.changed()
  }

  /** Another tab of this browser did something. */
  #heard(key: string): void {
    if (key.startsWith('out:')) this.outbox.reread(key)
    else if (key === 'read') this.receipts.reread()
    else if (key === 'talked') {
      this.talked = this.store.get('talked') !== null
      if (this.talked) this.connect()
    } else if (key === 'token') {
      // The tabs settle on one identity: the one that stands in the storage.
      if (this.network === 'idle' || this.token === this.#shownToken) return
      this.#forget()
      this.#connection.reopen()
    } else return
    this.listener.changed()
  }

  #markTalked(): void {
    if (this.talked) return
    this.talked = true
    this.store.set('talked', '1')
  }

  /** Somebody new: nothing of the former visitor stays on the screen. */
  #forget(): void {
    this.thread.clear()
    this.receipts.clear()
    this.#cursor = undefined
    this.older = false
    this.seenAt = 0
    this.talked = false
    this.store.remove('talked')
  }

  #showTyping(): void {
    clearTimeout(this.#typingTimer)
    this.typing = true
    this.#typingTimer = setTimeout(() => {
      this.#hideTyping()
      this.listener.changed()
    }, typingShownMs)
    this.listener.changed()
  }

  #hideTyping(): void {
    clearTimeout(this.#typingTimer)
    this.typing = false
  }
}
