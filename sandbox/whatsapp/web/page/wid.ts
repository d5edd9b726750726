import { serializeKey, type WireKey } from '../protocol.js'

/** A WhatsApp id: `79131234567@c.us`, `…@lid`, `…@g.us`, `status@broadcast`. */
export class Wid {
  readonly user: string
  readonly server: string
  readonly _serialized: string

  constructor(text: string) {
    const [user = '', server = 'c.us'] = text.split('@')
    this.user = user
    this.server = server
    this._serialized = `${user}@${server}`
  }

  isLid(): boolean {
    return this.server === 'lid'
  }
  isGroup(): boolean {
    return this.server === 'g.us'
  }
  isStatus(): boolean {
    return this._serialized === 'status@broadcast'
  }
  isUser(): boolean {
    return this.server === 'c.us' || this.server === 'lid'
  }
  isNewsletter(): boolean {
    return this.server === 'newsletter'
  }
  isBroadcast(): boolean {
    return this.server === 'broadcast'
  }
  toString(): string {
    return this._serialized
  }
  toJid(): string {
    return this._serialized
  }
  /** What leaves the page. */
  toJSON(): { user: string; server: string; _serialized: string } {
    return { user: this.user, server: this.server, _serialized: this._serialized }
  }
}

export function widOf(like: unknown): Wid {
  if (like instanceof Wid) return like
  if (typeof like === 'string') return new Wid(like)
  return new Wid((like as { _serialized: string })._serialized)
}

/** Key of a message. The library makes one itself (`new`, `newId`) before it sends. */
export class MsgKey {
  readonly fromMe: boolean
  readonly remote: Wid
  readonly id: string
  readonly participant?: Wid
  readonly _serialized: string

  constructor(given: {
    from?: unknown
    to?: unknown
    id: string
    participant?: unknown
    selfDir?: string
    wire?: WireKey
  }) {
    this.fromMe = given.wire?.fromMe ?? given.selfDir === 'out'
    this.remote = widOf(given.wire?.remote ?? given.to)
    this.id = given.id
    const participant = given.wire?.participant ?? given.participant
    if (participant) this.participant = widOf(participant)
    this._serialized = serializeKey(this.toWire())
  }

  static fromWire(wire: WireKey): MsgKey {
    return new MsgKey({ id: wire.id, wire })
  }

  static async newId(): Promise<string> {
    const bytes = crypto.getRandomValues(new Uint8Array(9))
    return `3EB0${[...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('')}`
  }

  toWire(): WireKey {
    const { fromMe, id } = this
    const participant = this.participant ? { participant: this.participant._serialized } : {}
    return { fromMe, remote: this.remote._serialized, id, ...participant }
  }

  toString(): string {
    return this._serialized
  }
}
