import type { Address } from '../telegram/action.js'
import type {
  BotView,
  ChatView,
  MessageView,
  PersonView,
  SandboxEvent,
  SandboxState,
} from '../telegram/view.js'
import { eventsUrl, loadState, type Network, type PageConfig, type ShownBot, tellRead } from './api.js'
import { lastRead, setLastRead } from './settings.js'

export interface ChatState {
  view: ChatView
  messages: Map<number, MessageView>
}

/** Something a phone can have open: a bot, a group, or a topic of a forum. */
export type Place = { kind: 'bot'; botId: number } | { kind: 'group'; chatKey: string; topicId?: number }

export type Change = SandboxEvent | { type: 'connection'; online: boolean } | { type: 'read' }

/** The General topic of a forum has this number. */
export const generalTopic = 1

/** What the page knows of the sandbox, kept up to date by its stream of events. */
export class Store {
  readonly bots = new Map<number, BotView>()
  readonly people = new Map<number, PersonView>()
  readonly chats = new Map<string, ChatState>()
  readonly #listeners = new Set<(change: Change) => void>()
  readonly #networks = new Map<number, Network>()

  constructor(readonly config: PageConfig) {}

  /** Messengers of this page: people of one have no phone in the other. */
  get networks(): Network[] {
    return [
      'telegram',
      ...(this.config.whatsapp ? (['whatsapp'] as const) : []),
      ...(this.config.whatsappWeb ? (['whatsapp-web'] as const) : []),
    ]
  }

  networkOf(person: { id: number }): Network {
    return this.#networks.get(person.id) ?? 'telegram'
  }

  /** Both ways to WhatsApp look the same on a phone. */
  isWhatsApp(person: { id: number }): boolean {
    return this.networkOf(person) !== 'telegram'
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Opens the stream first and then takes the whole state, so that nothing falls between. */
  async connect(): Promise<void> {
    await Promise.all(this.networks.map((network) => this.#follow(network)))
  }

  #follow(network: Network): Promise<void> {
    return new Promise((resolve) => {
      const source = new EventSource(eventsUrl(network))
      source.onopen = () => {
        void this.reload().then(() => {
          this.#tell({ type: 'connection', online: true })
          resolve()
        })
      }
      source.onerror = () => this.#tell({ type: 'connection', online: false })
      source.onmessage = (event: MessageEvent<string>) =>
        this.#take(network, JSON.parse(event.data) as SandboxEvent)
    })
  }

  async reload(): Promise<void> {
    const states = await Promise.all(this.networks.map((network) => loadState(network)))
    for (const known of [this.bots, this.people, this.chats]) known.clear()
    for (const [index, state] of states.entries()) {
      for (const bot of state.bots) this.bots.set(bot.id, bot)
      for (const person of state.people) this.addPerson(this.networks[index] ?? 'telegram', person)
      for (const chat of state.chats) this.#takeChat(chat)
    }
    this.#tell({ type: 'reset' })
  }

  #takeChat({ messages, ...view }: SandboxState['chats'][number]): void {
    this.chats.set(view.key, {
      view,
      messages: new Map(messages.map((one) => [one.message.message_id, one])),
    })
  }

  addPerson(network: Network, person: PersonView): void {
    this.people.set(person.id, person)
    this.#networks.set(person.id, network)
  }

  #take(network: Network, event: SandboxEvent): void {
    if (event.type === 'reset') return void this.reload()
    if (event.type === 'bot') this.bots.set(event.bot.id, event.bot)
    if (event.type === 'person') this.addPerson(network, event.person)
    if (event.type === 'chat') {
      const known = this.chats.get(event.chat.key)
      if (known) known.view = event.chat
      else this.chats.set(event.chat.key, { view: event.chat, messages: new Map() })
    }
    if (event.type === 'message') {
      const messages = this.chats.get(event.chatKey)?.messages
      const known = messages?.get(event.message.message.message_id)
      if (!known || known.revision < event.message.revision) {
        messages?.set(event.message.message.message_id, event.message)
      }
    }
    this.#tell(event)
  }

