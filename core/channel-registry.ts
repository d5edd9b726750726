import type { Capabilities, Channel } from './channel.js'
import type { AccountKind } from './channel-accounts/account-kind.js'
import { OtklikError } from './errors.js'

/**
 * The channel accounts of this installation and the kinds of which people can add more. `main.ts` fills in the kinds and
 * what the settings describe; `AccountHost` adds and takes away stored accounts while the product runs.
 */
export class ChannelRegistry {
  readonly #channels = new Map<string, Channel>()
  readonly #kinds = new Map<string, AccountKind>()

  register(channel: Channel): void {
    if (this.#channels.has(channel.accountId))
      throw new Error(`channel ${channel.accountId} is registered twice`)
    this.#channels.set(channel.accountId, channel)
  }

  /** Forgets an account; one that is registered anew meanwhile stays. */
  unregister(channel: Channel): void {
    if (this.#channels.get(channel.accountId) === channel) this.#channels.delete(channel.accountId)
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

  /** What an account's platform can do; undefined for an account that is not here (any more). */
  capabilitiesOf(accountId: string): Capabilities | undefined {
    return this.#channels.get(accountId)?.capabilities
  }

  all(): Channel[] {
    return [...this.#channels.values()]
  }

  addKind<S extends Record<string, unknown>>(kind: AccountKind<S>): void {
    if (this.#kinds.has(kind.kind)) throw new Error(`account kind ${kind.kind} is listed twice`)
    this.#kinds.set(kind.kind, kind as unknown as AccountKind)
  }

  /** The kind of a stored account, or undefined where this installation has it no more. */
  kind(name: string): AccountKind | undefined {
    return this.#kinds.get(name)
  }

  kinds(): AccountKind[] {
    return [...this.#kinds.values()]
  }
}
