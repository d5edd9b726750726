import type { ChatMessage } from '../../../adapters/site-chat/protocol.js'
import { newId } from '../../../core/ids.js'
import { TestVisitor } from '../../factories/site-chat.js'
import { until } from '../../factories/until.js'
import type { Passerby, Shown, Street } from './street.js'

const waitMs = 50

/**
 * Visitors of a site on the official socket.io client, who do what the widget does: what is written is kept until the
 * server confirms it, goes in order, and goes again under the same id over a new connection.
 */
export class SiteStreet implements Street {
  readonly accountId = 'site:main'
  readonly visitors: SitePasserby[] = []
  #url = ''

  env(): Record<string, string> {
    return {}
  }

  async opened(url: string): Promise<void> {
    this.#url = url
  }

  async meet(name: string): Promise<SitePasserby> {
    const visitor = new SitePasserby(name, () => this.#url)
    this.visitors.push(visitor)
    return visitor
  }

  async waiting(): Promise<number> {
    return this.visitors.reduce((sum, { unsent }) => sum + unsent, 0)
  }

  async close(): Promise<void> {
    for (const visitor of this.visitors) visitor.leave()
  }
}

export class SitePasserby implements Passerby {
  readonly #ids: string[] = []
  readonly #outbox: { id: string; text: string }[] = []
  /** By id: what comes twice, live and by catching up, shows once, as in the widget. */
  readonly #seen = new Map<string, ChatMessage>()
  #visitor: TestVisitor | null = null
  #token: string | undefined
  #cursor = 0
  #sending = false
  #gone = false

  constructor(
    readonly name: string,
    private readonly url: () => string,
  ) {}

  get chatId(): string {
    const [body = ''] = (this.#token ?? '').split('.')
    return body === '' ? '' : (JSON.parse(Buffer.from(body, 'base64url').toString()) as { v: string }).v
  }

  get said(): string[] {
    return this.#ids.map((id) => `${this.chatId}:${id}`)
  }

  get unsent(): number {
    return this.#outbox.length
  }

  async say(text: string): Promise<void> {
    const id = newId()
    this.#ids.push(id)
    this.#outbox.push({ id, text })
    void this.#send()
  }

  /** The network goes without a word; what is unsent goes on over the next connection. */
  cut(): void {
    this.#visitor?.socket.io.engine.close()
  }

  async shown(): Promise<Shown[]> {
    await until(
      () =>
        this.#connect().then(
          () => true,
          () => false,
        ),
      30_000,
    )
    return [...this.#seen.values()]
      .filter(({ direction }) => direction === 'out')
      .sort((a, b) => a.seq - b.seq)
      .map(({ id, content }) => ({
        externalId: `${this.chatId}:${id}`,
        text: 'text' in content ? content.text : '',
      }))
  }

  leave(): void {
    this.#gone = true
    this.#visitor?.leave()
  }

  async #send(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    for (let next = this.#outbox[0]; next && !this.#gone; next = this.#outbox[0]) {
      try {
        const visitor = await this.#connect()
        await visitor.say(next.text, next.id)
        this.#outbox.shift()
      } catch {
        await new Promise((resolve) => setTimeout(resolve, waitMs))
      }
    }
    this.#sending = false
  }

  /** The present connection, or a new one that first catches up, as a browser makes it after every cut. */
  async #connect(): Promise<TestVisitor> {
    if (this.#visitor?.socket.connected) return this.#visitor
    this.#visitor?.leave()
    const visitor = new TestVisitor(this.url(), this.#token)
    // From the first moment, as in the widget: what comes while it catches up is in no page.
    visitor.socket.on('message', (message) => this.#seen.set(message.id, message))
    try {
      await new Promise<void>((resolve, reject) => {
        visitor.socket.once('connect', resolve)
        visitor.socket.once('connect_error', reject)
        visitor.socket.once('disconnect', () => reject(new Error('cut')))
      })
      for (let more = true; more; ) {
        const page = await visitor.hello(this.#cursor)
        for (const message of page.messages) this.#seen.set(message.id, message)
        this.#cursor = Math.max(this.#cursor, page.cursor)
        more = page.more
      }
    } catch (err) {
      visitor.leave()
      throw err
    }
    this.#token = visitor.token
    this.#visitor = visitor
    return visitor
  }
}
