import type { ChatMessage } from '../protocol.js'
import type { BrowserStore } from './store.js'
import type { Thread } from './thread.js'

type State = 'delivered' | 'read'

/**
 * Tells the server what has arrived and what was read, each once, and counts what was not. "Read" is kept as a point in
 * the conversation that all tabs of the browser share.
 */
export class Receipts {
  #readUpTo: number
  #reading = false
  readonly #told = new Map<string, State>()

  constructor(
    private readonly store: BrowserStore,
    private readonly tell: (state: State, ids: string[]) => Promise<unknown>,
  ) {
    this.#readUpTo = Number(store.get('read') ?? 0)
  }

  unread(thread: Thread): ChatMessage[] {
    return thread
      .ordered()
      .filter(({ direction, seq, read }) => direction === 'out' && !read && seq > this.#readUpTo)
  }

  /** Whether the visitor has the messages before their eyes; turning it on reads what is there. */
  watch(reading: boolean, thread: Thread): void {
    this.#reading = reading
    if (reading) void this.report(thread)
  }

  async report(thread: Thread): Promise<void> {
    const unread = this.unread(thread)
    if (unread.length === 0) return
    const state: State = this.#reading ? 'read' : 'delivered'
    if (this.#reading) {
      this.#readUpTo = unread.at(-1)?.seq ?? this.#readUpTo
      this.store.set('read', String(this.#readUpTo))
    }
    const ids = unread
      .map(({ id }) => id)
      .filter((id) => this.#told.get(id) !== 'read' && this.#told.get(id) !== state)
    for (let at = 0; at < ids.length; at += 50) {
      const part = ids.slice(at, at + 50)
      for (const id of part) this.#told.set(id, state)
      // A receipt that is lost only means a tick less.
      await this.tell(state, part).catch(() => {
        for (const id of part) this.#told.delete(id)
      })
    }
  }

  reread(): void {
    this.#readUpTo = Math.max(this.#readUpTo, Number(this.store.get('read') ?? 0))
  }

  clear(): void {
    this.#readUpTo = 0
    this.#told.clear()
    this.store.remove('read')
  }
}
