import { LRUCache } from 'lru-cache'
import type WAWebJS from 'whatsapp-web.js'
import type { InboundMessage, InboundReceipt } from '../../../core/channel.js'
import { noteGap } from '../../../core/channel-gaps/note-gap.js'
import { settleName } from '../../../core/contacts/settle-name.js'
import type { Core } from '../../../core/context.js'
import { OtklikError } from '../../../core/errors.js'
import type { Inbox } from '../../../core/inbox/receive-message.js'
import { pause } from '../../../core/lease.js'
import { type WhatsAppMessage, whatsAppMessage, whatsAppReaction } from './message.schema.js'
import { changedWords, isForUs, type Listening, parseMessage } from './parse.js'
import type { Progress } from './progress.js'
import { saysPageIsGone, within } from './send.js'

export interface ReceiverOptions {
  core: Core
  inbox: Inbox
  accountId: string
  listening: Listening
  progress: Progress
  /** Messages of one chat that are looked through at most while catching up. */
  deepest: number
  /** Something could not be stored: the chats must be read again from where we were. */
  missed(): void
}

/** Messages of a chat asked for at once while catching up. */
const pageSize = 50
const lookUpMs = 5_000
/** One chat's messages, however slowly the phone hands them over. */
const readChatMs = 90_000
/** A chat that cannot be read is tried again after these, ms; then receiving goes on without it. */
const unreadableWaitsMs = [500, 3_000]

const receiptOf: Record<number, InboundReceipt['state']> = {
  [-1]: 'failed',
  2: 'delivered',
  3: 'read',
  4: 'read',
}

/**
 * What the page says -> the inbox, in the order it was said. WhatsApp Web cannot be told "not received": what could not
 * be stored is fetched from the chats later (`catchUp`), and what comes during that waits, so that no message overtakes
 * an earlier one of its chat. The inbox knows what it has, so looking twice stores nothing twice.
 */
export class Receiver {
  /** Closed while we catch up; what comes meanwhile waits in `held`. */
  #open = false
  #closings = 0
  #held: (() => Promise<void>)[] = []
  #order: Promise<void> = Promise.resolve()
  /** Hidden number -> id with a phone, '' where the page knows none. Asked anew when we catch up. */
  readonly #phones = new LRUCache<string, string>({ max: 10_000 })
  /** What a person goes by here -> the one id we know them by. Only who holds the account changes that. */
  readonly #people = new LRUCache<string, string>({ max: 20_000 })
  #client: WAWebJS.Client | undefined

  constructor(private readonly options: ReceiverOptions) {}

  /** From now on nothing is handed over before `catchUp` has been through the chats. */
  close(): void {
    this.#open = false
    this.#closings += 1
    this.options.progress.behind()
  }

  message(message: WAWebJS.Message): void {
    this.#take(async () => this.#receive(this.#read(message.rawData)))
  }

  edited(message: WAWebJS.Message): void {
    this.#take(async () => this.#edit(this.#read(message.rawData)))
  }

  revoked(message: WAWebJS.Message): void {
    this.#take(async () => this.#remove(this.#read(message.rawData)))
  }

  reaction(reaction: WAWebJS.Reaction): void {
    this.#take(async () => this.#react(reaction))
  }

  /** @param deliveryId of a send whose end nobody saw, where this is its message */
  ack(externalId: string, ack: number, deliveryId?: string): void {
    const state = ack === 1 && deliveryId !== undefined ? 'sent' : receiptOf[ack]
    if (state === undefined) return
    const { core, inbox, accountId } = this.options
    const receipt: InboundReceipt = {
      kind: 'receipt',
      accountId,
      externalId,
      state,
      at: core.clock.now(),
      ...(deliveryId === undefined ? {} : { deliveryId }),
      ...(state === 'failed' ? { reason: { code: 'refused', text: 'WhatsApp: ack -1' } } : {}),
    }
    inbox.receipt(receipt).catch((err: unknown) => {
      core.log.warn({ err, accountId, externalId }, 'whatsapp: a receipt is not stored')
    })
  }

