import { EventEmitter } from 'node:events'

/** In-process nudges after a commit. They carry no data that matters: a lost one only costs a sweep's wait. */
export class Wake {
  readonly #emitter = new EventEmitter().setMaxListeners(100)

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
