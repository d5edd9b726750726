/**
 * What the widget and the server say to each other over socket.io (path `/chat`). Types only: the widget bundles this
 * file for nothing. Instants are ISO strings, sizes bytes.
 */

export interface ChatFile {
  id: string
  name: string
  size: number
  /** Signed and short-lived; `refresh` gives a new one. */
  url: string
  /** How the widget may show it: only raster pictures, sound and video play in place. */
  show: 'image' | 'audio' | 'video' | 'download'
}

export interface ChatChoice {
  id: string
  label: string
}

export type ChatContent =
  | { type: 'text'; text: string }
  | { type: 'files'; files: ChatFile[]; caption?: string }
  | { type: 'location'; latitude: number; longitude: number; title?: string }
  | { type: 'contact'; phone: string; name: string }
  | { type: 'choices'; text: string; choices: ChatChoice[]; multiple?: boolean; requestContact?: string }
  | { type: 'choice'; choiceId: string; label: string }
  | { type: 'emoji'; text: string }
  | { type: 'unsupported' }

export interface ChatMessage {
  id: string
  /** Order in the conversation; grows, with gaps. */
  seq: number
  /** `in`: the visitor's own; `out`: ours. */
  direction: 'in' | 'out'
  author: { kind: 'client' | 'staff' | 'bot' | 'system'; name: string; photoUrl?: string }
  content: ChatContent
  sentAt: string
  /** The id under which the visitor's widget sent it. */
  clientMessageId?: string
  /** Ours, and the visitor has read it, here or in another browser. */
  read?: boolean
}

/** The person who answers, as they want clients to see them; empty where they say nothing. */
export interface ChatManager {
  name: string
  title: string
  photoUrl: string
  address: string
  /** A week in a line. */
  hours: string
}

/** Who the visitor talks to and when they are there. */
export interface ChatProfile {
  company: string
  greeting: string
  /** "Usually answers within five minutes"; empty where it is not known. */
  replyTime: string
  open: boolean
  /** When people are back; null while they are here or when nobody knows. */
  backAt: string | null
  /** What one agrees to who leaves a phone or an e-mail; empty where nothing is asked. */
  consent: string
  manager: ChatManager | null
}

/** How a widget looks by its account; an empty colour is the product's. Attributes of the script tag win. */
export interface ChatLook {
  color: string
  theme: 'auto' | 'light' | 'dark'
  position: 'left' | 'right'
}

export interface ChatPage {
  messages: ChatMessage[]
  /** There is more in the direction that was asked for. */
  more: boolean
  /** Everything up to this seq has been handed over: the `afterSeq` of the next catching up. */
  cursor: number
  /** The team has seen all that the visitor wrote. */
  seen: boolean
}

export type Messenger = 'telegram' | 'whatsapp'

export interface Hello extends ChatPage {
  /** A new identity: keep it. Absent when the one shown holds. */
  token?: string
  profile: ChatProfile
  hasConversation: boolean
  /** Messengers in which the visitor may go on. */
  continueIn: Messenger[]
  limits: { text: number; file: number }
}

/** What the visitor says. A file is named by the ticket that the upload gave. */
export type VisitorContent =
  | { type: 'text'; text: string }
  | { type: 'choice'; choiceId: string; label: string }
  | { type: 'contact'; phone: string; name?: string }
  | { type: 'file'; ticket: string; caption?: string }
  /** The form for when nobody is there; `address` is a phone or an e-mail, as people write them. */
  | { type: 'left'; text: string; name: string; address: string; consent?: boolean }

export interface VisitorPage {
  url?: string
  referrer?: string
  utm?: Record<string, string>
}

export type ChatErrorCode = 'bad-input' | 'too-many-requests' | 'bad-ticket' | 'unavailable'
export type Answer<T> =
  | ({ ok: true } & T)
  | { ok: false; error: { code: ChatErrorCode; retryAfterMs?: number } }
export type Reply<T> = (answer: Answer<T>) => void

/** Handshake `auth`. */
export interface ChatAuth {
  account: string
  token?: string
  lang?: string
  /** A signed-in user of the site: `signature` is HMAC-SHA256 of `id` under the site's identity key, hex. */
  user?: { id: string; signature: string; name?: string }
}

export interface VisitorEvents {
  /** First after every connect; without `afterSeq` it answers the newest page, with it everything newer. */
  hello: (input: { afterSeq?: number; page?: VisitorPage }, reply: Reply<Hello>) => void
  /** Answered when the message is stored; the same `clientMessageId` again finds the first. */
  send: (
    input: { clientMessageId: string; content: VisitorContent },
    reply: Reply<{ message: ChatMessage }>,
  ) => void
  sync: (input: { afterSeq: number }, reply: Reply<ChatPage>) => void
  older: (input: { beforeSeq: number }, reply: Reply<ChatPage>) => void
  /** The same messages with fresh file addresses. */
  refresh: (input: { ids: string[] }, reply: Reply<{ messages: ChatMessage[] }>) => void
  /** Hours and faces of now. */
  profile: (input: object, reply: Reply<{ profile: ChatProfile }>) => void
  /** A one-time address that opens this visitor's chat with us in a messenger; only once they have written. */
  continue: (input: { channel: Messenger }, reply: Reply<{ url: string }>) => void
  receipt: (input: { state: 'delivered' | 'read'; ids: string[] }, reply?: Reply<object>) => void
  typing: (input: object, reply?: Reply<object>) => void
}

export interface ServerEvents {
  message: (message: ChatMessage) => void
  edited: (edit: { id: string; content: ChatContent }) => void
  /** We took a message of ours back. */
  removed: (removal: { id: string }) => void
  typing: () => void
  /** Somebody else has the conversation now, or nobody. */
  manager: (manager: ChatProfile['manager']) => void
  /** The team has seen everything the visitor wrote so far. */
  seen: () => void
}

/** Answer of `POST /chat/files`. */
export interface UploadAnswer {
  ticket: string
  name: string
  size: number
}
