import { LRUCache } from 'lru-cache'
import { rows } from '../../core/collection.js'
import type { Core } from '../../core/context.js'
import type { Conversation } from '../../core/inbox/conversation.model.js'
import type { ChatMessage, ChatPage } from './protocol.js'
import { type RenderedRow, type RenderParts, renderMessage } from './render.js'

const pageSize = 50

type Thread = Pick<Conversation, '_id' | 'assigneeId' | 'unreadCount'>

/**
 * What a visitor may read: the messages of the one conversation on their own contact point, without the team's notes.
 * Every read starts from the visitor id of the token, so there is no id in a request that could point elsewhere.
 */
export class VisitorHistory {
  // A contact point keeps its conversation for ever.
  readonly #contactPoints = new LRUCache<string, string>({ max: 10_000 })

  constructor(
    private readonly core: Pick<Core, 'models'>,
    private readonly accountId: string,
    private readonly parts: RenderParts,
  ) {}

  async conversationOf(visitorId: string): Promise<Thread | null> {
    const contactPointId = await this.contactPointOf(visitorId)
    if (!contactPointId) return null
    return this.core.models.Conversation.findOne(
      { contactPointId },
      { _id: 1, assigneeId: 1, unreadCount: 1 },
    ).lean<Thread | null>()
  }

  /** The newest page, for a browser that has nothing yet. `more`: there are older ones. */
  async newest(visitorId: string): Promise<ChatPage> {
    return this.#pageBack(visitorId, Number.MAX_SAFE_INTEGER)
  }

  /** The page before `seq`. `more`: there are still older ones. */
  async before(visitorId: string, seq: number): Promise<ChatPage> {
    return this.#pageBack(visitorId, seq)
  }

  /** Everything after `seq`, oldest first. `more`: ask again with the new cursor. */
  async after(visitorId: string, seq: number): Promise<ChatPage> {
    const thread = await this.conversationOf(visitorId)
    if (!thread) return { messages: [], more: false, cursor: seq, seen: false }
    const found = await this.#rows({ conversationId: thread._id, seq: { $gt: seq } }, 1)
    const page = found.slice(0, pageSize)
    return {
      messages: await this.#render(page, visitorId),
      more: found.length > pageSize,
      cursor: page.at(-1)?.seq ?? seq,
      seen: thread.unreadCount === 0,
    }
  }

  /** Those of the named messages that are the visitor's to see. */
  async named(visitorId: string, ids: readonly string[]): Promise<ChatMessage[]> {
    const thread = await this.conversationOf(visitorId)
    if (!thread) return []
    return this.#render(await this.#rows({ conversationId: thread._id, _id: { $in: ids } }, 1), visitorId)
  }

  /** Those of the named messages of ours that have not come as far as `state`. */
  async awaitingReceipt(
    visitorId: string,
    ids: readonly string[],
    state: 'delivered' | 'read',
  ): Promise<string[]> {
    const thread = await this.conversationOf(visitorId)
    if (!thread) return []
    const settled = state === 'read' ? ['read'] : ['read', 'delivered']
    const found = await rows(this.core.models.Message)
      .find(
        {
          conversationId: thread._id,
          _id: { $in: [...ids] },
          direction: 'out',
          'delivery.state': { $nin: settled },
        } as never,
        { projection: { _id: 1 } },
      )
      .toArray()
    return found.map(({ _id }) => _id)
  }

  async #pageBack(visitorId: string, seq: number): Promise<ChatPage> {
    const thread = await this.conversationOf(visitorId)
    if (!thread) return { messages: [], more: false, cursor: 0, seen: false }
    const found = await this.#rows({ conversationId: thread._id, seq: { $lt: seq } }, -1)
    const page = found.slice(0, pageSize).reverse()
    return {
      messages: await this.#render(page, visitorId),
      more: found.length > pageSize,
      cursor: page.at(-1)?.seq ?? 0,
      seen: thread.unreadCount === 0,
    }
  }

  /** The visitor as a way to reach a person; null until they wrote. */
  async contactPointOf(visitorId: string): Promise<string | null> {
    const kept = this.#contactPoints.get(visitorId)
    if (kept) return kept
    const point = await this.core.models.ContactPoint.findOne(
      { accountId: this.accountId, kind: 'site', value: visitorId },
      { _id: 1 },
    ).lean<{ _id: string } | null>()
    if (point) this.#contactPoints.set(visitorId, point._id)
    return point?._id ?? null
  }

  async #rows(filter: object, order: 1 | -1): Promise<RenderedRow[]> {
    const visible = { ...filter, direction: { $in: ['in', 'out'] }, removed: { $exists: false } }
    const fields = {
      _id: 1,
      seq: 1,
      direction: 1,
      author: 1,
      content: 1,
      sentAt: 1,
      externalId: 1,
      delivery: 1,
    }
    return (await rows(this.core.models.Message)
      .find(visible as never, { projection: fields })
      .sort({ seq: order })
      .limit(pageSize + 1)
      .toArray()) as unknown as RenderedRow[]
  }

  #render(found: readonly RenderedRow[], visitorId: string): Promise<ChatMessage[]> {
    return Promise.all(found.map((row) => renderMessage(row, visitorId, this.parts)))
  }
}
