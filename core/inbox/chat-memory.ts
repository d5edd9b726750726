import { LRUCache } from 'lru-cache'
import type { InboundMessage } from '../channel.js'
import type { Conversation } from './conversation.model.js'

/** What never changes about a chat once it is known. */
export interface KnownChat {
  contactPointId: string
  conversationId: string
}

/** Batches read with care after one that met a duplicate or a conversation changed by somebody else. */
const carefulBatches = 20

/**
 * What this process remembers of chats from one commit to the next, to spare reading it again. The ids of a chat never
 * change. Its conversation may have been changed by anybody since, so what is remembered is only a guess: the commit
 * proves it by the version that every change counts, and a wrong guess is forgotten and read.
 */
export class ChatMemory {
  readonly #ids = new LRUCache<string, KnownChat>({ max: 50_000 })
  readonly #conversations = new LRUCache<string, Conversation>({ max: 2_000 })
  #careful = 0

  /** Whether this batch is to be read before it is written. Counts batches. */
  takesCare(): boolean {
    if (this.#careful === 0) return false
    this.#careful -= 1
    return true
  }

  chat(key: string): KnownChat | undefined {
    return this.#ids.get(key)
  }

  keepChat(key: string, chat: KnownChat): void {
    this.#ids.set(key, chat)
  }

  conversation(id: string): Conversation | undefined {
    return this.#conversations.get(id)
  }

  keepConversation(conversation: Conversation): void {
    this.#conversations.set(conversation._id, conversation)
  }

  /** Somebody of this process changed it. Returns whether it was known. */
  forgetConversation(id: string): boolean {
    return this.#conversations.delete(id)
  }

  /** A guess was wrong, or it is not known how a commit ended. */
  distrust(batch: readonly InboundMessage[]): void {
    this.#careful = carefulBatches
    for (const inbound of batch) {
      const chat = this.#ids.get(chatKey(inbound))
      if (chat) this.#conversations.delete(chat.conversationId)
    }
  }
}

/** One person's chat with one of our accounts. */
export function chatKey(inbound: InboundMessage): string {
  return `${inbound.accountId}|${inbound.from.externalId}`
}
