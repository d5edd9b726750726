import type { Channel } from './channel.js'
import { OtklikError } from './errors.js'

/** The channel accounts of this installation, filled by `main.ts`. */
export class ChannelRegistry {
  readonly #channels = new Map<string, Channel>()

  register(channel: Channel): void {
    if (this.#channels.has(channel.accountId))
      throw new Error(`channel ${channel.accountId} is registered twice`)
    this.#channels.set(channel.accountId, channel)
  }

  /** Throws `unknown-channel`: a message for a channel nobody registered is a fault, not something to skip. */
  get(accountId: string): Channel {
    const channel = this.#channels.get(accountId)
    if (!channel) throw new OtklikError('unknown-channel', { params: { accountId } })
    return channel
  }

  has(accountId: string): boolean {
    return this.#channels.has(accountId)
  }

  all(): Channel[] {
    return [...this.#channels.values()]
  }
}
