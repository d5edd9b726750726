import type { AnyBulkWriteOperation, Collection, Document } from 'mongodb'
import type { InboundMessage } from '../channel.js'
import type { ContactPoint } from '../contacts/contact-point.model.js'
import type { Core } from '../context.js'
import { takeNumbers } from '../counters.js'
import { type Dialogs, forPeople } from '../dialogs/dialogs.js'
import { newId } from '../ids.js'
import { takeLink } from '../links/take-link.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { type ChatMemory, chatKey, type KnownChat } from './chat-memory.js'
import type { Conversation } from './conversation.model.js'
import { ConversationDraft, newConversation } from './conversation-draft.js'
import type { Message } from './message.model.js'
import { messageKey } from './message-key.js'
import type { Received } from './receive-message.js'
import { takeLeftContact } from './take-left-contact.js'

/** A remembered conversation was changed by somebody else: nothing was written. */
export class StaleConversation extends Error {}

/**
 * Stores a batch of inbound messages in one majority transaction: contact points and conversations found or created,
 * messages under their unique keys, counters moved, inquiries opened, dialog steps taken with their replies, events
 * written. Returns one result per input, in order.
 *
 * Where nothing speaks against it, no message is looked for and no conversation read: the unique keys and the versions
 * of the conversations prove in the commit that both are new and as remembered. A batch that fails for one of them is
 * forgotten by `memory` and succeeds with `careful`.
 *
 * @throws StaleConversation, a duplicate key (both: try again with care), and whatever the database says
 */
export async function storeMessages(
  core: Core,
  dialogs: Dialogs,
  memory: ChatMemory,
  batch: readonly InboundMessage[],
  careful: boolean,
): Promise<Received[]> {
  // The parts of an album come one by one and join the message that is there.
  const doubtful = careful ? batch : batch.filter((inbound) => inbound.albumId !== undefined)
  const [stored, chats] = await Promise.all([
    findStored(core, doubtful),
    findChats(core, memory, batch),
    dialogs.prepare(batch.map((inbound) => inbound.accountId)),
  ])
  try {
    const { results, store } = await inTransaction(core, async (tx) => {
      const store = new BatchStore(core, dialogs, tx, chats)
      await store.load(careful ? undefined : memory)
      const results: Received[] = []
      for (const inbound of batch) results.push(await store.take(inbound, stored))
      await store.write()
      return { results, store }
    })
    for (const [key, chat] of store.newChats) memory.keepChat(key, chat)
    for (const conversation of store.conversations()) memory.keepConversation(conversation)
    return results
  } catch (err) {
    memory.distrust(batch)
    throw err
  }
}

type StoredMessage = Pick<Message, '_id' | 'conversationId' | 'albumParts'>

async function findStored(core: Core, batch: readonly InboundMessage[]): Promise<Map<string, StoredMessage>> {
  const found = new Map<string, StoredMessage>()
  for (const [accountId, list] of byAccount(batch)) {
    const rows = await core.models.Message.collection
      .find(
        { accountId, externalId: { $in: list.map(messageKey) } },
        { projection: { externalId: 1, conversationId: 1, albumParts: 1 } },
      )
      .toArray()
    for (const row of rows) found.set(`${accountId}|${row.externalId}`, row as unknown as StoredMessage)
  }
  return found
}

