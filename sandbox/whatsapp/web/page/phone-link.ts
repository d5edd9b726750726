import type { ToPage, WireChat, WireMessage } from '../protocol.js'
import { Emitter, Model } from './emitter.js'
import { Link } from './link.js'
import { ChatCollection, ContactModel, MsgCollection, MsgModel } from './models.js'
import { readToken, writeToken } from './token-store.js'
import { type Wid, widOf } from './wid.js'

/** How long the page waits for somebody to listen before it is synchronised all the same, ms. */
const patienceMs = 8_000

interface ReactionRow {
  id: { _serialized: string }
  reactionParentKey: { _serialized: string }
  reactionTimestamp: number
  reactionText: string
  author: Wid
  from: Wid
  read: boolean
}

/** The state of the page: the socket, who we are, and the models that the library reads and listens to. */
export class LinkedDevice {
  readonly socket = new Model()
  readonly conn = new Model()
  readonly cmd = new Emitter()
  readonly messages = new MsgCollection()
  readonly chats = new ChatCollection(this.messages)
  readonly contacts = new Map<string, ContactModel>()
  /** Hidden number -> the phone's wid, where it is known. */
  readonly numbers = new Map<string, Wid>()
  /** The library puts its own function in place of `bulkUpsert`. */
  readonly reactionTable = { bulkUpsert: async (_rows: ReactionRow[]) => undefined as unknown }
  me: Wid | undefined
  progress = 0
  readonly link: Link
  /** What the server says is taken in order. */
  #heard: Promise<unknown> = Promise.resolve()

  constructor() {
    this.socket.change({ state: 'OPENING', hasSynced: false })
    this.conn.change({ ref: '', platform: 'android', pushname: '' })
    this.link = new Link(
      (message) => {
        this.#heard = this.#heard.then(() => this.#hear(message))
      },
      async () => {
        const token = await readToken()
        return { type: 'hello', ...(token === undefined ? {} : { token }) }
      },
      () => this.#lost(),
    )
  }

  contactOf(id: Wid): ContactModel {
    const known = this.contacts.get(id._serialized)
    if (known) return known
    const contact = new ContactModel(id, this.chats.get(id)?.formattedTitle ?? id.user)
    this.contacts.set(id._serialized, contact)
    return contact
  }

  #lost(): void {
    // An unpaired page shows its code on; a linked one says that it waits for the network.
    if (this.me) this.socket.change({ state: 'TIMEOUT' })
  }

  async #hear(message: ToPage): Promise<void> {
    switch (message.type) {
      case 'unpaired':
        this.conn.change({ ref: message.ref })
        this.socket.change({ state: 'UNPAIRED' })
        return
      case 'ref':
        this.conn.change({ ref: message.ref })
        return
      case 'paired':
        await writeToken(message.token)
        this.#iAm(message.me, message.pushname)
        return
      case 'restored':
        this.#iAm(message.me, message.pushname)
        return
      case 'history':
        for (const chat of message.chats) this.chats.put(chat)
        for (const one of message.messages) this.#remember(one)
        return
      case 'number':
        this.numbers.set(message.lid, widOf(message.wid))
        return
      case 'progress':
        this.progress = message.percent
        this.cmd.trigger('offline_progress_update_from_bridge')
        return
      case 'synced':
        return this.#synced(message.early)
      case 'message':
        return this.#receive(message.message, message.chat)
      case 'change':
        this.messages.get(message.key)?.change(modelFields(message.change))
        return
      case 'reaction':
        await this.#react(message)
        return
      case 'state':
        this.socket.change({ state: message.state })
        return
      case 'logout':
        return this.#logout()
      case 'reload':
        return location.reload()
      case 'answer':
        return
    }
  }

  #iAm(me: string, pushname: string): void {
    this.me = widOf(me)
    this.conn.change({ pushname, wid: this.me })
    this.socket.change({ state: 'CONNECTED' })
  }

  /** What the server has and the page may have or not: no `add` is heard, only changes of what was known. */
  #remember(message: WireMessage): void {
    const fresh = MsgModel.fromWire(message, false)
    const known = this.messages.get(fresh.id)
    if (known) known.change(modelFields(message))
    else this.messages.put(fresh)
  }

  #receive(message: WireMessage, chat: WireChat): void {
    this.chats.put(chat)
    const model = MsgModel.fromWire(message, true)
    const known = this.messages.get(model.id)
    if (known) known.isNewMsg = true
    this.messages.put(model)
  }

  async #synced(early: boolean): Promise<void> {
    if (!early) await this.#untilListenedTo()
    // A page that was synchronised before says so twice when its network comes back: first that it is not, then that it is.
    if (this.socket.hasSynced) this.socket.change({ hasSynced: false })
    this.socket.change({ hasSynced: true })
  }

  /** A real page takes longer to synchronise than the library to listen; not so a planned `early-sync`. */
  async #untilListenedTo(): Promise<void> {
    const deadline = Date.now() + patienceMs
    while (!this.socket.hears('change:hasSynced') && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async #react({ key, from, text, atMs }: Extract<ToPage, { type: 'reaction' }>): Promise<void> {
    const parent = this.messages.get(key)
    const author = widOf(from)
    await this.reactionTable.bulkUpsert([
      {
        id: { _serialized: `${key}_reaction` },
        reactionParentKey: parent?.id ?? { _serialized: key },
        reactionTimestamp: atMs,
        reactionText: text,
        author,
        from: author,
        read: false,
      },
    ])
  }

  async #logout(): Promise<void> {
    await writeToken(undefined)
    this.cmd.trigger('logout')
    // The library wants to hear of it before the page goes.
    setTimeout(() => location.assign('/?post_logout=1&logout_reason=0'), 50)
  }
}

function modelFields(change: Partial<WireMessage>): Record<string, unknown> {
  const {
    id: _id,
    from: _from,
    to: _to,
    author: _author,
    quotedParticipant: _quoted,
    quotedMsg: _msg,
    ...plain
  } = change
  return plain
}
