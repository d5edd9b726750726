import type { WireChat, WireMessage } from '../protocol.js'
import { Emitter, Model } from './emitter.js'
import { MsgKey, Wid, widOf } from './wid.js'

const widFields = ['from', 'to', 'author', 'quotedParticipant'] as const

/** A message as the page has it. */
export class MsgModel extends Model {
  declare id: MsgKey
  declare type: string
  declare t: number
  declare ack: number
  declare from: Wid
  declare to: Wid
  declare isNewMsg: boolean
  mediaData?: { mediaStage: string }
  mediaObject?: object

  constructor(fields: Record<string, unknown>) {
    super()
    Object.assign(this, fields)
    for (const name of widFields) if (this[name]) this[name] = widOf(this[name])
    if (this.directPath) {
      this.mediaData = { mediaStage: 'RESOLVED' }
      this.mediaObject = {}
    }
  }

  static fromWire(message: WireMessage, isNewMsg: boolean): MsgModel {
    return new MsgModel({ ...message, id: MsgKey.fromWire(message.id), isNewMsg })
  }

  get isNotification(): boolean {
    return /notification|gp2|protocol/.test(this.type)
  }

  #broken = false

  /** The next reading fails, as that of a model that WhatsApp has changed. */
  breakOnce(): void {
    this.#broken = true
  }

  /** Plain data, as the real models give it. */
  serialize(): Record<string, unknown> {
    if (this.#broken) {
      this.#broken = false
      throw new TypeError("Cannot read properties of undefined (reading 'toJSON')")
    }
    const data: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(this)) {
      if (name === 'collection' || name === 'mediaObject' || name === 'mediaData') continue
      data[name] = value instanceof Wid ? value.toJSON() : value
    }
    const { fromMe, remote, id, participant, _serialized } = this.id
    const author = participant ? { participant: participant.toJSON() } : {}
    data.id = { fromMe, remote: remote.toJSON(), id, ...author, _serialized }
    return data
  }

  unsafe(): this {
    return this
  }

  canReply(): boolean {
    return true
  }

  /** What a message that answers this one carries of it. */
  msgContextInfo(): Record<string, unknown> {
    return {
      quotedStanzaID: this.id.id,
      quotedParticipant: this.from,
      quotedMsg: { type: this.type, ...(this.body ? { body: this.body } : {}) },
    }
  }

  async downloadMedia(): Promise<void> {
    if (this.mediaData) this.mediaData.mediaStage = 'RESOLVED'
  }
}

export class MsgCollection extends Emitter {
  readonly #byKey = new Map<string, MsgModel>()
  readonly modelClass = MsgModel

  get(key: unknown): MsgModel | undefined {
    return this.#byKey.get(typeof key === 'string' ? key : String((key as MsgKey)._serialized))
  }

  getModelsArray(): MsgModel[] {
    return [...this.#byKey.values()]
  }

  async getMessagesById(keys: string[]): Promise<{ messages: MsgModel[] }> {
    return { messages: keys.flatMap((key) => this.get(key) ?? []) }
  }

  /** Puts a message in; `add` is heard even when it was here before, as the real page repeats itself. */
  put(model: MsgModel): MsgModel {
    const known = this.#byKey.get(model.id._serialized)
    const kept = known ?? model
    if (!known) {
      model.collection = this
      this.#byKey.set(model.id._serialized, model)
    }
    if (model.isNewMsg) this.trigger('add', kept)
    return kept
  }

  of(chat: Wid): MsgModel[] {
    return this.getModelsArray()
      .filter((model) => model.id.remote._serialized === chat._serialized)
      .sort((a, b) => a.t - b.t)
  }
}

export class ChatModel extends Model {
  declare id: Wid
  declare t: number
  declare formattedTitle: string
  readonly mute = { expiration: 0 }
  readonly msgs: { getModelsArray(): MsgModel[] }

  constructor(chat: WireChat, messages: MsgCollection) {
    super()
    const id = new Wid(chat.id)
    this.id = id
    this.t = chat.t
    this.formattedTitle = chat.name
    this.msgs = { getModelsArray: () => messages.of(id) }
    if (id.isGroup()) this.groupMetadata = { announce: false, serialize: () => ({ participants: [] }) }
  }

  serialize(): Record<string, unknown> {
    return {
      id: this.id.toJSON(),
      t: this.t,
      unreadCount: 0,
      archive: false,
      formattedTitle: this.formattedTitle,
    }
  }
}

export class ChatCollection extends Emitter {
  readonly #chats = new Map<string, ChatModel>()

  constructor(readonly messages: MsgCollection) {
    super()
  }

  get(id: unknown): ChatModel | undefined {
    return this.#chats.get(widOf(id)._serialized)
  }

  async find(id: unknown): Promise<ChatModel> {
    const chat = this.get(id)
    if (!chat) throw new Error('chat not found')
    return chat
  }

  getModelsArray(): ChatModel[] {
    return [...this.#chats.values()]
  }

  put(chat: WireChat): ChatModel {
    const known = this.#chats.get(chat.id)
    if (known) {
      known.change({ t: Math.max(known.t, chat.t), formattedTitle: chat.name })
      return known
    }
    const model = new ChatModel(chat, this.messages)
    this.#chats.set(chat.id, model)
    return model
  }
}

export class ContactModel extends Model {
  declare id: Wid
  declare pushname: string

  constructor(id: Wid, pushname: string) {
    super()
    this.id = id
    this.pushname = pushname
  }

  get formattedName(): string {
    return this.pushname
  }

  serialize(): Record<string, unknown> {
    return { id: this.id.toJSON(), pushname: this.pushname, type: 'in' }
  }
}
