import type { PageRequest, ToPage, ToServer } from '../protocol.js'

/** The server refused; `status` is its reason, as WhatsApp's stanzas have one. */
export class RefusedByServer extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

interface Waiting {
  request: PageRequest
  resolve(result: unknown): void
  reject(error: Error): void
}

const reconnectMs = 300

/** The socket to the server: opened again for ever; what was asked and not answered is asked again, under its number. */
export class Link {
  readonly #waiting = new Map<number, Waiting>()
  #socket: WebSocket | undefined
  #nextId = 1

  constructor(
    readonly hear: (message: ToPage) => void,
    readonly greet: () => Promise<ToServer>,
    readonly lost: () => void,
  ) {}

  open(): void {
    const socket = new WebSocket(`wss://${location.host}/socket`)
    socket.onopen = () => void this.#begin(socket)
    socket.onmessage = (event: MessageEvent<string>) => this.#take(JSON.parse(event.data) as ToPage)
    socket.onclose = () => {
      this.#socket = undefined
      this.lost()
      setTimeout(() => this.open(), reconnectMs)
    }
  }

  /** For tests of the page: the network goes and comes back. */
  drop(): void {
    this.#socket?.close()
  }

  ask<Result>(request: PageRequest): Promise<Result> {
    const requestId = this.#nextId++
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(requestId, { request, resolve: resolve as (result: unknown) => void, reject })
      this.#send({ type: 'request', requestId, request })
    })
  }

  async #begin(socket: WebSocket): Promise<void> {
    const hello = await this.greet()
    socket.send(JSON.stringify(hello))
    this.#socket = socket
    for (const [requestId, { request }] of this.#waiting) this.#send({ type: 'request', requestId, request })
  }

  #send(message: ToServer): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  #take(message: ToPage): void {
    if (message.type !== 'answer') {
      this.hear(message)
      return
    }
    const waiting = this.#waiting.get(message.requestId)
    if (!waiting) return
    this.#waiting.delete(message.requestId)
    if (message.error) waiting.reject(new RefusedByServer(message.error.status, message.error.message))
    else waiting.resolve(message.result)
  }
}
