import { randomInt } from 'node:crypto'
import type { Clock } from '../../core/clock.js'
import type {
  ApiBotCommand,
  ApiChat,
  ApiForceReply,
  ApiMessage,
  ApiReplyKeyboard,
  ApiUser,
  UpdateBody,
} from './bot-api.js'
import type { FileStore } from './file-store.js'
import { type MessageRef, UpdateQueue } from './update-queue.js'
import type {
  BotView,
  CallbackAnswer,
  ChatView,
  MessageView,
  PersonView,
  SandboxEvent,
  TopicView,
} from './view.js'
import type { WebhookDelivery } from './webhook.js'

/** Commands of one scope and language; `scope` is `default`, `chat:<id>` and so on. */
export interface CommandSet {
  scope: string
  language: string
  commands: ApiBotCommand[]
}

export interface Bot {
  token: string
  user: ApiUser
  queue: UpdateQueue
  webhook?: WebhookDelivery
  commandSets: CommandSet[]
  /** setMyName, setMyDescription, setMyShortDescription by language ('' is the default). */
  texts: Record<'name' | 'description' | 'short_description', Record<string, string>>
}

export interface Chat {
  key: string
  type: 'private' | 'supergroup'
  /** As the bots see it: the person's id, or -100... for a group. */
  id: number
  title: string
  isForum: boolean
  botIds: number[]
  personIds: number[]
  /** Bots that were in the group and were put out. */
  formerBotIds: number[]
  messages: Map<number, MessageView>
  nextMessageId: number
  started: boolean
  blocked: boolean
  keyboard?: ApiReplyKeyboard & { messageId: number }
  forceReply?: ApiForceReply & { messageId: number }
  topics: Map<number, TopicView>
  pinned: number[]
  revision: number
}

const maxOpenCallbacks = 5_000

interface PendingCallback {
  botId: number
  chatKey: string
  answer(answer: CallbackAnswer): void
}

/**
 * The state of the simulated Telegram: bots, people, chats and what was said. It knows no HTTP; bots reach it through
 * `methods/`, people through `act.ts`, and both sides hear of changes through `onEvent` and the update queues.
 */
export class World {
  readonly bots = new Map<number, Bot>()
  readonly people = new Map<number, PersonView>()
  readonly chats = new Map<string, Chat>()
  readonly callbacks = new Map<string, PendingCallback>()
  revision = 0
  readonly #listeners = new Set<(event: SandboxEvent) => void>()

  constructor(
    readonly clock: Clock,
    readonly files: FileStore,
  ) {}

  /** Unix seconds, as Telegram dates everything. */
  now(): number {
    return Math.floor(this.clock.now().getTime() / 1000)
  }

