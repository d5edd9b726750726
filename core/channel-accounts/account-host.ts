import type { Channel } from '../channel.js'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { hostChannel } from '../host-channel.js'
import { label } from '../i18n.js'
import { channelLease, Lease, leaseMs, pause } from '../lease.js'
import { CannotOpen } from '../secret-box.js'
import type { ChannelAccount } from './channel-account.model.js'
import { ensureEnvironmentAccount, retireEnvironmentAccounts } from './ensure-environment-account.js'
import { reportChannelState } from './report-state.js'
import { openSettings } from './sealed-settings.js'

/** How often to look for what other processes changed, ms. */
const lookMs = 1_000

interface Running {
  readonly generation: number
  readonly channel: Channel | null
  readonly ending: AbortController
  readonly hosted: Promise<void>
}

/**
 * Keeps the registry of this process as the stored accounts are, and runs those that should run: added, changed, started
 * and stopped accounts begin and end while the product goes on, within a second or two in every process. A stopped
 * account stays registered, so that what it can do is known, and nobody holds it.
 */
export class AccountHost {
  readonly #given = new Map<string, Channel>()
  readonly #running = new Map<string, Running>()
  /** Changes of one account wait for each other; other accounts do not wait for them. */
  readonly #turns = new Map<string, Promise<void>>()

  /** @param options.hosts whether this process runs accounts (role `channels`) or only has to know them */
  constructor(
    private readonly core: Core,
    private readonly options: { holder: string; hosts: boolean },
  ) {}

  /** Takes in a channel that the settings of the installation describe, and stores its account. */
  async give(channel: Channel, account: { kind: string; identity?: string }): Promise<void> {
    const { accountId, kind } = channel
    const name = label(this.core.company.locale, 'channels', kind)
    await ensureEnvironmentAccount(this.core, { accountId, channel: kind, name, ...account })
    this.core.channels.register(channel)
    this.#given.set(accountId, channel)
  }

  /** After the last `give`: every stored account is registered when this resolves, and those that should run begin. */
  async open(): Promise<void> {
    // Another process may know other settings; one that runs channels knows them all.
    if (this.options.hosts) await retireEnvironmentAccounts(this.core, [...this.#given.keys()])
    await this.look()
    if (!this.options.hosts) return
    // A process may have died before it could do so.
    for (const account of await this.#removed()) this.#inTurn(account._id, () => this.#forget(account))
  }

  /** Follows the stored accounts until `signal`; resolves when everything that ran here has ended. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const woken = new AbortController()
      const off = this.core.wake.onAccounts(() => woken.abort())
      try {
        await this.look()
      } catch (err) {
        this.core.log.warn({ err }, 'channels: the accounts could not be read')
      }
      await pause(lookMs, AbortSignal.any([signal, woken.signal]))
      off()
    }
    for (const { ending } of this.#running.values()) ending.abort()
    await Promise.allSettled([
      ...this.#turns.values(),
      ...[...this.#running.values()].map(({ hosted }) => hosted),
    ])
  }

  /** Reads the accounts once and sets about what is new or changed. */
  async look(): Promise<void> {
    const accounts = await rows(this.core.models.ChannelAccount)
      .find({ removedAt: { $exists: false } })
      .toArray()
    const there = new Set(accounts.map(({ _id }) => _id))
    for (const account of accounts) {
      const running = this.#running.get(account._id)
      if (running === undefined) this.#begin(account)
      else if (running.generation !== account.generation)
        this.#inTurn(account._id, () => this.#renew(account))
    }
    for (const accountId of this.#running.keys()) {
      if (!there.has(accountId)) this.#inTurn(accountId, () => this.#leave(accountId))
    }
  }

  #inTurn(accountId: string, work: () => Promise<void>): void {
    // One change at a time; what comes meanwhile is seen by the next look.
    if (this.#turns.has(accountId)) return
    const turn = work()
      .catch((err: unknown) => this.core.log.error({ err, accountId }, 'channels: an account did not follow'))
      .finally(() => this.#turns.delete(accountId))
    this.#turns.set(accountId, turn)
  }

  async #renew(account: ChannelAccount): Promise<void> {
    await this.#end(account._id)
    this.#begin(account)
  }

  async #leave(accountId: string): Promise<void> {
    const [removed] = await this.#removed({ _id: accountId })
    // Afterwards nobody can tell the platform.
    if (removed) await this.#running.get(accountId)?.channel?.leave?.()
    await this.#end(accountId)
    if (removed && this.options.hosts) await this.#forget(removed)
  }

  /** Those that people removed. One that the settings have left out is back when the settings are, with all that it had. */
  #removed(which: { _id?: string } = {}): Promise<ChannelAccount[]> {
    return rows(this.core.models.ChannelAccount)
      .find({ source: 'panel', removedAt: { $exists: true }, ...which })
      .toArray()
  }

  /** Removes what it left on this machine, when nobody holds it: whoever does has to tell the platform first. */
  async #forget({ _id: accountId, kind: kindName }: ChannelAccount): Promise<void> {
    const kind = this.core.channels.kind(kindName)
    if (!kind?.forget) return
    const lease = new Lease(this.core, channelLease(accountId), this.options.holder)
    if (!(await lease.acquire())) {
      // A process that died has it for as long as this.
      await pause(leaseMs)
      if (!(await lease.acquire())) return
    }
    try {
      await kind.forget(accountId)
    } finally {
      await lease.release()
    }
  }

  async #end(accountId: string): Promise<void> {
    const running = this.#running.get(accountId)
    if (!running) return
    running.ending.abort()
    await running.hosted
    if (running.channel && !this.#given.has(accountId)) this.core.channels.unregister(running.channel)
    this.#running.delete(accountId)
  }

  #begin(account: ChannelAccount): void {
    const { _id: accountId, generation, enabled } = account
    const channel = this.#given.get(accountId) ?? this.#make(account)
    if (channel && !this.#given.has(accountId)) this.core.channels.register(channel)
    const ending = new AbortController()
    const hosted =
      channel && enabled && this.options.hosts
        ? hostChannel(this.core, channel, this.options.holder, ending.signal)
        : Promise.resolve()
    this.#running.set(accountId, { generation, channel, ending, hosted })
  }

  /** The channel of a stored account; null where it cannot be made, which is then its state. */
  #make(account: ChannelAccount): Channel | null {
    const kind = this.core.channels.kind(account.kind)
    // What the settings of another process describe, or a kind of another version of the product.
    if (account.source === 'environment' || !kind) return null
    try {
      return kind.create(
        account,
        kind.settings.parse(openSettings(this.core, kind, account._id, account.settings)),
      )
    } catch (err) {
      const reason = err instanceof CannotOpen ? 'secret-lost' : 'bad-settings'
      // zod repeats values in its words, and among them may be a token.
      this.core.log.error({ accountId: account._id, reason }, 'channels: an account cannot begin')
      if (account.enabled && this.options.hosts) {
        reportChannelState(this.core, account._id, { phase: 'failed', reason }).catch((err: unknown) =>
          this.core.log.warn({ err, accountId: account._id }, 'channel: its state is not written'),
        )
      }
      return null
    }
  }
}
