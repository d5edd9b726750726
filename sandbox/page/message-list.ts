import type { MessageView, PersonView } from '../telegram/view.js'
import { type BubbleActions, bubble, serviceLine } from './bubble.js'
import { add, arrange, h } from './dom.js'
import { icon } from './icons.js'
import { words } from './settings.js'
import { dayOf } from './show.js'
import { isService } from './store.js'

interface Item {
  key: string
  /** Changes when the item must be drawn anew. */
  signature: string
  draw(): HTMLElement
}

/** Messages closer than this, by one sender, stand together. Seconds. */
const togetherSeconds = 300

/** The scrolled part of a chat. It draws only what changed and stays at the bottom when it was there. */
export class MessageList {
  readonly element = h('div', { className: 'messages', role: 'log', tabIndex: 0 })
  readonly #scroller = h('div', { className: 'scroller' })
  readonly #down = h(
    'button',
    {
      type: 'button',
      className: 'scroll-down',
      title: words.scrollDown,
      hidden: true,
      on: { click: () => this.toBottom() },
    },
    icon('down'),
  )
  /** The reader is at the latest message and wants to stay there. */
  #keepDown = true
  readonly #drawn = new Map<string, { signature: string; element: HTMLElement }>()

  constructor(
    readonly person: PersonView,
    readonly actions: BubbleActions,
  ) {
    add(this.element, this.#scroller)
    this.#scroller.addEventListener('scroll', () => {
      this.#keepDown = this.#isAtBottom()
      this.#down.hidden = this.#keepDown
    })
    // Pictures that load late must not leave the reader above the last message.
    this.#scroller.addEventListener('load', () => this.#keepDown && this.toBottom(), true)
    add(this.element, this.#down)
  }

  show(
    messages: MessageView[],
    options: { named: boolean; empty: HTMLElement | undefined; typing: boolean },
  ): void {
    if (this.#drawn.size === 0 || this.#endsWithOwnNew(messages)) this.#keepDown = true
    const items = options.empty ? [] : itemsOf(messages, this.person, options.named, this.actions)
    const elements = items.map((item) => this.#elementOf(item))
    const keys = new Set(items.map((item) => item.key))
    for (const key of this.#drawn.keys()) if (!keys.has(key)) this.#drawn.delete(key)
    if (options.empty) elements.push(options.empty)
    if (options.typing) elements.push(typingBubble)
    arrange(this.#scroller, elements)
    if (this.#keepDown) this.toBottom()
  }

  toBottom(): void {
    this.#keepDown = true
    this.#scroller.scrollTop = this.#scroller.scrollHeight
  }

  jumpTo(messageId: number): void {
    const row = this.#scroller.querySelector(`[data-message="${messageId}"]`)
    row?.scrollIntoView({ block: 'center', behavior: 'smooth' })
    row?.classList.add('flash')
    setTimeout(() => row?.classList.remove('flash'), 1_600)
  }

  #elementOf(item: Item): HTMLElement {
    const known = this.#drawn.get(item.key)
    if (known?.signature === item.signature) return known.element
    const element = item.draw()
    if (!known) element.classList.add('arriving')
    this.#drawn.set(item.key, { signature: item.signature, element })
    return element
  }

  #isAtBottom(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller
    return scrollHeight - scrollTop - clientHeight < 60
  }

  #endsWithOwnNew(messages: MessageView[]): boolean {
    const last = messages.at(-1)?.message
    return last?.from?.id === this.person.id && !this.#drawn.has(`message:${last.message_id}`)
  }
}

const typingBubble = h(
  'div',
  { className: 'row other first last' },
  h('div', { className: 'bubble dots' }, h('i', {}), h('i', {}), h('i', {})),
)

function itemsOf(
  messages: MessageView[],
  person: PersonView,
  named: boolean,
  actions: BubbleActions,
): Item[] {
  const items: Item[] = []
  const groups = groupAlbums(messages)
  groups.forEach((album, index) => {
    const view = album[0] as MessageView
    const { message } = view
    const [before, after] = [groups[index - 1]?.[0]?.message, groups[index + 1]?.[0]?.message]
    const day = dayOf(message.date)
    if (!before || dayOf(before.date) !== day) {
      items.push({
        key: `day:${day}`,
        signature: day,
        draw: () => h('div', { className: 'service day' }, h('span', {}, day)),
      })
    }
    const key = `message:${message.message_id}`
    if (isService(message)) {
      items.push({ key, signature: String(view.revision), draw: () => serviceLine(message) })
      return
    }
    const look = {
      own: message.from?.id === person.id,
      first: !isTogether(before, message),
      last: !isTogether(message, after),
      named,
    }
    const revisions = album.map((one) => one.revision).join('.')
    items.push({
      key,
      signature: `${revisions}|${look.first}|${look.last}`,
      draw: () => bubble(album, look, actions),
    })
  })
  return items
}

function groupAlbums(messages: MessageView[]): MessageView[][] {
  const groups: MessageView[][] = []
  for (const view of messages) {
    const last = groups.at(-1)
    const groupId = view.message.media_group_id
    if (last && groupId !== undefined && last[0]?.message.media_group_id === groupId) last.push(view)
    else groups.push([view])
  }
  return groups
}

type Message = MessageView['message']

function isTogether(before: Message | undefined, after: Message | undefined): boolean {
  if (!before || !after || isService(before) || isService(after)) return false
  return (
    before.from?.id === after.from?.id &&
    after.date - before.date < togetherSeconds &&
    dayOf(before.date) === dayOf(after.date)
  )
}
