/**
 * What the simulated WhatsApp Web page and its server say to each other over the socket. WhatsApp's own protocol is
 * another (and a secret one): only the page's models, which the library reads, have WhatsApp's names. No Node here.
 */

/** Key of a message: `<fromMe>_<remote>_<id>` is how WhatsApp writes it in one string. */
export interface WireKey {
  fromMe: boolean
  remote: string
  id: string
  /** Who wrote it, in a group. */
  participant?: string
}

/** A message with the field names of WhatsApp's model; wids are strings such as `79131234567@c.us`. */
export interface WireMessage {
  id: WireKey
  type: string
  /** Unix seconds. */
  t: number
  from: string
  to: string
  author?: string
  notifyName?: string
  /** 0 waits, 1 taken by the server, 2 on the phone, 3 read, -1 failed. */
  ack: number
  body?: string
  caption?: string
  directPath?: string
  mimetype?: string
  filename?: string
  size?: number
  duration?: number
  lat?: number
  lng?: number
  loc?: string
  vcardFormattedName?: string
  vcardList?: { vcard: string }[]
  quotedStanzaID?: string
  quotedParticipant?: string
  quotedMsg?: { type: string; body?: string }
  isStatusV3?: boolean
  broadcast?: boolean
  isForwarded?: boolean
  latestEditSenderTimestampMs?: number
}

export interface WireChat {
  id: string
  name: string
  /** Unix seconds of the last message. */
  t: number
}

export type ToPage =
  | { type: 'unpaired'; ref: string }
  | { type: 'ref'; ref: string }
  | { type: 'paired'; token: string; me: string; pushname: string }
  | { type: 'restored'; me: string; pushname: string }
  | { type: 'history'; chats: WireChat[]; messages: WireMessage[] }
  /** Whose a hidden number is. */
  | { type: 'number'; lid: string; wid: string }
  | { type: 'progress'; percent: number }
  | { type: 'synced'; early: boolean }
  | { type: 'message'; message: WireMessage; chat: WireChat }
  | { type: 'change'; key: string; change: Partial<WireMessage> }
  | { type: 'reaction'; key: string; from: string; text: string; atMs: number }
  | { type: 'state'; state: string }
  | { type: 'logout' }
  /** The page loads itself anew, as WhatsApp's does when it has a newer version. */
  | { type: 'reload' }
  | { type: 'answer'; requestId: number; result?: unknown; error?: { status: number; message: string } }

export type PageRequest =
  | { what: 'send'; message: WireMessage }
  | { what: 'edit'; key: string; body: string }
  | { what: 'revoke'; key: string }
  | { what: 'exists'; wid: string }
  | { what: 'pairing-code'; phone: string }
  | { what: 'refresh-qr' }
  | { what: 'chat-state'; wid: string; state: 'composing' | 'recording' | 'paused' }
  | { what: 'seen'; wid: string }
  | { what: 'earlier'; wid: string; before: number }
  | { what: 'takeover' }
  | { what: 'logout' }

export type ToServer =
  | { type: 'hello'; token?: string }
  | { type: 'request'; requestId: number; request: PageRequest }

/** The string form of a key. */
export function serializeKey({ fromMe, remote, id, participant }: WireKey): string {
  return [fromMe, remote, id, ...(participant ? [participant] : [])].join('_')
}
