import { createHash } from 'node:crypto'
import { rows } from '../../core/collection.js'
import type { Core } from '../../core/context.js'
import { isDuplicateKey } from '../../core/db.js'
import { newVisitorId, type Visitor } from './visitor-token.js'

/**
 * Keeps which visitor a signed-in user of the site is, so that the conversation follows the user to every browser. The
 * first browser brings its anonymous conversation along; a browser that was another user's brings nothing.
 */
export class SiteUsers {
  constructor(
    private readonly core: Pick<Core, 'models' | 'clock'>,
    private readonly accountId: string,
  ) {}

  /** Whether this visitor has become a user: a token from before that opens nothing any more. */
  async isUser(visitorId: string): Promise<boolean> {
    return (await this.#users.findOne({ visitorId }, { projection: { _id: 1 } })) !== null
  }

  async visitorOf(userId: string, anonymous: Visitor | null): Promise<Visitor> {
    const _id = `${this.accountId}:${createHash('sha256').update(userId).digest('hex')}`
    const users = this.#users
    const wanted = [...(anonymous && !anonymous.known ? [anonymous.id] : []), newVisitorId()]
    for (const visitorId of wanted) {
      const known = await users.findOne({ _id })
      if (known) return { id: known.visitorId, known: true }
      try {
        await users.insertOne({ _id, visitorId, createdAt: this.core.clock.now() })
        return { id: visitorId, known: true }
      } catch (err) {
        // Another tab was quicker, or the anonymous visitor has become another user: look again.
        if (!isDuplicateKey(err)) throw err
      }
    }
    const known = await users.findOne({ _id })
    if (!known) throw new Error('a site user could not be given a visitor')
    return { id: known.visitorId, known: true }
  }

  get #users() {
    return rows(this.core.models.SiteUser)
  }
}
