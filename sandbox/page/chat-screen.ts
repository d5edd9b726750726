import type { PersonAction } from '../telegram/action.js'
import type { MessageView, PersonView } from '../telegram/view.js'
import { act, Refused, upload } from './api.js'
import { actionsOfFiles, askContact, askOwnContact, askPlace, askSticker, choice, field } from './attach.js'
import { avatar, topicIcon } from './avatar.js'
import { Composer, roundButton } from './composer.js'
import { add, fill, h } from './dom.js'
import { icon } from './icons.js'
import { MessageList } from './message-list.js'
import { closePopups, type MenuItem, openAlert, openCard, openMenu, toast } from './popup.js'
import { richText } from './rich-text.js'
import { words } from './settings.js'
import { briefOf } from './show.js'
import { type ChatState, generalTopic, type Place, type Store } from './store.js'

/** How long "is typing" stands after the bot said it, milliseconds (Bot API: 5 s or until a message). */
const typingMs = 5_000
const reactions = ['👍', '❤️', '🔥', '🤝', '😁', '🤔']

/** One open chat on a person's phone. */
export class ChatScreen {
  readonly element = h('div', { className: 'chat' })
  readonly #header = h('header', { className: 'screen-header' })
  readonly #pinned = h('div', {})
  readonly #list: MessageList
  readonly #composer: Composer
  readonly #foot = h('div', { className: 'foot' })
  #typing: { action: string; timer: ReturnType<typeof setTimeout> } | undefined

