import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { RawData, WebSocket } from 'ws'
import type { Clock } from '../../../core/clock.js'
import type { TelegramSandbox } from '../../telegram/sandbox.js'
import type { MessageView, PersonView, SandboxEvent } from '../../telegram/view.js'
import type { Chat, World } from '../../telegram/world.js'
import { fileIdOf, phoneContent, phoneMessageId, wireContent } from './convert.js'
import type { WhatsAppFaults } from './faults.js'
import { OpenPage } from './linked-pages.js'
import { type PageRequest, serializeKey, type ToServer, type WireChat, type WireMessage } from './protocol.js'

export interface WhatsAppServerOptions {
  phones: TelegramSandbox
  faults: WhatsAppFaults
  clock: Clock
  number: string
  name: string
  refMs: number
  refs: number
  saved: unknown
  save(state: SavedState): void
}

/** What is kept: the linked device, and which of the chats' messages are ours under which id. */
export interface SavedState {
  tokens: string[]
  ours: [string, Ours][]
}

interface Ours {
  id: string
  ack: number
}

/** What was last said of a message, to tell what changed. */
interface Known {
  deleted: boolean
  editedAt: number
  reaction: string
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** Messages of a chat that a page gets when it opens, and in each bite of its past. */
const historySize = 50

/** The server that the simulated page is connected to. It turns what people do on their phones into WhatsApp's messages. */
export class WhatsAppServer {
  readonly #pages = new Set<OpenPage>()
  readonly #tokens: Set<string>
  /** `<chat key>/<message number>` -> how the page knows our message. */
  readonly #ours: Map<string, Ours>
  readonly #known = new Map<string, Known>()
  /** Hidden number -> wid. */
  readonly #numbers = new Map<string, string>()
  readonly #offPhones = new Set<number>()
  readonly #stopListening: () => void
  /** What people were shown while we typed. */
  readonly typing: { wid: string; state: string }[] = []
  #banned = false
  #me: string

  constructor(readonly options: WhatsAppServerOptions) {
    const saved = (options.saved ?? { tokens: [], ours: [] }) as SavedState
    this.#tokens = new Set(saved.tokens)
    this.#ours = new Map(saved.ours)
    this.#me = `${options.number.replace(/\D/g, '')}@c.us`
    for (const chat of this.#world.chats.values())
      for (const view of chat.messages.values()) this.#known.set(keyOf(chat.key, view), knownOf(view))
    this.#stopListening = options.phones.onEvent((event) => this.#onPhoneEvent(event))
  }

  get #world(): World {
    return this.options.phones.world
  }

