import { signature } from '../audit.js'
import type { InboundMessage, Origin } from '../channel.js'
import { type Content, plainText } from '../content.js'
import { type Core, system } from '../context.js'
import { takeNumbers } from '../counters.js'
import type { Delivery, DeliveryPurpose } from '../deliveries/delivery.model.js'
import { buildDelivery } from '../deliveries/queue-delivery.js'
import type { Dialogs } from '../dialogs/dialogs.js'
import { type EventCatalogue, type EventInput, type EventType, event } from '../events.js'
import { awaitedFiles } from '../files/awaited-files.js'
import type { FileDoc } from '../files/file.model.js'
import { newId } from '../ids.js'
import type { Inquiry } from '../inquiries/inquiry.model.js'
import { searchWords } from '../search-words.js'
import type { Transaction } from '../transaction.js'
import type { Conversation } from './conversation.model.js'
import type { Message, MessageAuthor } from './message.model.js'
import { offerOf, readNumberBack } from './read-number-back.js'

const previewLength = 140

/** What a new chat looks like before its first message is added. */
export function newConversation(inbound: InboundMessage, contactPointId: string, now: Date): Conversation {
  return {
    _id: newId(),
    channel: inbound.channel,
    accountId: inbound.accountId,
    contactPointId,
    chatId: inbound.chatId,
    title: inbound.from.name,
    clientId: null,
    inquiryId: '',
    status: 'open',
    snoozedUntil: null,
    assigneeId: null,
    labels: [],
    unreadCount: 0,
    lastMessageAt: inbound.sentAt,
    lastMessage: { direction: 'in', type: inbound.content.type, preview: '' },
    lastInboundAt: null,
    inboundCount: 0,
    words: searchWords({ texts: [inbound.from.name] }),
    dialog: null,
    reachable: true,
    locale: inbound.from.locale?.startsWith('en') ? 'en' : 'ru',
    version: 0,
    createdAt: now,
  }
}

/** First words of a message for lists. */
export function preview(content: Content): string {
  return plainText(content).replace(/\s+/g, ' ').slice(0, previewLength)
}

/**
 * A conversation on its way through one transaction: changes gather here in memory and are written once. Every message
 * and event takes the next version, so that order within the conversation is one number.
 */
export class ConversationDraft {
  readonly messages: Message[] = []
  readonly deliveries: Delivery[] = []
  readonly inquiries: Inquiry[] = []
  readonly files: FileDoc[] = []
  readonly #events: EventInput[] = []
  readonly #before: Conversation
  readonly #now: Date

  constructor(
    private readonly core: Core,
    private readonly tx: Transaction,
    readonly doc: Conversation,
    private readonly isNew: boolean,
  ) {
    this.#before = { ...doc }
    this.#now = core.clock.now()
  }

  get changed(): boolean {
    return this.isNew || this.doc.version !== this.#before.version
  }

  event<T extends EventType>(type: T, payload: EventCatalogue[T]): void {
    this.doc.version += 1
    this.#events.push(event(type, this.doc._id, this.doc.version, payload))
  }

