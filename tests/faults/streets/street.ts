/**
 * Where the people of one channel live: outside of the product, on the platform's own protocol. It stays when a process
 * of the product dies, keeps what we have not confirmed, and hands it to the next process, as the platform does.
 */
export interface Street {
  readonly accountId: string
  /** By what the next process reaches the platform. */
  env(): Record<string, string>
  /** A process of the product works at this address; people reach it there from now on. */
  opened(url: string): Promise<void>
  meet(name: string): Promise<Passerby>
  /** How many messages people have said that we have not confirmed. */
  waiting(): Promise<number>
  close(): Promise<void>
}

export interface Passerby {
  readonly name: string
  /** The chat as conversations know it. */
  readonly chatId: string
  /** What they said, in order, by the ids under which we store it. */
  readonly said: readonly string[]
  /** Resolves when the platform has the message; whether we have it is another matter. */
  say(text: string): Promise<void>
  /** Everything of ours in the chat, oldest first, by the ids under which we know it. */
  shown(): Promise<Shown[]>
}

export interface Shown {
  readonly externalId: string
  readonly text: string
}
