import type { ChatMessage } from '../protocol.js'

/** The messages this browser has, each once, in the order of the conversation. */
export class Thread {
  readonly #messages = new Map<string, ChatMessage>()

  /** True when it was not here yet. */
  put(message: ChatMessage): boolean {
    const isNew = !this.#messages.has(message.id)
    this.#messages.set(message.id, message)
    return isNew
  }

  get(id: string): ChatMessage | undefined {
    return this.#messages.get(id)
  }

  remove(id: string): void {
    this.#messages.delete(id)
  }

  ordered(): ChatMessage[] {
    return [...this.#messages.values()].sort((a, b) => a.seq - b.seq)
  }

  clear(): void {
    this.#messages.clear()
  }
}