  #tell(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change)
  }

  // People, bots and places

  peopleOf(role: 'client' | 'manager'): PersonView[] {
    return [...this.people.values()].filter((person) => person.role === role)
  }

  /** What a person finds in their list of chats. */
  placesOf(person: PersonView): Place[] {
    const shown = this.#botsOf(this.networkOf(person))
    const bots = shown.filter((bot) => bot.role === person.role && this.bots.has(bot.id))
    const groups = [...this.chats.values()].filter(
      ({ view }) => view.type === 'supergroup' && view.personIds.includes(person.id),
    )
    return [
      ...bots.map((bot): Place => ({ kind: 'bot', botId: bot.id })),
      ...groups.map(({ view }): Place => ({ kind: 'group', chatKey: view.key })),
    ]
  }

  #botsOf(network: Network): ShownBot[] {
    const { bots, whatsapp, whatsappWeb } = this.config
    return { telegram: bots, whatsapp: whatsapp?.bots ?? [], 'whatsapp-web': whatsappWeb?.bots ?? [] }[
      network
    ]
  }

  chatAt(person: PersonView, place: Place): ChatState | undefined {
    return this.chats.get(place.kind === 'bot' ? `${place.botId}:${person.id}` : place.chatKey)
  }

  titleOf(place: Place): string {
    if (place.kind === 'group') {
      const view = this.chats.get(place.chatKey)?.view
      const topic = view?.topics.find((known) => known.id === place.topicId)
      return topic?.name ?? view?.title ?? ''
    }
    const configured = this.networks
      .flatMap((network) => this.#botsOf(network))
      .find((bot) => bot.id === place.botId)
    return configured?.title ?? this.bots.get(place.botId)?.name ?? ''
  }

  addressOf(person: PersonView, place: Place): Address {
    if (place.kind === 'bot') return { person: person.id, bot: this.bots.get(place.botId)?.username ?? '' }
    const topic = place.topicId === generalTopic ? undefined : place.topicId
    return { person: person.id, group: Number(place.chatKey), ...(topic === undefined ? {} : { topic }) }
  }

  /** Messages at a place, oldest first, without the deleted. */
  messagesAt(person: PersonView, place: Place): MessageView[] {
    const messages = [...(this.chatAt(person, place)?.messages.values() ?? [])]
    return messages
      .filter((view) => !view.deleted && belongs(view, place))
      .sort((a, b) => a.message.message_id - b.message.message_id)
  }

  // Unread

  unreadAt(person: PersonView, place: Place): number {
    const read = lastRead(readKey(person, place))
    return this.messagesAt(person, place).filter(
      ({ message }) => message.message_id > read && message.from?.id !== person.id && !isService(message),
    ).length
  }

  unreadOf(person: PersonView): number {
    return this.placesOf(person)
      .flatMap((place) => this.withTopics(place))
      .reduce((sum, place) => sum + this.unreadAt(person, place), 0)
  }

  /** A forum stands for its topics, the General one among them. */
  withTopics(place: Place): Place[] {
    if (place.kind === 'bot' || place.topicId !== undefined) return [place]
    const view = this.chats.get(place.chatKey)?.view
    if (!view?.isForum) return [place]
    return [generalTopic, ...view.topics.map((topic) => topic.id)].map((topicId) => ({ ...place, topicId }))
  }

  markRead(person: PersonView, place: Place): void {
    const last = this.messagesAt(person, place).at(-1)?.message.message_id ?? 0
    if (last <= lastRead(readKey(person, place))) return
    setLastRead(readKey(person, place), last)
    // A courtesy: WhatsApp is told once more with the next message.
    if (this.isWhatsApp(person)) tellRead(this.networkOf(person), person.id).catch(() => undefined)
    this.#tell({ type: 'read' })
  }
}

function belongs({ message }: MessageView, place: Place): boolean {
  if (place.kind === 'bot' || place.topicId === undefined) return true
  return (message.message_thread_id ?? generalTopic) === place.topicId
}

function readKey(person: PersonView, place: Place): string {
  const where = place.kind === 'bot' ? `bot${place.botId}` : `${place.chatKey}/${place.topicId ?? ''}`
  return `${person.id}:${where}`
}

/** Messages that tell of an event rather than say something. */
export function isService(message: MessageView['message']): boolean {
  return Boolean(
    message.forum_topic_created ??
      message.forum_topic_edited ??
      message.forum_topic_closed ??
      message.forum_topic_reopened ??
      message.pinned_message,
  )
}