  /**
   * Reads the chats from where we were and then lets through what came meanwhile. Tries until the database takes it;
   * rejects when the page does not answer. A chat that cannot be read is left for the next time, and people are told
   * that something may be missing.
   *
   * @returns whether messages come through from now on: not when it was closed meanwhile, or told to stop
   */
  async catchUp(client: WAWebJS.Client, signal: AbortSignal): Promise<boolean> {
    this.close()
    this.#client = client
    this.#phones.clear()
    this.#people.clear()
    const closings = this.#closings
    const { core, accountId } = this.options
    for (let wait = 500; ; wait = Math.min(wait * 2, 10_000)) {
      try {
        await this.#order
        await this.#readChats(client, signal)
        break
      } catch (err) {
        if (!isDatabaseAway(err)) throw err
        core.log.warn({ err, accountId }, 'whatsapp: catching up waits for the database')
        await pause(wait, signal)
        if (signal.aborted) return false
      }
    }
    // What waits comes after what the next session reads: let through now, it would overtake it.
    if (signal.aborted || closings !== this.#closings) return false
    this.#letThrough()
    return true
  }

  /** Receiving goes on though the chats cannot be read. Where we are stays as it was, so that they are read some day. */
  async goOnBehind(): Promise<void> {
    await this.#noteGap()
    this.#letThrough()
  }

  #letThrough(): void {
    this.#open = true
    for (const work of this.#held.splice(0)) this.#enqueue(work)
  }

  #take(work: () => Promise<void>): void {
    if (this.#open) this.#enqueue(work)
    else this.#held.push(work)
  }

  /** One after the other up to the inbox; storing is not waited for, so that a burst shares its commits. */
  #enqueue(work: () => Promise<void>): void {
    const { core, accountId, missed } = this.options
    // Closed meanwhile: what is before this one will be read again, and so is this one.
    const inTurn = async () => (this.#open ? work() : void this.#held.push(work))
    this.#order = this.#order.then(inTurn).catch((err: unknown) => {
      core.log.warn({ err, accountId }, 'whatsapp: something the page said is not stored yet')
      this.close()
      missed()
    })
  }

  #read(raw: unknown): WhatsAppMessage | undefined {
    const result = whatsAppMessage.safeParse(raw)
    if (result.success) return result.data
    const { core, accountId } = this.options
    const fields = result.error.issues.map(({ path }) => path.join('.'))
    core.log.warn({ accountId, fields }, 'whatsapp: a message in a form that is not known')
    return undefined
  }

  async #receive(message: WhatsAppMessage | undefined): Promise<void> {
    if (!message) return
    const missed = () => {
      this.options.progress.missed(message.t)
      this.close()
      this.options.missed()
    }
    try {
      for (const inbound of await this.#parse(message)) void this.#store(message, inbound).catch(missed)
    } catch (err) {
      this.options.progress.missed(message.t)
      throw err
    }
  }

  /** @returns nothing where it is not for us. @throws when the database is away */
  async #parse(message: WhatsAppMessage): Promise<InboundMessage[]> {
    const { accountId, listening } = this.options
    if (!isForUs(message, listening)) return []
    const { remote } = message.id
    const phoneId = remote.endsWith('@lid') ? await this.#phoneOf(remote) : undefined
    const parsed = parseMessage(message, accountId, phoneId)
    const externalId = await this.#settle(parsed[0]?.names ?? [])
    return parsed.map(({ inbound }) => ({ ...inbound, from: { ...inbound.from, externalId } }))
  }

  /** Which of a person's ids we know them by: a number that is hidden at first and shown later makes no second person. */
  async #settle(names: readonly string[]): Promise<string> {
    const { core, accountId } = this.options
    const key = names.join('|')
    const known = this.#people.get(key)
    if (known !== undefined) return known
    const value = await settleName(core, { accountId, kind: 'whatsapp' }, names)
    for (const name of [key, ...names]) this.#people.set(name, value)
    return value
  }

  /** @returns whether it was here already. @throws when the database is away */
  async #store(message: WhatsAppMessage, inbound: InboundMessage): Promise<boolean> {
    const { core, inbox, accountId, progress } = this.options
    try {
      const { duplicate } = await inbox.receive(inbound)
      progress.stored(message.t)
      return duplicate
    } catch (err) {
      if (isDatabaseAway(err)) throw err
      // It cannot be stored in any way: asked for again it would only fail again.
      core.log.error({ err, accountId, externalId: inbound.externalId }, 'whatsapp: a message was given up')
      return true
    }
  }

  /** A hidden number's phone, if the page knows it. Asked once. */
  async #phoneOf(lid: string): Promise<string | undefined> {
    const known = this.#phones.get(lid)
    if (known !== undefined || !this.#client) return known || undefined
    try {
      const [found] = await within(lookUpMs, this.#client.getContactLidAndPhone([lid]))
      const phone = typeof found?.pn === 'string' ? found.pn : ''
      this.#phones.set(lid, phone)
      return phone || undefined
    } catch {
      return undefined
    }
  }

  async #edit(message: WhatsAppMessage | undefined): Promise<void> {
    const words = message && changedWords(message)
    if (!message || words === undefined || message.id.fromMe || !isForUs(message, this.options.listening))
      return
    const { core, inbox, accountId } = this.options
    const externalId = message.id._serialized
    const edition = message.latestEditSenderTimestampMs ?? core.clock.now().getTime()
    await inbox.edit({ kind: 'edit', accountId, externalId, words, edition })
  }

  async #remove(message: WhatsAppMessage | undefined): Promise<void> {
    if (!message) return
    const { core, inbox, accountId } = this.options
    const externalId = message.protocolMessageKey?._serialized ?? message.id._serialized
    await inbox.removal({ kind: 'removal', accountId, externalId, at: core.clock.now() })
  }

  async #react(reaction: WAWebJS.Reaction): Promise<void> {
    const read = whatsAppReaction.safeParse(reaction)
    if (!read.success) return
    const { accountId, inbox } = this.options
    const { msgId, senderId, reaction: emoji, timestamp } = read.data
    if (senderId === this.#client?.info?.wid?._serialized) return
    await inbox.reaction({
      kind: 'reaction',
      accountId,
      externalId: msgId._serialized,
      from: senderId,
      emoji: emoji || null,
      at: new Date(timestamp * 1_000),
    })
  }

  // Catching up

  async #readChats(client: WAWebJS.Client, signal: AbortSignal): Promise<void> {
    const { core, accountId, progress } = this.options
    const { since, unread } = progress
    const ids = (await client.pupPage?.evaluate(
      `window.require('WAWebCollections').Chat.getModelsArray()
        .filter((chat) => chat.t >= ${since}).map((chat) => chat.id._serialized)`,
    )) as string[] | undefined
    const heard = [...new Set([...(ids ?? []), ...unread.keys()])].filter((id) => this.#isHeard(id))
    let left = new Map(heard.map((id) => [id, unread.get(id) ?? since]))
    for (const wait of [0, ...unreadableWaitsMs]) {
      if (left.size === 0) break
      await pause(wait, signal)
      left = await this.#tryChats(client, left, signal)
    }
    if (signal.aborted) return
    if (left.size > 0) await this.#noteGap()
    core.log[left.size > 0 ? 'error' : 'debug']({ accountId, unread: left.size }, 'whatsapp: chats are read')
    progress.caughtUp(left)
  }

  /** @returns those that could not be read. @throws when the page is gone or the database away */
  async #tryChats(
    client: WAWebJS.Client,
    chats: ReadonlyMap<string, number>,
    signal: AbortSignal,
  ): Promise<Map<string, number>> {
    const { core, accountId } = this.options
    const left = new Map<string, number>()
    for (const [chatId, since] of chats) {
      if (signal.aborted) break
      try {
        await this.#readChat(client, chatId, since)
      } catch (err) {
        if (isDatabaseAway(err) || saysPageIsGone(err)) throw err
        // Not the chat's id: it is a phone number.
        core.log.warn({ err, accountId }, 'whatsapp: a chat could not be read')
        left.set(chatId, since)
      }
    }
    return left
  }

  async #noteGap(): Promise<void> {
    const { core, accountId, progress } = this.options
    await noteGap(core, { accountId, from: new Date(progress.since * 1_000), to: core.clock.now() })
  }

  #isHeard(chatId: string): boolean {
    const { groups, statuses, broadcasts } = this.options.listening
    if (chatId.endsWith('@g.us')) return groups
    if (chatId === 'status@broadcast') return statuses
    return chatId.endsWith('@c.us') || chatId.endsWith('@lid') || broadcasts
  }

  async #readChat(client: WAWebJS.Client, chatId: string, since: number): Promise<void> {
    const { core, accountId, deepest } = this.options
    const chat: WAWebJS.Chat | undefined = await within(readChatMs, client.getChatById(chatId))
    // Deleted since it could not be read.
    if (!chat) return
    let raw: WAWebJS.Message[] = []
    let whole = false
    for (let asked = 0; asked < deepest && !whole; ) {
      asked = Math.min(deepest, asked === 0 ? pageSize : asked * 4)
      raw = await within(readChatMs, chat.fetchMessages({ limit: asked }))
      whole = raw.length < asked || (raw[0]?.timestamp ?? 0) < since
    }
    const messages = raw
      .flatMap((one) => this.#read(one.rawData) ?? [])
      .filter((message) => message.t >= since)
      // The library sorts by whole seconds, and not stably: what is equal keeps the page's order.
      .map((message, index) => ({ message, index }))
      .sort((a, b) => a.message.t - b.message.t || a.index - b.index)
      .map(({ message }) => message)
    const meetsKnown = await this.#storeAll(messages)
    if (!whole && !meetsKnown) {
      core.log.warn({ accountId, deepest }, 'whatsapp: a chat holds more than is looked through')
      await this.#noteGap()
    }
    await this.#acknowledge(messages)
  }

  /** @returns whether any of them was here already */
  async #storeAll(messages: WhatsAppMessage[]): Promise<boolean> {
    let meetsKnown = false
    const stored: Promise<[WhatsAppMessage, boolean]>[] = []
    for (const message of messages) {
      if (message.id.fromMe) continue
      if (message.type === 'revoked') await this.#remove(message)
      for (const inbound of await this.#parse(message))
        stored.push(this.#store(message, inbound).then((duplicate) => [message, duplicate]))
    }
    for (const result of await Promise.allSettled(stored)) {
      if (result.status === 'rejected') throw result.reason
      const [message, duplicate] = result.value
      meetsKnown ||= duplicate
      // A message that came whole has its last words already.
      if (duplicate && message.latestEditSenderTimestampMs) await this.#edit(message)
    }
    return meetsKnown
  }

  /** What became of ours while nobody listened. */
  async #acknowledge(messages: WhatsAppMessage[]): Promise<void> {
    const { core, accountId } = this.options
    const ours = messages.filter(({ id, ack }) => id.fromMe && receiptOf[ack ?? 0] !== undefined)
    if (ours.length === 0) return
    const rows = (await core.models.Message.collection
      .find(
        { accountId, externalId: { $in: ours.map(({ id }) => id._serialized) } },
        { projection: { externalId: 1, 'delivery.state': 1 } },
      )
      .toArray()) as unknown as { externalId: string; delivery?: { state: string } }[]
    const states = new Map(rows.map(({ externalId, delivery }) => [externalId, delivery?.state]))
    for (const { id, ack } of ours) {
      const state = states.get(id._serialized)
      if (state !== undefined && state !== receiptOf[ack ?? 0] && state !== 'read')
        this.ack(id._serialized, ack ?? 0)
    }
  }
}

/** The driver's errors have names of their own; whatever else fails is the page's doing, or this one message's. */
function isDatabaseAway(err: unknown): boolean {
  if (err instanceof OtklikError) return err.code === 'database-unavailable' || err.code === 'shutting-down'
  return err instanceof Error && err.name.startsWith('Mongo')
}
