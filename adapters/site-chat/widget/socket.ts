import { type OpenTransport, openPolling, openWebSocket, type Transport } from './transport.js'

export interface SocketEvents {
  up(): void
  down(): void
  event(name: string, input: unknown): void
}

interface Asked {
  resolve(answer: unknown): void
  reject(err: Error): void
  timer: ReturnType<typeof setTimeout>
}

const connectMs = 20_000
const longestWaitMs = 15_000

/**
 * The part of the Socket.IO protocol (5, on Engine.IO 4) that the chat needs: connect with `auth`, events and answers in
 * text, heartbeats, coming back for ever. The official client does this too and much else; it alone would take half of
 * the 30 kB that a site is asked to load.
 */
export class ThinSocket {
  #transport: Transport | null = null
  #open: OpenTransport = openWebSocket
  #connected = false
  #wanted = false
  #tries = 0
  #nextId = 0
  readonly #asked = new Map<number, Asked>()
  #retry: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  #silenceMs = connectMs

  /** @param auth asked at every connect */
  constructor(
    private readonly address: string,
    private readonly auth: () => object,
    private readonly events: SocketEvents,
  ) {}

  get connected(): boolean {
    return this.#connected
  }

  /** Between two tries to connect. */
  get waiting(): boolean {
    return this.#wanted && !this.#transport
  }

  /** Connects, at once if it was waiting, and stays connected. */
  open(): void {
    this.#wanted = true
    if (!this.#transport) this.#connect()
  }

  close(): void {
    this.#wanted = false
    clearTimeout(this.#retry)
    if (this.#connected) this.#transport?.send('41')
    this.#drop()
  }

  /** The network is known to be gone: no need to find out by silence. */
  interrupt(): void {
    if (this.#transport) this.#lost()
  }

  /** Sends and forgets. Nothing is kept for later. */
  emit(event: string, input: unknown): void {
    if (this.#connected) this.#transport?.send(`42${JSON.stringify([event, input])}`)
  }

  /** Rejects when the connection ends or `waitMs` pass before the answer. */
  ask(event: string, input: unknown, waitMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.#connected) return reject(new Error('not connected'))
      const id = this.#nextId++
      const timer = setTimeout(() => {
        this.#asked.delete(id)
        reject(new Error('no answer'))
      }, waitMs)
      this.#asked.set(id, { resolve, reject, timer })
      this.#transport?.send(`42${id}${JSON.stringify([event, input])}`)
    })
  }

  #connect(): void {
    clearTimeout(this.#retry)
    let opened = false
    this.#silenceMs = connectMs
    this.#transport = this.#open(`${this.address}/chat/?EIO=4`, {
      packet: (packet) => {
        opened = true
        this.#take(packet)
      },
      closed: () => {
        // No WebSocket gets through here: the other way, at once; and back again the next time that one fails.
        const other = opened ? this.#open : this.#open === openWebSocket ? openPolling : openWebSocket
        const atOnce = other === openPolling && this.#open !== other
        this.#open = other
        this.#lost(atOnce ? 0 : undefined)
      },
    })
    this.#listen()
  }

  #take(packet: string): void {
    this.#listen()
    const body = packet.slice(2)
    switch (packet.slice(0, packet.startsWith('4') ? 2 : 1)) {
      case '0': {
        const { pingInterval, pingTimeout } = JSON.parse(packet.slice(1)) as {
          pingInterval: number
          pingTimeout: number
        }
        this.#silenceMs = pingInterval + pingTimeout
        this.#transport?.send(`40${JSON.stringify(this.auth())}`)
        break
      }
      case '1':
        this.#lost()
        break
      case '2':
        this.#transport?.send('3')
        break
      case '40':
        this.#connected = true
        this.#tries = 0
        this.events.up()
        break
      case '41':
        this.#lost(2_000 + 3_000 * Math.random())
        break
      case '42': {
        const [name, input] = JSON.parse(body) as [string, unknown]
        this.events.event(name, input)
        break
      }
      case '43':
        this.#answered(body)
        break
      case '44': {
        const { data } = JSON.parse(body) as { data?: { retryAfterMs?: number } }
        this.#lost(Math.min(data?.retryAfterMs ?? 5_000, 600_000))
        break
      }
    }
  }

  #answered(body: string): void {
    const at = body.indexOf('[')
    const id = Number(body.slice(0, at))
    const asked = this.#asked.get(id)
    if (!asked) return
    this.#asked.delete(id)
    clearTimeout(asked.timer)
    asked.resolve((JSON.parse(body.slice(at)) as unknown[])[0])
  }

  /** A server that has nothing to say pings; one that is silent longer is gone. */
  #listen(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#lost(), this.#silenceMs)
  }

  #lost(waitMs = Math.min(longestWaitMs, 1_000 * 2 ** this.#tries) * (0.5 + Math.random() / 2)): void {
    this.#drop()
    this.events.down()
    if (!this.#wanted) return
    this.#tries += 1
    this.#retry = setTimeout(() => this.#connect(), waitMs)
  }

  #drop(): void {
    clearTimeout(this.#silence)
    this.#transport?.close()
    this.#transport = null
    this.#connected = false
    for (const { reject, timer } of this.#asked.values()) {
      clearTimeout(timer)
      reject(new Error('connection lost'))
    }
    this.#asked.clear()
  }
}