  onEvent(listener: (event: SandboxEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(event: SandboxEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }

  // Bots and people

  botByToken(token: string): Bot | undefined {
    const bot = this.bots.get(Number(token.split(':', 1)[0]))
    return bot?.token === token ? bot : undefined
  }

  botByUsername(username: string): Bot | undefined {
    const wanted = username.replace(/^@/, '').toLowerCase()
    for (const bot of this.bots.values()) if (bot.user.username?.toLowerCase() === wanted) return bot
    return undefined
  }

  addBot(token: string, profile: { username: string; name: string }): Bot {
    const id = Number(token.split(':', 1)[0])
    const bot: Bot = {
      token,
      user: { id, is_bot: true, first_name: profile.name, username: profile.username },
      // Telegram starts the numbers anywhere, so must those who read them.
      queue: this.newQueue(randomInt(100_000_000, 900_000_000)),
      commandSets: [],
      texts: { name: {}, description: {}, short_description: {} },
    }
    this.bots.set(id, bot)
    this.botChanged(bot)
    return bot
  }

  newQueue(nextId: number): UpdateQueue {
    return new UpdateQueue(nextId, (ref) => this.#confirmed(ref))
  }

  /** The person with this id or this name (or its first word), if there is one. */
  findPerson(who: number | string): PersonView | undefined {
    if (typeof who === 'number') return this.people.get(who)
    const wanted = who.trim().toLowerCase()
    const everyone = [...this.people.values()]
    return (
      everyone.find((person) => person.name.toLowerCase() === wanted) ??
      everyone.find((person) => person.user.username?.toLowerCase() === wanted.replace(/^@/, '')) ??
      everyone.find((person) => person.user.first_name.toLowerCase() === wanted)
    )
  }

  addPerson(person: PersonView): PersonView {
    this.people.set(person.id, person)
    this.emit({ type: 'person', person })
    return person
  }

  // Chats

  privateChat(bot: Bot, person: PersonView): Chat {
    const key = `${bot.user.id}:${person.id}`
    const known = this.chats.get(key)
    if (known) return known
    return this.addChat({
      key,
      type: 'private',
      id: person.id,
      title: person.name,
      isForum: false,
      botIds: [bot.user.id],
      personIds: [person.id],
    })
  }

  addChat(chat: Pick<Chat, 'key' | 'type' | 'id' | 'title' | 'isForum' | 'botIds' | 'personIds'>): Chat {
    const full: Chat = {
      ...chat,
      formerBotIds: [],
      messages: new Map(),
      // Message 1 of a group is its making; in a forum that is also the number of the General topic.
      nextMessageId: chat.type === 'supergroup' ? 2 : 1,
      started: chat.type === 'supergroup',
      blocked: false,
      topics: new Map(),
      pinned: [],
      revision: 0,
    }
    this.chats.set(full.key, full)
    this.chatChanged(full)
    return full
  }

  /** The chat as the Bot API shows it inside messages. */
  apiChat(chat: Chat): ApiChat {
    if (chat.type === 'supergroup') {
      return {
        id: chat.id,
        type: 'supergroup',
        title: chat.title,
        ...(chat.isForum ? { is_forum: true as const } : {}),
      }
    }
    const user = this.people.get(chat.id)?.user
    return {
      id: chat.id,
      type: 'private',
      first_name: user?.first_name ?? chat.title,
      ...(user?.last_name ? { last_name: user.last_name } : {}),
      ...(user?.username ? { username: user.username } : {}),
    }
  }

  botsOf(chat: Chat): Bot[] {
    return chat.botIds.flatMap((id) => this.bots.get(id) ?? [])
  }

  // Messages

  /** Puts a new message into a chat and gives it its number. */
  post(chat: Chat, from: ApiUser, body: Partial<ApiMessage>): MessageView {
    const id = chat.nextMessageId++
    const view: MessageView = {
      message: { message_id: id, from, chat: this.apiChat(chat), date: this.now(), ...body },
      revision: ++this.revision,
    }
    chat.messages.set(id, view)
    this.emit({ type: 'message', chatKey: chat.key, message: view })
    return view
  }

  /** Replaces a message that changed (edited, deleted, delivered), so that readers see a new revision. */
  touch(chat: Chat, messageId: number, change: Partial<MessageView>): MessageView | undefined {
    const known = chat.messages.get(messageId)
    if (!known) return undefined
    const view: MessageView = { ...known, ...change, revision: ++this.revision }
    chat.messages.set(messageId, view)
    this.emit({ type: 'message', chatKey: chat.key, message: view })
    return view
  }

  /** A message that is there and was not deleted. */
  message(chat: Chat, messageId: number | undefined): MessageView | undefined {
    const view = messageId === undefined ? undefined : chat.messages.get(messageId)
    return view?.deleted ? undefined : view
  }

  /** A message as it appears inside a reply: Telegram nests one level only. */
  asReplied(view: MessageView): ApiMessage {
    const { reply_to_message: _nested, ...message } = view.message
    return message
  }

  /** Tells every bot of the chat; a blocked bot hears nothing. */
  tellBots(chat: Chat, body: UpdateBody, ref?: MessageRef): void {
    if (chat.blocked) return
    for (const bot of this.botsOf(chat)) bot.queue.push(body, ref)
  }

  /** Remembers a press until it is answered, late answers too; the oldest of many are forgotten. */
  addCallback(id: string, pending: PendingCallback): void {
    this.callbacks.set(id, pending)
    if (this.callbacks.size <= maxOpenCallbacks) return
    const [oldest] = this.callbacks.keys()
    if (oldest !== undefined) this.callbacks.delete(oldest)
  }

  // Changes that people see

  chatChanged(chat: Chat): void {
    chat.revision = ++this.revision
    this.emit({ type: 'chat', chat: this.chatView(chat) })
  }

  botChanged(bot: Bot): void {
    this.revision += 1
    this.emit({ type: 'bot', bot: this.botView(bot) })
    for (const chat of this.chats.values()) if (chat.botIds.includes(bot.user.id)) this.chatChanged(chat)
  }

  chatView(chat: Chat): ChatView {
    const { keyboard, forceReply } = chat
    return {
      key: chat.key,
      id: chat.id,
      type: chat.type,
      title: chat.title,
      isForum: chat.isForum,
      botIds: chat.botIds,
      personIds: chat.personIds,
      blocked: chat.blocked,
      started: chat.started,
      ...(keyboard ? { keyboard } : {}),
      ...(forceReply ? { forceReply } : {}),
      commands: this.botsOf(chat).flatMap((bot) => commandsFor(bot, chat)),
      topics: [...chat.topics.values()],
      pinned: chat.pinned,
      revision: chat.revision,
    }
  }

  botView(bot: Bot): BotView {
    const inRussian = (texts: Record<string, string>) => texts.ru ?? texts[''] ?? ''
    return {
      id: bot.user.id,
      username: bot.user.username ?? '',
      name: inRussian(bot.texts.name) || bot.user.first_name,
      description: inRussian(bot.texts.description),
      shortDescription: inRussian(bot.texts.short_description),
    }
  }

  #confirmed(ref: MessageRef): void {
    const chat = this.chats.get(ref.chatKey)
    if (chat && !chat.messages.get(ref.messageId)?.delivered)
      this.touch(chat, ref.messageId, { delivered: true })
  }
}

/** Narrowest scope first, as Telegram chooses; the people of the sandbox read Russian. */
function commandsFor(bot: Bot, chat: Chat): ApiBotCommand[] {
  const scopes =
    chat.type === 'private'
      ? [`chat:${chat.id}`, 'all_private_chats', 'default']
      : [
          `chat_administrators:${chat.id}`,
          `chat:${chat.id}`,
          'all_chat_administrators',
          'all_group_chats',
          'default',
        ]
  for (const scope of scopes) {
    for (const language of ['ru', '']) {
      const set = bot.commandSets.find((known) => known.scope === scope && known.language === language)
      if (set && set.commands.length > 0) return set.commands
    }
  }
  return []
}
