import type { Address, PersonAction } from './action.js'
import type { ApiMessage } from './bot-api.js'
import type { ActResult, CallbackAnswer, ChatView, MessageView } from './view.js'

/** A file that a person sends. */
export interface FileToSend {
  data: Uint8Array
  name: string
  mimeType?: string
  /** Seconds, for voice and video. */
  duration?: number
}

export interface ChangedMessages {
  revision: number
  messages: MessageView[]
}

/** How a person's hands reach the sandbox: directly in this process, or over HTTP from another one. */
export interface PersonPort {
  /** `since` is the sandbox's revision just before the action. */
  act(where: Address, action: PersonAction): Promise<ActResult & { since: number }>
  upload(file: FileToSend): Promise<string>
  download(fileId: string): Promise<Buffer>
  chat(where: Address): Promise<ChatView>
  /** Messages of the chat changed after revision `since`; waits up to `waitMs` for the first. */
  messages(where: Address, since: number, waitMs: number): Promise<ChangedMessages>
}

interface SendOptions {
  caption?: string
  replyTo?: number
}

/** How long a person looks for a button that is about to be there, ms. */
const buttonPatienceMs = 3_000

/** What to look for in a message: words of its text or caption, a pattern, or anything else. */
export type MessageMatch = string | RegExp | ((message: ApiMessage) => boolean)

/**
 * One chat as the person who sits in it: everything a messenger offers. `waitForMessage` looks at what came or changed
 * since the last thing this person did here, so "write, then wait for the answer" needs no numbers.
 */
export class PersonChat {
  #since = 0

  constructor(
    readonly port: PersonPort,
    readonly where: Address & { person: number },
  ) {}

  // Sending

  sendText(text: string, options: { replyTo?: number } = {}): Promise<ApiMessage> {
    return this.#send({ type: 'text', text, ...options })
  }

  sendPhoto(file: FileToSend, options: SendOptions = {}): Promise<ApiMessage> {
    return this.#sendFile('photo', file, options)
  }

  sendDocument(file: FileToSend, options: SendOptions = {}): Promise<ApiMessage> {
    return this.#sendFile('document', file, options)
  }

  sendVoice(file: FileToSend, options: SendOptions = {}): Promise<ApiMessage> {
    return this.#sendFile('voice', file, options)
  }

  sendVideo(file: FileToSend, options: SendOptions = {}): Promise<ApiMessage> {
    return this.#sendFile('video', file, options)
  }

  sendAudio(file: FileToSend, options: SendOptions = {}): Promise<ApiMessage> {
    return this.#sendFile('audio', file, options)
  }

  async sendSticker(file: FileToSend, emoji = '👍'): Promise<ApiMessage> {
    return this.#send({ type: 'sticker', file: { fileId: await this.port.upload(file) }, emoji })
  }

  /** Two to ten files as one album; each is a message of its own with the same `media_group_id`. */
  async sendAlbum(files: FileToSend[], options: SendOptions = {}): Promise<ApiMessage[]> {
    const uploaded = await Promise.all(files.map(async (file) => ({ fileId: await this.port.upload(file) })))
    const { messages } = await this.#act({ type: 'album', files: uploaded, ...options })
    return messages.map(({ message }) => message)
  }

  sendLocation(latitude: number, longitude: number): Promise<ApiMessage> {
    return this.#send({ type: 'location', latitude, longitude })
  }

  /** Shares the own phone, as the button that asks for it does. */
  shareOwnContact(): Promise<ApiMessage> {
    return this.#send({ type: 'own-contact' })
  }

  /** Sends somebody else's card. */
  sendContact(contact: {
    phone: string
    firstName: string
    lastName?: string
    userId?: number
  }): Promise<ApiMessage> {
    return this.#send({ type: 'contact', ...contact })
  }

  /** Opens the bot; with a payload as a link `t.me/bot?start=payload` does. Also unblocks it. */
  start(payload?: string): Promise<ApiMessage> {
    return this.#send({ type: 'start', ...(payload ? { payload } : {}) })
  }

  /** Forwards a message from another chat of the same person. */
  forward(from: PersonChat, messageId: number): Promise<ApiMessage> {
    return this.#send({ type: 'forward', from: from.where, messageId })
  }

  // Changing

  edit(messageId: number, text: string): Promise<ApiMessage> {
    return this.#send({ type: 'edit', messageId, text })
  }

  async delete(messageId: number): Promise<void> {
    await this.#act({ type: 'delete', messageId })
  }

  async react(messageId: number, emoji: string | null): Promise<void> {
    await this.#act({ type: 'react', messageId, emoji })
  }

  // Buttons

