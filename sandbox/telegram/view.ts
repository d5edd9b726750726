import type { ApiBotCommand, ApiForceReply, ApiMessage, ApiReplyKeyboard, ApiUser } from './bot-api.js'

/** What the people's side of the sandbox sees: the same shapes in process, over HTTP and in the page. */

/** A message with what only the person's own messenger knows about it. */
export interface MessageView {
  message: ApiMessage
  /** Grows with every change anywhere in the sandbox; a message changed later has the larger one. */
  revision: number
  deleted?: true
  /** The bot's program has confirmed the update of this message (next `offset`, or 2xx to the webhook). */
  delivered?: true
  reactions?: string[]
}

export interface TopicView {
  id: number
  name: string
  iconColor: number
  closed: boolean
}

export interface ChatView {
  /** Key of the chat in the sandbox: `<botId>:<personId>` for a private chat, the chat id for a group. */
  key: string
  /** The chat id that the bot sees. */
  id: number
  type: 'private' | 'supergroup'
  title: string
  isForum: boolean
  botIds: number[]
  personIds: number[]
  /** The person blocked the bot (private chats). */
  blocked: boolean
  /** The person has written at least once, so the bot may write. */
  started: boolean
  keyboard?: ApiReplyKeyboard
  forceReply?: ApiForceReply & { messageId: number }
  /** What the bots of this chat offer in the menu of commands. */
  commands: ApiBotCommand[]
  topics: TopicView[]
  pinned: number[]
  revision: number
}

export interface BotView {
  id: number
  username: string
  name: string
  description: string
  shortDescription: string
}

export interface PersonView {
  id: number
  name: string
  user: ApiUser
  /** With the plus: `+79161234567`. */
  phone: string
  /** Free label of the person's part in the play: `client`, `manager`. */
  role?: string
  /** Who this is in the play: "furniture maker". Bots do not see it. */
  about?: string
}

/** What an inline button press was answered with; `answered: false` when nobody answered in time. */
export interface CallbackAnswer {
  answered: boolean
  text?: string
  showAlert?: boolean
  url?: string
}

/** What came of an action: the messages it made or changed, and the answer to a press. */
export interface ActResult {
  messages: MessageView[]
  answer?: CallbackAnswer
}

export interface SandboxState {
  revision: number
  bots: BotView[]
  people: PersonView[]
  chats: (ChatView & { messages: MessageView[] })[]
}

/** One event of the stream; `message` and `chat` say "this is how it is now". */
export type SandboxEvent =
  | { type: 'message'; chatKey: string; message: MessageView }
  | { type: 'chat'; chat: ChatView }
  | { type: 'typing'; chatKey: string; botId: number; action: string; topicId?: number }
  | { type: 'person'; person: PersonView }
  | { type: 'bot'; bot: BotView }
  | { type: 'reset' }