  /** Opens an inquiry for a new chat and for one that was closed. Returns whether it did. */
  openInquiry(inbound: InboundMessage, dialogs: Dialogs): boolean {
    const { doc } = this
    if (doc.blocked) return false
    const reopened = !this.isNew && doc.status === 'closed'
    if (doc.inquiryId !== '' && !reopened) return false
    if (reopened) {
      doc.status = 'open'
      this.event('conversation.reopened', { conversationId: doc._id })
    }
    const qualifies = dialogs.startsFor(doc)
    const status = qualifies ? 'qualifying' : 'waiting'
    const inquiry: Inquiry = {
      _id: newId(),
      number: 0,
      channel: doc.channel,
      accountId: doc.accountId,
      conversationId: doc._id,
      contactPointId: doc.contactPointId,
      clientId: doc.clientId,
      dealId: null,
      assigneeId: doc.assigneeId,
      departmentId: null,
      status,
      byNumber: reopened || doc.clientId ? 'repeat' : 'primary',
      byMeaning: 'unknown',
      byContact: inbound.from.phone ? 'verified' : 'none',
      qualification: 'unknown',
      source: sourceOf(inbound.origin),
      project: inbound.origin?.utm?.utm_campaign?.slice(0, 100) ?? '',
      origin: inbound.origin,
      answers: {},
      comment: '',
      deferredUntil: null,
      history: [{ event: 'open', from: null, to: status, by: signature(system), at: this.#now }],
      version: 1,
      createdAt: this.#now,
      answeredAt: null,
    }
    doc.inquiryId = inquiry._id
    this.inquiries.push(inquiry)
    this.event('inquiry.opened', { inquiryId: inquiry._id, conversationId: doc._id })
    return true
  }

  /** Writes inquiries opened here at once: whoever changes them next in this transaction finds them stored. */
  async storeInquiries(): Promise<void> {
    const fresh = this.inquiries.splice(0)
    if (fresh.length === 0) return
    const first = await takeNumbers(this.core, 'inquiries', fresh.length)
    for (const [index, inquiry] of fresh.entries()) inquiry.number = first + index
    await this.core.models.Inquiry.collection.insertMany(fresh as never[], {
      session: this.tx.session,
      ignoreUndefined: true,
    })
  }

  /** The message as it is meant: the number of an offered choice is that choice. */
  meaningOf(inbound: InboundMessage): InboundMessage {
    const content = readNumberBack(inbound.content, this.doc.offer)
    return content === inbound.content ? inbound : { ...inbound, content }
  }

  addInbound(inbound: InboundMessage, externalId: string): Message {
    const { doc } = this
    const messageId = newId()
    if (doc.blocked) this.event('message.withheld', { conversationId: doc._id, messageId })
    else this.event('message.received', { conversationId: doc._id, messageId, inquiryId: doc.inquiryId })
    const message: Message = {
      _id: messageId,
      conversationId: doc._id,
      channel: doc.channel,
      accountId: doc.accountId,
      seq: doc.version,
      direction: 'in',
      author: { kind: 'client', name: inbound.from.name },
      content: inbound.content,
      externalId,
      albumParts: inbound.albumId === undefined ? undefined : [inbound.externalId],
      replyToExternalId: inbound.replyToExternalId,
      forwarded: inbound.forwarded,
      origin: inbound.origin,
      sentAt: inbound.sentAt,
      createdAt: this.#now,
    }
    this.messages.push(message)
    this.addFiles(inbound)
    // Nobody hears of it: the conversation stays closed and where it was in the list.
    if (doc.blocked) return message
    if (doc.status === 'waiting' || doc.status === 'snoozed') {
      doc.status = 'open'
      doc.snoozedUntil = null
    }
    doc.unreadCount += 1
    doc.inboundCount = (doc.inboundCount ?? 0) + 1
    doc.reachable = true
    if (!doc.lastInboundAt || doc.lastInboundAt < inbound.sentAt) doc.lastInboundAt = inbound.sentAt
    this.#touch(message)
    return message
  }

  /** Files of an inbound message that the platform still holds, to be fetched after the commit. */
  addFiles(inbound: InboundMessage): void {
    const { accountId, _id: conversationId } = this.doc
    this.files.push(...awaitedFiles(inbound, { accountId, conversationId, now: this.#now }))
    if (this.files.length > 0) this.tx.wakeFiles()
  }

  addAlbumPart(inbound: InboundMessage, messageId: string): void {
    this.addFiles(inbound)
    this.event('message.edited', { conversationId: this.doc._id, messageId })
  }

  /** Queues an answer of ours in the same commit. */
  addOutbound(content: Content, author: MessageAuthor, purpose: DeliveryPurpose): Message {
    const { doc } = this
    const messageId = newId()
    this.event('message.queued', { conversationId: doc._id, messageId })
    const message: Message = {
      _id: messageId,
      conversationId: doc._id,
      channel: doc.channel,
      accountId: doc.accountId,
      seq: doc.version,
      direction: 'out',
      author,
      content,
      delivery: { state: 'queued', at: this.#now },
      sentAt: this.#now,
      createdAt: this.#now,
    }
    this.messages.push(message)
    this.deliveries.push(
      buildDelivery(
        {
          accountId: doc.accountId,
          chatId: doc.chatId,
          content,
          purpose,
          messageId,
          conversationId: doc._id,
        },
        this.#now,
      ),
    )
    this.tx.wakeDelivery(doc.accountId)
    doc.offer = offerOf(content, this.core.channels.capabilitiesOf(doc.accountId))
    this.#touch(message)
    return message
  }

  #touch(message: Message): void {
    this.doc.lastMessageAt = this.#now
    this.doc.lastMessage = {
      direction: message.direction === 'in' ? 'in' : 'out',
      type: message.content.type,
      preview: preview(message.content),
    }
  }

  /** The one write of the conversation document; it finds nothing when somebody else changed it since it was read. */
  write(): object {
    if (this.isNew) return { insertOne: { document: this.doc } }
    const $set: Record<string, unknown> = {}
    for (const key of Object.keys(this.doc) as (keyof Conversation)[]) {
      if (this.doc[key] !== this.#before[key]) $set[key] = this.doc[key]
    }
    return {
      updateOne: { filter: { _id: this.doc._id, version: this.#before.version }, update: { $set } },
    }
  }

  publish(): void {
    for (const item of this.#events) this.tx.publish(item)
  }
}

/** Where a person came from, in one word: UTM source, else deep-link payload, else the referring site. */
export function sourceOf(origin: Origin | undefined): string {
  const utm = origin?.utm?.utm_source ?? origin?.utm?.source
  if (utm) return utm.slice(0, 100)
  if (origin?.startPayload) return origin.startPayload.slice(0, 100)
  if (origin?.referrer) {
    try {
      return new URL(origin.referrer).hostname.slice(0, 100)
    } catch {
      return ''
    }
  }
  return ''
}