  get online(): boolean {
    return [...this.#pages].some((page) => page.linked && page.synced)
  }

  get linked(): boolean {
    return this.#tokens.size > 0
  }

  /** The pages that wait to be linked. */
  get waiting(): boolean {
    return [...this.#pages].some((page) => !page.linked)
  }

  close(): void {
    this.#stopListening()
    for (const page of this.#pages) page.close()
    this.#pages.clear()
  }

  // The company's phone

  scan(qr?: string): void {
    const page = [...this.#pages].findLast(
      (one) => !one.linked && one.ref !== '' && (qr === undefined || qr.startsWith(`${one.ref},`)),
    )
    if (!page) throw new Error('no page shows this QR code')
    this.#pair(page)
  }

  enterCode(code: string): void {
    const wanted = code.replace(/\W/g, '').toUpperCase()
    const page = [...this.#pages].find((one) => !one.linked && one.code === wanted)
    if (!page) throw new Error('no page shows this code')
    this.#pair(page)
  }

  unlink(): void {
    this.#tokens.clear()
    this.#save()
    for (const page of this.#pages) {
      if (!page.linked) continue
      page.linked = false
      page.synced = false
      page.tell({ type: 'logout' })
    }
  }

  setBanned(banned: boolean): void {
    this.#banned = banned
    if (banned) for (const page of this.#pages) page.tell({ type: 'state', state: 'TOS_BLOCK' })
  }

  conflict(): void {
    for (const page of this.#pages) if (page.linked) page.tell({ type: 'state', state: 'CONFLICT' })
  }

  reload(): void {
    for (const page of this.#pages) page.tell({ type: 'reload' })
  }

  dropSockets(): void {
    for (const page of this.#pages) page.socket.terminate()
  }

  // People

  personOf(who: number | string): PersonView {
    const known = this.#world.findPerson(who)
    if (known) return known
    if (typeof who === 'number') throw new Error('no such person')
    const { id } = this.options.phones.createPerson({ name: who })
    this.options.phones.openChat(id, this.#company.username ?? '')
    return this.#world.people.get(id) as PersonView
  }

  widOf(person: PersonView): string {
    return `${person.phone.replace(/\D/g, '')}@c.us`
  }

  read(person: PersonView): void {
    const chat = this.#chatOfPerson(person)
    for (const view of chat.messages.values()) {
      const ours = this.#ours.get(keyOf(chat.key, view))
      if (ours && ours.ack >= 1 && ours.ack < 3) this.#acknowledge(chat, view, ours, 3)
    }
  }

  setPhoneOn(person: PersonView, on: boolean): void {
    if (!on) {
      this.#offPhones.add(person.id)
      return
    }
    this.#offPhones.delete(person.id)
    const chat = this.#chatOfPerson(person)
    for (const view of chat.messages.values()) {
      const ours = this.#ours.get(keyOf(chat.key, view))
      if (ours?.ack === 1) this.#acknowledge(chat, view, ours, 2)
    }
  }

  isPhoneOn(person: PersonView): boolean {
    return !this.#offPhones.has(person.id)
  }

  /** How far each message of ours got, by its number in the chat. */
  acksOf(chatKey: string): Record<number, number> {
    const chat = this.#world.chats.get(chatKey)
    if (!chat) return {}
    return Object.fromEntries(
      [...chat.messages.values()].flatMap((view) => {
        const ours = this.#ours.get(keyOf(chatKey, view))
        return ours ? [[view.message.message_id, ours.ack] as const] : []
      }),
    )
  }

  /** The key under which the page knows a message of this person's chat. */
  keyInChat(person: PersonView, messageId: number): string {
    const chat = this.#chatOfPerson(person)
    const view = chat.messages.get(messageId)
    if (!view) throw new Error('no such message')
    return serializeKey(this.#wire(chat, view).id)
  }

  inject(message: WireMessage): void {
    const chat: WireChat = {
      id: message.id.remote,
      name: message.notifyName ?? message.id.remote,
      t: message.t,
    }
    for (const page of this.#pages) if (page.synced) page.tell({ type: 'message', message, chat })
  }

  /** What was injected is changed at its author's end. */
  injectChange(key: WireMessage['id'], change: Partial<WireMessage>): void {
    for (const page of this.#pages)
      if (page.synced) page.tell({ type: 'change', key: serializeKey(key), change })
  }

  /** From now on the page knows whose hidden number (`…@lid`) this is. */
  showNumber(lid: string, wid: string): void {
    this.#numbers.set(lid, wid)
    this.#tellSynced({ type: 'number', lid, wid })
  }

  repeat(person: PersonView, messageId?: number): void {
    const chat = this.#chatOfPerson(person)
    const theirs = [...chat.messages.values()].filter((view) => view.message.from?.id === person.id)
    const view = theirs.findLast((one) => messageId === undefined || one.message.message_id === messageId)
    if (view) this.#deliver(chat, view)
  }

  // Pages

  open(socket: WebSocket): void {
    const page = new OpenPage(socket)
    this.#pages.add(page)
    socket.on('message', (data: RawData) => {
      const message = JSON.parse((data as Buffer).toString('utf8')) as ToServer
      if (message.type === 'hello') this.#greet(page, message.token)
      else void this.#answer(page, message.requestId, message.request)
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      this.#pages.delete(page)
      page.close()
    })
  }

  #greet(page: OpenPage, token: string | undefined): void {
    if (this.#banned) page.tell({ type: 'state', state: 'TOS_BLOCK' })
    else if (token !== undefined && this.#tokens.has(token)) {
      page.linked = true
      page.tell({ type: 'restored', me: this.#me, pushname: this.options.name })
      this.#synchronise(page)
    } else page.showCodes(this.options.refMs, this.options.refs)
  }

  #pair(page: OpenPage): void {
    const token = randomBytes(16).toString('hex')
    this.#tokens.add(token)
    this.#save()
    page.linked = true
    page.tell({ type: 'paired', token, me: this.#me, pushname: this.options.name })
    this.#synchronise(page)
  }

  #synchronise(page: OpenPage): void {
    if (this.options.faults.take(['never-sync'])) return
    const chats = [...this.#world.chats.values()].filter((chat) => chat.messages.size > 0)
    const messages = chats.flatMap((chat) => this.#past(chat, Number.MAX_SAFE_INTEGER))
    page.tell({ type: 'progress', percent: 30 })
    page.tell({ type: 'history', chats: chats.map((chat) => this.#wireChat(chat)), messages })
    for (const [lid, wid] of this.#numbers) page.tell({ type: 'number', lid, wid })
    page.tell({ type: 'progress', percent: 100 })
    page.tell({ type: 'synced', early: this.options.faults.take(['early-sync']) !== undefined })
    page.synced = true
    for (const chat of chats) for (const view of [...chat.messages.values()]) this.#tick(chat, view)
  }

  #past(chat: Chat, before: number): WireMessage[] {
    return [...chat.messages.values()]
      .filter((view) => view.message.date < before || before === Number.MAX_SAFE_INTEGER)
      .slice(-historySize)
      .map((view) => this.#wire(chat, view))
  }

  async #answer(page: OpenPage, requestId: number, request: PageRequest): Promise<void> {
    try {
      const result = await this.#do(page, request)
      if (result !== noAnswer) page.tell({ type: 'answer', requestId, result })
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500
      page.tell({ type: 'answer', requestId, error: { status, message: String(error) } })
    }
  }

  async #do(page: OpenPage, request: PageRequest): Promise<unknown> {
    switch (request.what) {
      case 'pairing-code':
        return page.newCode()
      case 'refresh-qr':
        page.refresh(this.options.refMs, this.options.refs)
        return null
      case 'exists':
        return this.#exists(request.wid)
      case 'send':
        return this.#send(page, request.message)
      case 'edit':
        return this.#edit(request.key, request.body)
      case 'revoke':
        return this.#revoke(request.key)
      case 'chat-state':
        this.#showTyping(request.wid, request.state)
        return null
      case 'seen':
        return null
      case 'earlier': {
        if (this.options.faults.take(['unreadable-chat'], request.wid)) throw new Refusal(500, 'unreadable')
        const chat = this.#chatOf(request.wid)
        return chat ? this.#past(chat, request.before) : []
      }
      case 'takeover':
        page.tell({ type: 'state', state: 'CONNECTED' })
        return null
      case 'logout':
        this.unlink()
        return null
    }
  }

  #exists(wid: string): { name: string } | null {
    const chat = this.#chatOf(wid)
    if (chat) return { name: chat.title }
    const person = this.#personByWid(wid)
    return person ? { name: person.name } : null
  }

  async #send(page: OpenPage, wire: WireMessage): Promise<unknown> {
    const { faults } = this.options
    const { remote } = wire.id
    const fault = faults.take(
      ['refuse-send', 'silent-send', 'slow-send', 'accepted-then-cut', 'broken-model'],
      remote,
    )
    if (fault?.kind === 'refuse-send') throw new Refusal(fault.status, 'refused')
    if (fault?.kind === 'slow-send') await delay(fault.ms, undefined, { ref: false })
    if (!this.#byId(wire.id.id)) this.#post(wire)
    if (fault?.kind === 'accepted-then-cut') {
      page.socket.terminate()
      return noAnswer
    }
    return fault?.kind === 'silent-send' ? noAnswer : { t: wire.t, broken: fault?.kind === 'broken-model' }
  }

  #post(wire: WireMessage): void {
    const person = this.#personByWid(wire.id.remote)
    const chat = this.#chatOf(wire.id.remote) ?? (person && this.#chatOfPerson(person))
    const company = this.#company
    if (!chat) throw new Refusal(404, 'no such chat')
    const file = wire.directPath ? this.#world.files.get(fileIdOf(wire.directPath)) : undefined
    const replied = wire.quotedStanzaID ? this.#byId(wire.quotedStanzaID) : undefined
    const body = phoneContent(wire, file)
    // The page's id must be known before the phones hear of the message.
    const key = `${chat.key}/${chat.nextMessageId}`
    const ours: Ours = { id: wire.id.id, ack: 1 }
    this.#ours.set(key, ours)
    const view = this.#world.post(chat, company, {
      ...(replied ? { reply_to_message: this.#world.asReplied(replied.view) } : {}),
      ...body,
    })
    if (person && this.isPhoneOn(person)) setImmediate(() => this.#acknowledge(chat, view, ours, 2))
    this.#save()
  }

  #edit(key: string, body: string): null {
    const { chat, view } = this.#ourMessage(key)
    const words = view.message.text === undefined ? { caption: body } : { text: body }
    const edited = { ...view.message, ...words, edit_date: this.#world.now() }
    this.#world.touch(chat, view.message.message_id, { message: edited })
    return null
  }

  #revoke(key: string): null {
    const { chat, view } = this.#ourMessage(key)
    this.#world.touch(chat, view.message.message_id, { deleted: true })
    return null
  }

  #ourMessage(key: string): { chat: Chat; view: MessageView } {
    const found = this.#byId(key.split('_')[2] ?? '')
    if (!found) throw new Refusal(404, 'no such message')
    return found
  }

  #showTyping(wid: string, state: string): void {
    this.typing.push({ wid, state })
    const chat = this.#chatOf(wid)
    if (!chat || state === 'paused') return
    const action = state === 'recording' ? 'record_voice' : 'typing'
    this.#world.emit({ type: 'typing', chatKey: chat.key, botId: this.#company.id, action })
  }

  // Phones -> page

  #onPhoneEvent(event: SandboxEvent): void {
    if (event.type !== 'message') return
    const chat = this.#world.chats.get(event.chatKey)
    if (!chat) return
    const key = keyOf(event.chatKey, event.message)
    const before = this.#known.get(key)
    const now = knownOf(event.message)
    this.#known.set(key, now)
    if (!before) {
      if (!this.#ours.has(key)) this.#deliver(chat, event.message)
      return
    }
    const wire = this.#wire(chat, event.message)
    const id = serializeKey(wire.id)
    if (now.deleted && !before.deleted)
      this.#tellSynced({ type: 'change', key: id, change: { type: 'revoked', body: '' } })
    else if (now.editedAt > before.editedAt) {
      const change = {
        ...(wire.body === undefined ? {} : { body: wire.body }),
        ...(wire.caption === undefined ? {} : { caption: wire.caption }),
        latestEditSenderTimestampMs: now.editedAt * 1_000,
      }
      this.#tellSynced({ type: 'change', key: id, change })
    }
    if (now.reaction !== before.reaction) {
      const from = chat.personIds[0] === undefined ? this.#me : this.#widOfId(chat.personIds[0])
      const atMs = this.options.clock.now().getTime()
      this.#tellSynced({ type: 'reaction', key: id, from, text: now.reaction, atMs })
    }
  }

  #deliver(chat: Chat, view: MessageView): void {
    if (chat.blocked) return
    if (!this.online) return
    this.#tellSynced({ type: 'message', message: this.#wire(chat, view), chat: this.#wireChat(chat) })
    this.#tick(chat, view)
  }

  /** Two ticks on the person's phone: a page has it. */
  #tick(chat: Chat, view: MessageView): void {
    const { message_id: id, from } = view.message
    if (view.delivered || from?.is_bot) return
    // Not within the event that told of it.
    setImmediate(() => this.#world.touch(chat, id, { delivered: true }))
  }

  #acknowledge(chat: Chat, view: MessageView, ours: Ours, ack: number): void {
    if (ours.ack >= ack) return
    ours.ack = ack
    this.#tellSynced({ type: 'change', key: serializeKey(this.#wire(chat, view).id), change: { ack } })
    // The phones' own page shows ticks of nobody but its person; the revision tells readers that something is new.
    this.#world.touch(chat, view.message.message_id, {})
    this.#save()
  }

  #tellSynced(message: Parameters<OpenPage['tell']>[0]): void {
    for (const page of this.#pages) if (page.linked && page.synced) page.tell(message)
  }

  // Words

  #wire(chat: Chat, view: MessageView): WireMessage {
    const { message } = view
    const remote = this.#widOfChat(chat)
    const ours = this.#ours.get(keyOf(chat.key, view))
    const fromMe = message.from?.is_bot === true
    const author = fromMe || !message.from ? this.#me : this.#widOfId(message.from.id)
    const isGroup = chat.type === 'supergroup'
    const replied = message.reply_to_message
    return {
      ...wireContent(message, this.#world.files),
      ...(view.deleted ? { type: 'revoked', body: '' } : {}),
      id: {
        fromMe,
        remote,
        id: ours?.id ?? phoneMessageId(chat.key, message.message_id),
        ...(isGroup ? { participant: author } : {}),
      },
      t: message.date,
      ack: ours?.ack ?? 1,
      from: fromMe ? this.#me : remote,
      to: fromMe ? remote : this.#me,
      ...(isGroup ? { author } : {}),
      ...(fromMe || !message.from ? {} : { notifyName: nameOf(message.from) }),
      ...(message.edit_date ? { latestEditSenderTimestampMs: message.edit_date * 1_000 } : {}),
      ...(message.forward_origin ? { isForwarded: true } : {}),
      ...(replied
        ? {
            quotedStanzaID:
              this.#ours.get(`${chat.key}/${replied.message_id}`)?.id ??
              phoneMessageId(chat.key, replied.message_id),
            quotedParticipant: replied.from?.is_bot ? this.#me : this.#widOfId(replied.from?.id ?? 0),
            quotedMsg: { type: 'chat', ...(replied.text ? { body: replied.text } : {}) },
          }
        : {}),
    }
  }

  #wireChat(chat: Chat): WireChat {
    const last = [...chat.messages.values()].at(-1)
    return { id: this.#widOfChat(chat), name: chat.title, t: last?.message.date ?? 0 }
  }

  #widOfChat(chat: Chat): string {
    return chat.type === 'supergroup' ? `12036${Math.abs(chat.id)}@g.us` : this.#widOfId(chat.id)
  }

  #widOfId(personId: number): string {
    const person = this.#world.people.get(personId)
    return person ? this.widOf(person) : this.#me
  }

  #personByWid(wid: string): PersonView | undefined {
    return [...this.#world.people.values()].find((person) => this.widOf(person) === wid)
  }

  #chatOf(wid: string): Chat | undefined {
    return [...this.#world.chats.values()].find((chat) => this.#widOfChat(chat) === wid)
  }

  #chatOfPerson(person: PersonView): Chat {
    const bot = [...this.#world.bots.values()][0]
    if (!bot) throw new Error('the company has no number')
    const chat = this.#world.privateChat(bot, person)
    chat.started = true
    return chat
  }

  get #company() {
    const bot = [...this.#world.bots.values()][0]
    if (!bot) throw new Error('the company has no number')
    return bot.user
  }

  #byId(id: string): { chat: Chat; view: MessageView } | undefined {
    for (const chat of this.#world.chats.values()) {
      for (const view of chat.messages.values()) {
        const known =
          this.#ours.get(keyOf(chat.key, view))?.id ?? phoneMessageId(chat.key, view.message.message_id)
        if (known === id) return { chat, view }
      }
    }
    return undefined
  }

  #save(): void {
    this.options.save({ tokens: [...this.#tokens], ours: [...this.#ours] })
  }
}

const noAnswer = Symbol('no answer')

function keyOf(chatKey: string, view: MessageView): string {
  return `${chatKey}/${view.message.message_id}`
}

function knownOf(view: MessageView): Known {
  return {
    deleted: view.deleted === true,
    editedAt: view.message.edit_date ?? 0,
    reaction: view.reactions?.[0] ?? '',
  }
}

function nameOf(user: { first_name: string; last_name?: string }): string {
  return [user.first_name, user.last_name].filter(Boolean).join(' ')
}
