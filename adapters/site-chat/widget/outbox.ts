import type { VisitorContent } from '../protocol.js'
import { type BrowserStore, newId } from './store.js'

/** A message that the server has not confirmed yet. */
export interface Queued {
  readonly id: string
  readonly content: VisitorContent
  readonly at: number
  /** The server will never take it as it is; only a person can decide. */
  failed?: boolean
  /** Name of a queued file, for its bubble. */
  fileName?: string
}

/**
 * Messages on their way, kept in the browser's storage until they are confirmed: a reload, a crash or a closed tab
 * loses none. Several tabs may send the same one; its id makes that one message.
 */
export class Outbox {
  #items: Queued[] = []

  constructor(private readonly store: BrowserStore) {
    for (const key of store.keys('out:')) {
      const item = parse(store.get(key))
      if (item) this.#items.push(item)
      else store.remove(key)
    }
  }

  get items(): readonly Queued[] {
    return this.#items
  }

  add(content: VisitorContent, fileName?: string): Queued {
    const last = this.#items.at(-1)?.at ?? 0
    const item: Queued = {
      id: newId(),
      content,
      at: Math.max(Date.now(), last + 1),
      ...(fileName ? { fileName } : {}),
    }
    this.#items.push(item)
    this.#keep(item)
    return item
  }

  /** The next one to send. */
  next(): Queued | undefined {
    return this.#items.find((item) => !item.failed)
  }

  fail(id: string, failed: boolean): void {
    const item = this.#items.find((queued) => queued.id === id)
    if (!item) return
    item.failed = failed
    this.#keep(item)
  }

  /** Confirmed, or given up by the visitor. True when it was here. */
  remove(id: string): boolean {
    const item = this.#items.find((queued) => queued.id === id)
    if (!item) return false
    this.#items = this.#items.filter((queued) => queued !== item)
    this.store.remove(keyOf(item))
    return true
  }

  /** Another tab queued or finished something. */
  reread(key: string): void {
    const item = parse(this.store.get(key))
    const rest = this.#items.filter((queued) => keyOf(queued) !== key)
    this.#items = item ? [...rest, item].sort((a, b) => a.at - b.at) : rest
  }

  #keep(item: Queued): void {
    this.store.set(keyOf(item), JSON.stringify(item))
  }
}

function keyOf(item: Queued): string {
  return `out:${String(item.at).padStart(15, '0')}:${item.id}`
}

function parse(json: string | null): Queued | null {
  try {
    const item = JSON.parse(json ?? '') as Queued
    return typeof item.id === 'string' &&
      typeof item.at === 'number' &&
      typeof item.content?.type === 'string'
      ? item
      : null
  } catch {
    return null
  }
}