  /**
   * Presses an inline button, found by its words or its callback data, on the given message or on the latest that
   * has it; as people do, waits a moment for one that is not there yet. Resolves with the answer, or with
   * `answered: false` after `timeoutMs` (10 s).
   */
  async press(
    button: string,
    options: { messageId?: number; timeoutMs?: number } = {},
  ): Promise<CallbackAnswer> {
    const messageId = (await this.#findButton(button, options.messageId)) ?? options.messageId
    if (messageId === undefined) throw new Error(`no message in the chat has the button "${button}"`)
    const timeoutMs = options.timeoutMs
    const { answer } = await this.#act({
      type: 'press',
      messageId,
      button,
      ...(timeoutMs ? { timeoutMs } : {}),
    })
    return answer ?? { answered: false }
  }

  /** Presses a key of the keyboard under the input field: its words are sent, or the contact it asks for. */
  pressKey(label: string): Promise<ApiMessage> {
    return this.#send({ type: 'key', label })
  }

  async block(): Promise<void> {
    await this.#act({ type: 'block' })
  }

  async unblock(): Promise<void> {
    await this.#act({ type: 'unblock' })
  }

  // Topics of a forum group

  async createTopic(name: string): Promise<PersonChat> {
    const message = await this.#send({ type: 'create-topic', name })
    return new PersonChat(this.port, { ...this.where, topic: message.message_id })
  }

  inTopic(topic: number): PersonChat {
    return new PersonChat(this.port, { ...this.where, topic })
  }

  async closeTopic(): Promise<void> {
    await this.#act({ type: 'close-topic' })
  }

  async reopenTopic(): Promise<void> {
    await this.#act({ type: 'reopen-topic' })
  }

  // Reading

  /** The chat itself: keyboard, topics, pins, whether the bot is blocked. */
  chat(): Promise<ChatView> {
    return this.port.chat(this.where)
  }

  /** Everything in the chat (or topic) that was not deleted, oldest first. */
  async messages(): Promise<ApiMessage[]> {
    const { messages } = await this.port.messages(this.where, 0, 0)
    return messages
      .filter((view) => !view.deleted)
      .map((view) => view.message)
      .sort((a, b) => a.message_id - b.message_id)
  }

  /**
   * The first message of somebody else that matches, come or edited since this person's last action here.
   * @throws Error after `timeoutMs`, with what was there instead
   */
  async waitForMessage(match: MessageMatch = () => true, timeoutMs = 20_000): Promise<ApiMessage> {
    const deadline = performance.now() + timeoutMs
    const seen: MessageView[] = []
    let since = this.#since
    for (;;) {
      const left = Math.max(0, deadline - performance.now())
      const { revision, messages } = await this.port.messages(this.where, since, left)
      const others = messages.filter((view) => !view.deleted && !this.#isOwn(view))
      const found = others.find((view) => matches(view.message, match))
      if (found) return found.message
      seen.push(...others)
      since = revision
      if (performance.now() >= deadline) throw new Error(notFound(match, timeoutMs, seen))
    }
  }

  download(fileId: string): Promise<Buffer> {
    return this.port.download(fileId)
  }

  #isOwn({ message }: MessageView): boolean {
    return message.from?.id === this.where.person
  }

  async #findButton(button: string, messageId?: number): Promise<number | undefined> {
    const deadline = performance.now() + buttonPatienceMs
    for (;;) {
      const all = await this.messages()
      const found = all
        .reverse()
        .find(
          (message) =>
            (messageId === undefined || message.message_id === messageId) &&
            message.reply_markup?.inline_keyboard
              .flat()
              .some((key) => key.text === button || key.callback_data === button),
        )
      if (found || performance.now() > deadline) return found?.message_id
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }

  async #sendFile(
    type: 'photo' | 'document' | 'voice' | 'video' | 'audio',
    file: FileToSend,
    options: SendOptions,
  ): Promise<ApiMessage> {
    const fileId = await this.port.upload(file)
    const { duration } = file
    return this.#send({ type, file: { fileId, ...(duration === undefined ? {} : { duration }) }, ...options })
  }

  async #send(action: PersonAction): Promise<ApiMessage> {
    const { messages } = await this.#act(action)
    const message = messages[0]?.message
    if (!message) throw new Error(`${action.type} made no message`)
    return message
  }

  async #act(action: PersonAction): Promise<ActResult> {
    const { since, ...result } = await this.port.act(this.where, action)
    this.#since = since
    return result
  }
}

/** A person: their chat with the only bot, and the way to their other chats. */
export class SandboxPerson extends PersonChat {
  constructor(
    port: PersonPort,
    readonly id: number,
    readonly name: string,
  ) {
    super(port, { person: id })
  }

  /** The private chat with the bot of this username. */
  with(bot: string): PersonChat {
    return new PersonChat(this.port, { person: this.id, bot })
  }

  inGroup(group: number, topic?: number): PersonChat {
    return new PersonChat(this.port, { person: this.id, group, ...(topic === undefined ? {} : { topic }) })
  }
}

function matches(message: ApiMessage, match: MessageMatch): boolean {
  if (typeof match === 'function') return match(message)
  const words = message.text ?? message.caption ?? ''
  return typeof match === 'string' ? words.includes(match) : match.test(words)
}

function notFound(match: MessageMatch, timeoutMs: number, seen: MessageView[]): string {
  const wanted = typeof match === 'function' ? 'a matching message' : `a message with ${String(match)}`
  const words = seen.map((view) => JSON.stringify(view.message.text ?? view.message.caption ?? '(no words)'))
  return `waited for ${wanted}, ${timeoutMs} ms were not enough; came instead: ${words.join(', ') || 'nothing'}`
}