async function findChats(
  core: Core,
  memory: ChatMemory,
  batch: readonly InboundMessage[],
): Promise<Map<string, KnownChat>> {
  const chats = new Map<string, KnownChat>()
  const missing: InboundMessage[] = []
  for (const inbound of batch) {
    const known = memory.chat(chatKey(inbound))
    if (known) chats.set(chatKey(inbound), known)
    else missing.push(inbound)
  }
  for (const [accountId, list] of byAccount(missing)) {
    const points = await core.models.ContactPoint.collection
      .find(
        { accountId, kind: list[0]?.channel, value: { $in: list.map((inbound) => inbound.from.externalId) } },
        { projection: { value: 1 } },
      )
      .toArray()
    const conversations = await core.models.Conversation.collection
      .find(
        { contactPointId: { $in: points.map((p) => String(p._id)) } },
        { projection: { contactPointId: 1 } },
      )
      .toArray()
    const byPoint = new Map(conversations.map((c) => [c.contactPointId as string, String(c._id)]))
    for (const point of points) {
      const conversationId = byPoint.get(String(point._id))
      if (conversationId === undefined) continue
      const chat = { contactPointId: String(point._id), conversationId }
      chats.set(`${accountId}|${point.value}`, chat)
      memory.keepChat(`${accountId}|${point.value}`, chat)
    }
  }
  return chats
}

function byAccount(batch: readonly InboundMessage[]): Map<string, InboundMessage[]> {
  const groups = new Map<string, InboundMessage[]>()
  for (const inbound of batch) {
    const group = groups.get(inbound.accountId)
    if (group) group.push(inbound)
    else groups.set(inbound.accountId, [inbound])
  }
  return groups
}

/** One try at one transaction: everything is worked out in memory and written collection by collection. */
class BatchStore {
  readonly newChats = new Map<string, KnownChat>()
  readonly #drafts = new Map<string, ConversationDraft>()
  readonly #points: ContactPoint[] = []
  /** Messages of this very batch, by account and key: a platform may repeat itself within one. */
  readonly #here = new Map<string, Message>()
  readonly #appends: { messageId: string; inbound: InboundMessage }[] = []

  constructor(
    private readonly core: Core,
    private readonly dialogs: Dialogs,
    private readonly tx: Transaction,
    private readonly chats: ReadonlyMap<string, KnownChat>,
  ) {}

  /** Takes the conversations of the batch from memory where it has them; the rest is read. */
  async load(memory?: ChatMemory): Promise<void> {
    const ids: string[] = []
    for (const id of new Set([...this.chats.values()].map((chat) => chat.conversationId))) {
      const remembered = memory?.conversation(id)
      if (remembered)
        this.#drafts.set(id, new ConversationDraft(this.core, this.tx, { ...remembered }, false))
      else ids.push(id)
    }
    if (ids.length === 0) return
    const rows = await this.core.models.Conversation.collection
      .find({ _id: { $in: ids as never[] } }, { session: this.tx.session })
      .toArray()
    for (const row of rows) {
      const conversation = row as unknown as Conversation
      this.#drafts.set(conversation._id, new ConversationDraft(this.core, this.tx, conversation, false))
    }
  }

  async take(came: InboundMessage, stored: ReadonlyMap<string, StoredMessage>): Promise<Received> {
    const key = `${came.accountId}|${messageKey(came)}`
    const before = stored.get(key) ?? this.#here.get(key)
    if (before) return this.#takeAgain(came, before)

    const draft = await this.#draftOf(came)
    const inbound = await takeLink(this.core, this.tx, draft, draft.meaningOf(came))
    const dialogs = inbound.left ? forPeople : this.dialogs
    const opened = draft.openInquiry(inbound, dialogs)
    const message = draft.addInbound(inbound, messageKey(inbound))
    this.#here.set(key, message)
    if (!draft.doc.blocked) {
      await dialogs.take(this.core, this.tx, draft, inbound, opened)
      if (inbound.left) await takeLeftContact(this.core, this.tx, draft, inbound.left)
    }
    return { messageId: message._id, conversationId: draft.doc._id, duplicate: false }
  }

