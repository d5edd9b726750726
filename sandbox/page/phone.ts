import type { PersonView } from '../telegram/view.js'
import { act } from './api.js'
import { field } from './attach.js'
import { ChatScreen } from './chat-screen.js'
import { fill, h } from './dom.js'
import { PlaceList } from './place-list.js'
import { openCard } from './popup.js'
import { words } from './settings.js'
import { phoneOf, timeOf } from './show.js'
import type { Change, Place, Store } from './store.js'

/** A person's phone: a frame with a list of chats, a forum's topics or one chat in it. */
export class Phone {
  readonly element: HTMLElement
  readonly #screen = h('div', { className: 'screen' })
  readonly #clock = h('span', { className: 'phone-clock' }, timeOf(Date.now() / 1000))
  #open: { kind: 'list'; list: PlaceList } | { kind: 'chat'; place: Place; chat: ChatScreen }
  #onStage = false

  constructor(
    readonly store: Store,
    readonly person: PersonView,
  ) {
    this.#open = { kind: 'list', list: this.#listOfChats() }
    this.element = h(
      'section',
      {
        className: `phone ${person.role ?? ''} ${store.isWhatsApp(person) ? 'whatsapp' : 'telegram'}`,
        aria: { label: person.name },
      },
      h(
        'div',
        { className: 'phone-caption' },
        h('b', {}, person.name),
        h('span', {}, [person.about, phoneOf(person.phone)].filter(Boolean).join(' · ')),
      ),
      h(
        'div',
        { className: 'phone-frame' },
        h(
          'div',
          { className: 'phone-top' },
          this.#clock,
          h('span', { className: 'island' }),
          h('span', { className: 'phone-signs' }),
        ),
        this.#screen,
      ),
    )
    this.#openFirst()
  }

  /** Whether the phone can be seen: only then is what comes read. */
  set onStage(value: boolean) {
    this.#onStage = value
    if (value) {
      this.render()
      if (this.#open.kind === 'chat') this.#open.chat.toBottom()
    }
  }

  take(change: Change): void {
    if (change.type === 'typing') {
      this.#takeTyping(change)
      return
    }
    if (change.type === 'message' && change.message.message.from?.is_bot && this.#open.kind === 'chat') {
      if (this.#keyOf(this.#open.place) === change.chatKey) this.#open.chat.endTyping()
    }
    if (change.type === 'reset') this.#openFirst()
    this.render()
  }

  render(): void {
    this.#clock.textContent = timeOf(Date.now() / 1000)
    if (this.#open.kind === 'list') {
      this.#open.list.render()
      return
    }
    this.#open.chat.render()
    if (this.#onStage && document.visibilityState === 'visible')
      this.store.markRead(this.person, this.#open.place)
  }

  #takeTyping(change: Extract<Change, { type: 'typing' }>): void {
    if (this.#open.kind !== 'chat' || this.#keyOf(this.#open.place) !== change.chatKey) return
    const topicId = this.#open.place.kind === 'group' ? this.#open.place.topicId : undefined
    if (change.topicId === undefined || change.topicId === topicId) this.#open.chat.showTyping(change.action)
  }

  #keyOf(place: Place): string {
    return place.kind === 'bot' ? `${place.botId}:${this.person.id}` : place.chatKey
  }

  /** The only chat at once, or the list where there are several. */
  #openFirst(): void {
    const places = this.store.placesOf(this.person)
    const [only] = places
    if (only && places.length === 1) this.#openPlace(only, undefined)
    else this.#openList(this.#listOfChats())
  }

  #listOfChats(): PlaceList {
    return new PlaceList(this.store, this.person, undefined, {
      open: (place) => this.#openPlace(place, () => this.#openList(this.#listOfChats())),
    })
  }

  #openList(list: PlaceList): void {
    this.#open = { kind: 'list', list }
    fill(this.#screen, list.element)
    this.render()
  }

  #openPlace(place: Place, back: (() => void) | undefined): void {
    const isForum =
      place.kind === 'group' &&
      place.topicId === undefined &&
      this.store.chats.get(place.chatKey)?.view.isForum
    if (isForum) {
      this.#openForum(place, back)
      return
    }
    const chat = new ChatScreen(this.store, this.person, place, back)
    this.#open = { kind: 'chat', place, chat }
    fill(this.#screen, chat.element)
    this.render()
    chat.toBottom()
  }

  #openForum(place: Place, back: (() => void) | undefined): void {
    const list = new PlaceList(this.store, this.person, place, {
      open: (topic) => this.#openPlace(topic, () => this.#openForum(place, back)),
      ...(back ? { back } : {}),
      newTopic: () => void this.#newTopic(place),
    })
    this.#openList(list)
  }

  async #newTopic(place: Place): Promise<void> {
    const input = h('input', { required: true, maxLength: 128, autocomplete: 'off' })
    const { chosen } = openCard<string>(this.#screen, {
      title: words.newTopic,
      body: [field(words.topicName, input)],
      buttons: [{ label: words.create, main: true, value: () => input.value.trim() }],
    })
    const name = await chosen
    if (name)
      await act(this.store.networkOf(this.person), this.store.addressOf(this.person, place), {
        type: 'create-topic',
        name,
      })
  }
}
