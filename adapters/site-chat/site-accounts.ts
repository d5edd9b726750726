import { accountProfile } from '../../core/channel-accounts/account-profile.js'
import type { Core } from '../../core/context.js'
import type { SiteAccount } from './site-account.js'
import { accountOfToken } from './visitor-token.js'

/** The widgets of this process. One that was removed or stopped is not found: it hears nobody and shows nothing new. */
export class SiteAccounts {
  readonly #accounts = new Map<string, SiteAccount>()

  constructor(private readonly core: Pick<Core, 'models' | 'channels'>) {}

  put(account: SiteAccount): void {
    this.#accounts.set(account.accountId, account)
  }

  known(accountId: string): SiteAccount | undefined {
    return this.#accounts.get(accountId)
  }

  /** The account, if it works now. */
  async working(accountId: string): Promise<SiteAccount | null> {
    const account = this.#accounts.get(accountId)
    if (!account) return null
    const profile = await accountProfile(this.core, accountId)
    return profile && (profile.removed || !profile.enabled) ? null : account
  }

  /** The account whose visitor a token names; the token itself is still to be read. */
  async ofToken(token: string | undefined): Promise<SiteAccount | null> {
    const accountId = token === undefined ? undefined : accountOfToken(token)
    return accountId === undefined ? null : this.working(accountId)
  }
}
