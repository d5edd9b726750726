import type { PersonView } from '../telegram/view.js'
import { avatar, topicIcon } from './avatar.js'
import { roundButton } from './composer.js'
import { fill, h } from './dom.js'
import { icon, ticks } from './icons.js'
import { words } from './settings.js'
import { briefOf, shortTimeOf } from './show.js'
import { generalTopic, isService, type Place, type Store } from './store.js'

export interface PlaceListActions {
  open(place: Place): void
  back?: () => void
  newTopic?: () => void
}

/** A list of chats, or of a forum's topics, the latest on top. */
export class PlaceList {
  readonly element = h('div', { className: 'place-list' })

  constructor(
    readonly store: Store,
    readonly person: PersonView,
    /** The forum whose topics are listed; all chats without it. */
    readonly forum: Place | undefined,
    readonly actions: PlaceListActions,
  ) {}

  render(): void {
    const places = this.forum ? this.store.withTopics(this.forum) : this.store.placesOf(this.person)
    const rows = places.map((place) => ({ place, last: this.store.messagesAt(this.person, place).at(-1) }))
    // A General topic that nobody uses only takes room.
    const shown = rows.filter(
      ({ place, last }) => !isGeneral(place) || last !== undefined || rows.length === 1,
    )
    shown.sort((a, b) => (b.last?.message.date ?? 0) - (a.last?.message.date ?? 0))
    fill(
      this.element,
      this.#header(),
      h('div', { className: 'places' }, ...shown.map(({ place }) => this.#row(place))),
    )
  }

  #header(): HTMLElement {
    const { back, newTopic } = this.actions
    const members = this.forum && this.store.chatAt(this.person, this.forum)?.view.personIds.length
    return h(
      'header',
      { className: 'screen-header' },
      back && roundButton('', icon('back'), words.back, back),
      h(
        'div',
        { className: 'screen-title' },
        h('b', {}, this.forum ? this.store.titleOf(this.forum) : words.chats),
        members !== undefined && h('span', {}, words.members(members)),
      ),
      newTopic && roundButton('', icon('plus'), words.newTopic, newTopic),
    )
  }

  #row(place: Place): HTMLElement {
    const last = this.store
      .withTopics(place)
      .flatMap((inner) => this.store.messagesAt(this.person, inner).at(-1) ?? [])
      .sort((a, b) => a.message.date - b.message.date || a.message.message_id - b.message.message_id)
      .at(-1)
    const unread = this.store
      .withTopics(place)
      .reduce((sum, inner) => sum + this.store.unreadAt(this.person, inner), 0)
    const isOwn = last?.message.from?.id === this.person.id
    const author =
      last && place.kind === 'group' && !isService(last.message)
        ? this.#author(last.message.from?.first_name, isOwn)
        : ''
    return h(
      'button',
      { type: 'button', className: 'place-row', on: { click: () => this.actions.open(place) } },
      this.#face(place),
      h(
        'span',
        { className: 'place-main' },
        h(
          'span',
          { className: 'place-top' },
          h('b', {}, this.#titleOf(place)),
          this.#isClosed(place) && icon('lock', 13),
          last && isOwn && h('span', { className: 'ticks' }, ticks(last.delivered ? 2 : 1)),
          last && h('time', {}, shortTimeOf(last.message.date)),
        ),
        h(
          'span',
          { className: 'place-bottom' },
          h(
            'span',
            { className: 'brief' },
            author && h('i', {}, author),
            last ? briefOf(last.message) : words.notOpened,
          ),
          unread > 0 && h('span', { className: 'badge' }, String(unread)),
        ),
      ),
    )
  }

  #author(name: string | undefined, isOwn: boolean): string {
    return `${isOwn ? words.you : (name ?? '')}: `
  }

  #face(place: Place): HTMLElement {
    const title = this.#titleOf(place)
    if (place.kind === 'bot') return avatar(place.botId, title, 'bot')
    const topic = this.store
      .chatAt(this.person, place)
      ?.view.topics.find((known) => known.id === place.topicId)
    if (topic) return topicIcon(title, topic.iconColor)
    return isGeneral(place) ? topicIcon('#', 0x8e98a3) : avatar(Number(place.chatKey), title, 'group')
  }

  #titleOf(place: Place): string {
    return isGeneral(place) ? words.general : this.store.titleOf(place)
  }

  #isClosed(place: Place): boolean {
    if (place.kind === 'bot' || place.topicId === undefined) return false
    const topics = this.store.chatAt(this.person, place)?.view.topics ?? []
    return topics.find((topic) => topic.id === place.topicId)?.closed ?? false
  }
}

function isGeneral(place: Place): boolean {
  return place.kind === 'group' && place.topicId === generalTopic
}