  /** A duplicate, or one more part of an album whose first part is here. */
  async #takeAgain(inbound: InboundMessage, before: StoredMessage): Promise<Received> {
    const received = { messageId: before._id, conversationId: before.conversationId, duplicate: true }
    if (inbound.albumId === undefined || inbound.content.type !== 'album') return received
    if (before.albumParts?.includes(inbound.externalId)) return received
    const draft = this.#drafts.get(before.conversationId)
    if (!draft) return received
    const here = this.#here.get(`${inbound.accountId}|${messageKey(inbound)}`)
    if (here && here.content.type === 'album') {
      here.content = { ...here.content, files: [...here.content.files, ...inbound.content.files] }
      here.albumParts?.push(inbound.externalId)
      draft.addFiles(inbound)
    } else {
      before.albumParts = [...(before.albumParts ?? []), inbound.externalId]
      this.#appends.push({ messageId: before._id, inbound })
      draft.addAlbumPart(inbound, before._id)
    }
    return { ...received, duplicate: false }
  }

  async #draftOf(inbound: InboundMessage): Promise<ConversationDraft> {
    const known = this.chats.get(chatKey(inbound)) ?? this.newChats.get(chatKey(inbound))
    const draft = known && this.#drafts.get(known.conversationId)
    if (draft) return draft
    const now = this.core.clock.now()
    const point: ContactPoint = {
      _id: newId(),
      kind: inbound.channel,
      accountId: inbound.accountId,
      value: inbound.from.externalId,
      chatId: inbound.chatId,
      name: inbound.from.name,
      username: inbound.from.username,
      locale: inbound.from.locale,
      clientId: null,
      state: 'verified',
      reachable: true,
      createdAt: now,
    }
    const conversation = newConversation(inbound, point._id, now)
    const created = new ConversationDraft(this.core, this.tx, conversation, true)
    this.#points.push(point)
    this.#drafts.set(conversation._id, created)
    this.newChats.set(chatKey(inbound), { contactPointId: point._id, conversationId: conversation._id })
    return created
  }

  /** The conversations as they are after the commit. */
  conversations(): Conversation[] {
    return [...this.#drafts.values()].map((draft) => draft.doc)
  }

  async write(): Promise<void> {
    const { models } = this.core
    const drafts = [...this.#drafts.values()].filter((draft) => draft.changed)
    const inquiries = drafts.flatMap((draft) => draft.inquiries)
    if (inquiries.length > 0) {
      const first = await takeNumbers(this.core, 'inquiries', inquiries.length)
      for (const [index, inquiry] of inquiries.entries()) inquiry.number = first + index
    }
    // A dialog may end within the batch that met the person.
    const owners = new Map(drafts.map((draft) => [draft.doc.contactPointId, draft.doc.clientId]))
    for (const point of this.#points) point.clientId = owners.get(point._id) ?? null
    await this.#insert(models.ContactPoint.collection, this.#points)
    await this.#insert(models.Inquiry.collection, inquiries)
    if (drafts.length > 0) {
      const writes = drafts.map((draft) => draft.write()) as unknown as AnyBulkWriteOperation<Document>[]
      const { matchedCount, insertedCount } = await models.Conversation.collection.bulkWrite(
        writes as never[],
        { session: this.tx.session, ordered: false, ignoreUndefined: true },
      )
      if (matchedCount + insertedCount !== drafts.length) throw new StaleConversation()
    }
    await this.#insert(
      models.Message.collection,
      drafts.flatMap((draft) => draft.messages),
    )
    for (const { messageId, inbound } of this.#appends) {
      if (inbound.content.type !== 'album') continue
      await models.Message.collection.updateOne(
        { _id: messageId as never, albumParts: { $ne: inbound.externalId } },
        {
          $push: { albumParts: inbound.externalId, 'content.files': { $each: inbound.content.files } },
        } as never,
        { session: this.tx.session },
      )
    }
    await this.#insert(
      models.File.collection,
      drafts.flatMap((draft) => draft.files),
    )
    await this.#insert(
      models.Delivery.collection,
      drafts.flatMap((draft) => draft.deliveries),
    )
    for (const draft of drafts) draft.publish()
  }

  async #insert(collection: unknown, docs: readonly object[]): Promise<void> {
    if (docs.length === 0) return
    await (collection as Collection<Document>).insertMany(
      docs as Document[],
      { session: this.tx.session, ordered: false, ignoreUndefined: true } as never,
    )
  }
}
