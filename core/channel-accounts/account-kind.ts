import type { z } from 'zod'
import type { Channel, ChannelKind } from '../channel.js'
import type { Locale } from '../context.js'
import type { ChannelAccount } from './channel-account.model.js'

/**
 * A way to reach clients that people can add accounts of: a bot, a number, a widget. `main.ts` lists them; the panel
 * draws their forms from `fields`. To add one: its settings' schema, the fields of its form, `create` and, where the
 * platform can say whose token this is, `check`.
 */
export interface AccountKind<S extends Record<string, unknown> = Record<string, unknown>> {
  /** `telegram`, `whatsapp-web`, `whatsapp-cloud`, `site`. */
  readonly kind: string
  readonly channel: ChannelKind
  /** Checks settings as people give them; secrets are plain here. */
  readonly settings: z.ZodType<S>
  /** Names of the settings that are secrets: sealed at rest, never given out again. */
  readonly secrets: readonly (keyof S & string)[]
  /** The form, in order. */
  readonly fields: readonly AccountField<keyof S & string>[]
  /** Asks the platform who this is. Throws `wrong-token` and `channel-unreachable`. */
  check?(settings: S): Promise<AccountIdentity>
  /**
   * The channel of an account with its settings opened; throws where they cannot work. Made in every process, whoever
   * holds the account: nothing may begin before `start`.
   */
  create(account: ChannelAccount, settings: S): Channel
  /**
   * Removes what an account that was taken away has left on this machine. Called where accounts are held, when its channel has
   * ended, and again when such a process starts. Idempotent.
   */
  forget?(accountId: string): Promise<void>
  /** What people have to know to use it beyond what they wrote: a webhook's address, the tag of a site. */
  facts?(account: ChannelAccount): AccountFact[]
}

export interface AccountField<Name extends string = string> {
  readonly name: Name
  readonly type: 'text' | 'secret' | 'choice' | 'flag' | 'colour' | 'lines'
  readonly required?: boolean
  readonly label: Readonly<Record<Locale, string>>
  readonly hint?: Readonly<Record<Locale, string>>
  readonly choices?: readonly { value: string; label: Readonly<Record<Locale, string>> }[]
}

export interface AccountIdentity {
  /** `telegram:7000000001`; one identity is in one account only. */
  identity: string
  /** As people know it: `@shop_bot`, `+7 912 345-67-89`. */
  publicName: string
}

/** Something to copy: shown with the account, never a secret of the platform's. */
export interface AccountFact {
  readonly name: string
  readonly label: Readonly<Record<Locale, string>>
  readonly value: string
}