  constructor(
    readonly store: Store,
    readonly person: PersonView,
    readonly place: Place,
    /** Leads back to the list of chats, where there is one. */
    readonly back: (() => void) | undefined,
  ) {
    this.#list = new MessageList(person, {
      press: (messageId, button) => this.#press(messageId, button),
      command: (text) => void this.#act({ type: 'text', text }),
      reply: (view) => this.#composer.reply(view),
      menu: (view, at) => this.#openMessageMenu(view, at),
      jumpTo: (messageId) => this.#list.jumpTo(messageId),
    })
    this.#composer = new Composer({
      sendText: (text, replyTo) => void this.#act({ type: 'text', text, ...(replyTo ? { replyTo } : {}) }),
      edit: (messageId, text) => void this.#act({ type: 'edit', messageId, text }),
      sendFiles: (files, caption, replyTo) => void this.#sendFiles(files, caption, replyTo),
      sendVoice: (sound, seconds) => void this.#sendVoice(sound, seconds),
      pressKey: (label) => void this.#pressKey(label),
      attach: (at, pickFiles) => this.#openAttachMenu(at, pickFiles),
      complain: (text) => toast(this.element, text),
    })
    add(this.element, this.#header, this.#pinned, this.#list.element, this.#foot)
    this.#acceptDrops()
  }

  render(): void {
    const chat = this.store.chatAt(this.person, this.place)
    this.#renderHeader(chat)
    this.#renderPinned(chat)
    this.#renderMessages(chat)
    this.#renderFoot(chat)
  }

  /** The bot does something that takes time; a message of the bot ends it. */
  showTyping(action: string): void {
    if (this.#typing) clearTimeout(this.#typing.timer)
    this.#typing = { action, timer: setTimeout(() => this.endTyping(), typingMs) }
    this.render()
  }

  endTyping(): void {
    if (!this.#typing) return
    clearTimeout(this.#typing.timer)
    this.#typing = undefined
    this.render()
  }

  toBottom(): void {
    this.#list.toBottom()
  }

  get #network() {
    return this.store.networkOf(this.person)
  }

  // Drawing

  #renderHeader(chat: ChatState | undefined): void {
    const title = this.#title()
    fill(
      this.#header,
      this.back && roundButton('', icon('back'), words.back, this.back),
      this.#face(title, chat),
      h(
        'div',
        { className: 'screen-title' },
        h('b', {}, title),
        h('span', { className: this.#typing ? 'is-typing' : '' }, this.#status(chat)),
      ),
      roundButton('chat-menu', icon('more'), words.menu, () => this.#openChatMenu(chat)),
    )
  }

  #title(): string {
    const isGeneral = this.place.kind === 'group' && this.place.topicId === generalTopic
    return isGeneral ? words.general : this.store.titleOf(this.place)
  }

  #face(title: string, chat: ChatState | undefined): HTMLElement {
    if (this.place.kind === 'bot') return avatar(this.place.botId, title, 'bot')
    const { topicId } = this.place
    const topic = chat?.view.topics.find((known) => known.id === topicId)
    if (topic) return topicIcon(title, topic.iconColor)
    return topicId === generalTopic
      ? topicIcon('#', 0x8e98a3)
      : avatar(Number(this.place.chatKey), title, 'group')
  }

  #status(chat: ChatState | undefined): string {
    if (this.#typing) return `${words.typing[this.#typing.action] ?? words.typing.typing}…`
    if (this.place.kind === 'bot') return this.store.isWhatsApp(this.person) ? words.company : words.bot
    return chat?.view.title === this.#title()
      ? words.members(chat.view.personIds.length)
      : (chat?.view.title ?? '')
  }

  #renderPinned(chat: ChatState | undefined): void {
    const shown = new Set(
      this.store.messagesAt(this.person, this.place).map((view) => view.message.message_id),
    )
    const id = chat?.view.pinned.findLast((pinned) => shown.has(pinned))
    const message = id === undefined ? undefined : chat?.messages.get(id)?.message
    if (!message) {
      fill(this.#pinned)
      return
    }
    fill(
      this.#pinned,
      h(
        'button',
        { type: 'button', className: 'pinned', on: { click: () => this.#list.jumpTo(message.message_id) } },
        h('span', { className: 'pinned-words' }, h('b', {}, words.pinned), h('span', {}, briefOf(message))),
        icon('pin', 18),
      ),
    )
  }

  #renderMessages(chat: ChatState | undefined): void {
    const messages = this.store.messagesAt(this.person, this.place)
    const named = this.place.kind === 'group'
    const empty = messages.length === 0 ? this.#emptyCard(chat) : undefined
    this.#list.show(messages, { named, empty, typing: this.#typing?.action === 'typing' })
  }

  #emptyCard(_chat: ChatState | undefined): HTMLElement {
    const bot = this.place.kind === 'bot' ? this.store.bots.get(this.place.botId) : undefined
    const description = bot?.description
    return h(
      'div',
      { className: 'empty' },
      h(
        'div',
        { className: 'empty-card' },
        h('b', {}, description ? words.whatCanBotDo : words.noMessages),
        h('p', {}, ...(description ? richText(description) : [this.#emptyWords()])),
      ),
    )
  }

  #emptyWords(): string {
    if (this.place.kind === 'group') return words.emptyTopic
    return this.store.isWhatsApp(this.person) ? words.emptyWhatsApp : words.emptyChat
  }

  #renderFoot(chat: ChatState | undefined): void {
    this.#composer.update(chat?.view)
    const wanted = this.#footFor(chat)
    if (this.#foot.dataset.kind === wanted) return
    this.#foot.dataset.kind = wanted
    const start = () => void this.#act({ type: 'start' })
    if (wanted === 'start') fill(this.#foot, bigButton(words.start, start))
    else if (wanted === 'blocked') fill(this.#foot, bigButton(words.restart, start))
    else if (wanted === 'closed') {
      fill(
        this.#foot,
        bigButton(words.reopenTopic, () => void this.#act({ type: 'reopen-topic' })),
      )
    } else fill(this.#foot, this.#composer.element)
  }

  #footFor(chat: ChatState | undefined): 'start' | 'blocked' | 'closed' | 'composer' {
    if (this.place.kind === 'bot') {
      if (chat?.view.blocked) return 'blocked'
      return chat?.view.started || (chat && chat.messages.size > 0) ? 'composer' : 'start'
    }
    const { topicId } = this.place
    return chat?.view.topics.find((topic) => topic.id === topicId)?.closed ? 'closed' : 'composer'
  }

  // Doing

  /** Acts as this person; a refusal becomes words on the phone. */
  async #act(action: PersonAction, place = this.place) {
    try {
      return await act(this.#network, this.store.addressOf(this.person, place), action)
    } catch (error) {
      const code = error instanceof Refused ? error.code : ''
      toast(this.element, words.refusals[code] ?? words.failed)
      return undefined
    }
  }

  async #press(messageId: number, button: string): Promise<void> {
    const result = await this.#act({ type: 'press', messageId, button })
    const answer = result?.answer
    if (!answer) return
    if (!answer.answered) toast(this.element, words.noAnswer)
    else if (answer.text && answer.showAlert) openAlert(this.element, this.#title(), answer.text)
    else if (answer.text) toast(this.element, answer.text)
  }

  async #pressKey(label: string): Promise<void> {
    const keys = this.store.chatAt(this.person, this.place)?.view.keyboard?.keyboard.flat() ?? []
    const wantsContact = keys.find((key) => key.text === label)?.request_contact
    if (wantsContact && !(await askOwnContact(this.element, this.#title()))) return
    await this.#act({ type: 'key', label })
  }

  async #sendFiles(files: File[], caption: string, replyTo: number | undefined): Promise<void> {
    try {
      for (const action of await actionsOfFiles(this.#network, files, caption, replyTo))
        await this.#act(action)
    } catch {
      toast(this.element, words.failed)
    }
  }

  async #sendVoice(sound: Blob, seconds: number): Promise<void> {
    const fileId = await upload(this.#network, sound, 'voice.oga')
    await this.#act({ type: 'voice', file: { fileId, duration: seconds } })
  }

  #acceptDrops(): void {
    const hint = h('div', { className: 'drop-hint' }, words.dropHere)
    this.element.addEventListener('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      add(this.element, hint)
    })
    const away = () => hint.remove()
    hint.addEventListener('dragleave', away)
    this.element.addEventListener('drop', (event) => {
      event.preventDefault()
      away()
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) this.#composer.addFiles(files)
    })
  }

  // Menus

  #openAttachMenu(at: { x: number; y: number }, pickFiles: () => void): void {
    const after = (ask: Promise<PersonAction | undefined>) =>
      void ask.then((action) => action && this.#act(action)).catch(() => toast(this.element, words.failed))
    openMenu(this.element, at, [
      this.#item('image', words.attachFile, pickFiles),
      this.#item('place', words.attachLocation, () => after(askPlace(this.element))),
      this.#item('phone', words.attachOwnContact, () => {
        const sharing = askOwnContact(this.element, this.#title())
        after(sharing.then((yes) => (yes ? { type: 'own-contact' } : undefined)))
      }),
      this.#item('person', words.attachContact, () => after(askContact(this.element))),
      this.#item('sticker', words.attachSticker, () => after(askSticker(this.#network, this.element))),
    ])
  }

  #openMessageMenu(view: MessageView, at: { x: number; y: number }): void {
    const { message } = view
    const own = message.from?.id === this.person.id
    const text = message.text ?? message.caption
    const items = [
      this.#item('reply', words.reply, () => this.#composer.reply(view)),
      own &&
        text !== undefined &&
        this.#network === 'telegram' &&
        this.#item('edit', words.edit, () => this.#composer.edit(view)),
      text !== undefined && this.#item('copy', words.copy, () => this.#copy(text)),
      this.#forwardTargets().length > 0 &&
        this.#item('forward', words.forward, () => void this.#forward(view)),
      own &&
        this.#item(
          'trash',
          words.remove,
          () => void this.#act({ type: 'delete', messageId: message.message_id }),
          true,
        ),
    ]
    openMenu(
      this.element,
      at,
      items.filter((item) => item !== false),
      {
        emojis: reactions,
        pick: (emoji) => {
          closePopups(this.element)
          const same = view.reactions?.includes(emoji)
          void this.#act({ type: 'react', messageId: message.message_id, emoji: same ? null : emoji })
        },
      },
    )
  }

  #openChatMenu(chat: ChatState | undefined): void {
    const box = this.#header.getBoundingClientRect()
    const at = { x: box.right - 240, y: box.bottom }
    const topicId = this.place.kind === 'group' ? this.place.topicId : undefined
    const topic = chat?.view.topics.find((known) => known.id === topicId)
    const items: (MenuItem | false | undefined)[] =
      this.place.kind === 'bot'
        ? [
            this.#network === 'telegram' &&
              this.#item('link', words.openByLink, () => void this.#openByLink()),
            chat &&
              !chat.view.blocked &&
              this.#item('lock', words.block, () => void this.#act({ type: 'block' }), true),
            chat?.view.blocked &&
              this.#item('check', words.unblock, () => void this.#act({ type: 'unblock' })),
          ]
        : [
            topic &&
              !topic.closed &&
              this.#item('lock', words.closeTopic, () => void this.#act({ type: 'close-topic' })),
            topic?.closed &&
              this.#item('check', words.reopenTopic, () => void this.#act({ type: 'reopen-topic' })),
          ]
    const shown = items.filter((item) => item !== false && item !== undefined)
    if (shown.length > 0) openMenu(this.element, at, shown)
  }

  /** A menu item that closes the menu before it runs. */
  #item(name: MenuItem['icon'], label: string, run: () => void, danger = false): MenuItem {
    return {
      icon: name,
      label,
      danger,
      run: () => {
        closePopups(this.element)
        run()
      },
    }
  }

  #copy(text: string): void {
    navigator.clipboard?.writeText(text).then(
      () => toast(this.element, words.copied),
      () => toast(this.element, words.failed),
    )
  }

  async #openByLink(): Promise<void> {
    const input = h('input', {
      pattern: '[\\w\\-]{1,64}',
      required: true,
      placeholder: 'site-header',
      autocomplete: 'off',
    })
    const { chosen } = openCard<string>(this.element, {
      title: words.startPayload,
      body: [field(words.startPayloadHint, input)],
      buttons: [{ label: words.open, main: true, value: () => input.value }],
    })
    const payload = await chosen
    if (payload) await this.#act({ type: 'start', payload })
  }

  #forwardTargets(): Place[] {
    const own = JSON.stringify(this.place)
    return this.store
      .placesOf(this.person)
      .flatMap((place) => this.store.withTopics(place))
      .filter((place) => JSON.stringify(place) !== own)
  }

  async #forward(view: MessageView): Promise<void> {
    const card = openCard<Place>(this.element, {
      title: words.forwardTo,
      body: this.#forwardTargets().map((place) =>
        choice(this.store.titleOf(place) || words.general, () => card.choose(place)),
      ),
      buttons: [],
    })
    const place = await card.chosen
    if (!place) return
    const from = this.store.addressOf(this.person, this.place)
    await this.#act({ type: 'forward', from, messageId: view.message.message_id }, place)
  }
}

function bigButton(label: string, run: () => void): HTMLElement {
  return h('button', { type: 'button', className: 'big-button', on: { click: run } }, label)
}
