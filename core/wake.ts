import { EventEmitter } from 'node:events'

/** Messages come in flocks: this long after the last one, ms, the next is not expected any more. */
const lullMs = 5

/** In-process nudges after a commit. They carry no data that matters: a lost one only costs a sweep's wait. */
export class Wake {
  readonly #emitter = new EventEmitter().setMaxListeners(100)
  #receiving = 0
  #receivingSince = 0
  #lull: NodeJS.Timeout | undefined

  /** Clients' messages are being stored: what can wait lets them go first. Returns the end of it. */
  receiving(): () => void {
    if (this.#receiving === 0) this.#receivingSince = performance.now()
    this.#receiving += 1
    clearTimeout(this.#lull)
    return () => {
      this.#receiving -= 1
      if (this.#receiving > 0) return
      this.#lull = setTimeout(() => {
        this.#lull = undefined
        this.#emitter.emit('quiet')
      }, lullMs)
    }
  }

  /** How long the batch of clients' messages that is being stored has taken so far, ms; 0 when there is none. */
  get receivingForMs(): number {
    return this.#receiving === 0 ? 0 : performance.now() - this.#receivingSince
  }

  /** Resolves when clients' messages are stored and no more are coming, or after `limitMs`: under load others have a turn too. */
  quiet(limitMs: number): Promise<void> {
    if (this.#receiving === 0 && this.#lull === undefined) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.#emitter.off('quiet', end)
        resolve()
      }
      const timer = setTimeout(end, limitMs)
      this.#emitter.once('quiet', end)
    })
  }

  streams(streams: Iterable<string>): void {
    this.#emitter.emit('streams', [...streams])
  }

  deliveries(accountIds: Iterable<string>): void {
    for (const accountId of new Set(accountIds)) this.#emitter.emit(`deliveries:${accountId}`)
  }

  files(): void {
    this.#emitter.emit('files')
  }

  /** A channel account was added, changed, started or stopped. */
  accounts(): void {
    this.#emitter.emit('accounts')
  }

  onAccounts(listener: () => void): () => void {
    return this.#on('accounts', listener)
  }

  onStreams(listener: (streams: string[]) => void): () => void {
    return this.#on('streams', listener)
  }

  onDeliveries(accountId: string, listener: () => void): () => void {
    return this.#on(`deliveries:${accountId}`, listener)
  }

  onFiles(listener: () => void): () => void {
    return this.#on('files', listener)
  }

  #on<A extends unknown[]>(name: string, listener: (...args: A) => void): () => void {
    const plain = listener as (...args: unknown[]) => void
    this.#emitter.on(name, plain)
    return () => this.#emitter.off(name, plain)
  }
}
