import type { Answer, ChatAuth, ChatErrorCode, ServerEvents, VisitorEvents } from '../protocol.js'
import { ThinSocket } from './socket.js'

type Sent = { [E in keyof VisitorEvents]: Parameters<VisitorEvents[E]>[0] }
type Answered = {
  [E in keyof VisitorEvents]: Parameters<NonNullable<Parameters<VisitorEvents[E]>[1]>>[0] extends Answer<
    infer T
  >
    ? T
    : never
}

/** The server's refusal, or `lost` when no answer came. */
export class AskError extends Error {
  constructor(
    readonly code: ChatErrorCode | 'lost',
    readonly retryAfterMs = 2_000,
  ) {
    super(code)
  }
}

const answerMs = 15_000

/** The protocol of `protocol.ts` over the socket: typed questions that end in an answer or an AskError, never in neither. */
export class Connection {
  readonly #socket: ThinSocket

  constructor(
    server: string,
    auth: () => ChatAuth,
    events: { up(): void; down(): void } & ServerEvents,
    private readonly signal: AbortSignal,
  ) {
    this.#socket = new ThinSocket(server, auth, {
      up: events.up,
      down: events.down,
      event: (name, input) => {
        if (name in events) (events as unknown as Record<string, (input: unknown) => void>)[name]?.(input)
      },
    })
    addEventListener('offline', () => this.#socket.interrupt(), { signal })
    // The network is back: no reason to sit out the rest of the wait.
    addEventListener('online', () => this.#socket.waiting && this.open(), { signal })
    signal.addEventListener('abort', () => this.#socket.close())
  }

  get up(): boolean {
    return this.#socket.connected
  }

  open(): void {
    if (!this.signal.aborted) this.#socket.open()
  }

  /** Starts over, as somebody else or with a newer token. */
  reopen(): void {
    this.#socket.close()
    this.open()
  }

  /** @throws AskError */
  async ask<E extends keyof VisitorEvents>(event: E, input: Sent[E]): Promise<Answered[E]> {
    let answer: Answer<Answered[E]>
    try {
      answer = (await this.#socket.ask(event, input, answerMs)) as Answer<Answered[E]>
    } catch {
      throw new AskError('lost')
    }
    if (!answer.ok) throw new AskError(answer.error.code, answer.error.retryAfterMs)
    return answer
  }

  /** A courtesy that nobody waits for. */
  tell(event: 'typing'): void {
    this.#socket.emit(event, {})
  }
}
