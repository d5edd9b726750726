import type { ChatFile, ChatMessage, VisitorContent } from '../../adapters/site-chat/protocol.js'
import { newId } from '../../core/ids.js'
import type { TestApp } from '../factories/app.js'
import { TestVisitor } from '../factories/site-chat.js'
import type { Heard, Outside, OutsideFile, Person, Said } from './outside.js'

/** Visitors of the site, on the official socket.io client. */
export const siteOutside: Outside = {
  accountId: 'site:main',
  people: { edit: false, react: false, remove: null, leave: false },
  async meet(app) {
    const person = new SitePerson(app)
    await person.connect()
    return person
  },
}

class SitePerson implements Person {
  #visitor: TestVisitor | null = null
  #token: string | undefined
  #cursor = 0
  #typing = false
  #lastSent: { content: VisitorContent; id: string } | null = null
  /** By message id: what comes twice, live and by catching up, shows once, as in the widget. */
  readonly #seen = new Map<string, ChatMessage>()
  readonly #reworded = new Map<string, ChatMessage['content']>()
  readonly #gone = new Set<string>()

  constructor(private readonly app: TestApp) {}

  get chatId(): string {
    const [body = ''] = (this.#token ?? '').split('.')
    return (JSON.parse(Buffer.from(body, 'base64url').toString()) as { v: string }).v
  }

  /** The present connection, or a new one that first catches up, as a browser makes it after every cut. */
  async connect(): Promise<TestVisitor> {
    if (this.#visitor?.socket.connected) return this.#visitor
    this.#visitor?.leave()
    const visitor = new TestVisitor(this.app.url, this.#token)
    visitor.socket.on('edited', ({ id, content }) => void this.#reworded.set(id, content))
    visitor.socket.on('removed', ({ id }) => void this.#gone.add(id))
    const hello = await visitor.hello(this.#cursor)
    this.#visitor = visitor
    this.#token = visitor.token
    this.#cursor = hello.cursor
    for (const message of hello.messages) this.#seen.set(message.id, message)
    return visitor
  }

  async say(said: Said | string): Promise<string> {
    const visitor = await this.connect()
    const content = await this.#contentOf(typeof said === 'string' ? { type: 'text', text: said } : said)
    const id = newId()
    this.#lastSent = { content, id }
    await visitor.say(content, id)
    return id
  }

  async #contentOf(said: Said): Promise<VisitorContent> {
    switch (said.type) {
      case 'text':
        return said
      case 'image':
      case 'document':
      case 'video': {
        const ticket = await this.#upload(said.file)
        return { type: 'file', ticket, ...(said.caption ? { caption: said.caption } : {}) }
      }
      case 'contact':
        return said
      default:
        throw new Error(`a widget cannot send ${said.type}`)
    }
  }

  async #upload(file: OutsideFile): Promise<string> {
    const answer = await fetch(`${this.app.url}/chat/files`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#token}`,
        'x-file-name': encodeURIComponent(file.name),
        'x-file-type': file.mimeType,
      },
      body: new Uint8Array(file.data),
    })
    if (answer.status !== 201) throw new Error(`the upload answered ${answer.status}`)
    return ((await answer.json()) as { ticket: string }).ticket
  }

  async press(label: string): Promise<void> {
    const question = [...this.#collect().values()]
      .filter(({ content }) => content.type === 'choices')
      .sort((a, b) => b.seq - a.seq)
      .flatMap(({ content }) => (content.type === 'choices' ? content.choices : []))
      .find((choice) => choice.label === label)
    if (!question) throw new Error(`no message has the button "${label}"`)
    await (await this.connect()).say({ type: 'choice', choiceId: question.id, label })
  }

  async heard(): Promise<Heard[]> {
    await this.connect()
    const ours = [...this.#collect().values()]
      .filter(({ id, direction }) => direction === 'out' && !this.#gone.has(id))
      .map((message) => ({ ...message, content: this.#reworded.get(message.id) ?? message.content }))
    return Promise.all(ours.sort((a, b) => a.seq - b.seq).map(readMessage))
  }

  #collect(): Map<string, ChatMessage> {
    for (const message of this.#visitor?.received ?? []) {
      this.#seen.set(message.id, message)
      this.#cursor = Math.max(this.#cursor, message.seq)
    }
    this.#typing ||= this.#visitor?.heard.includes('typing') ?? false
    return this.#seen
  }

  async repeat(): Promise<void> {
    if (this.#lastSent) await (await this.connect()).say(this.#lastSent.content, this.#lastSent.id)
  }

  async sawTyping(): Promise<boolean> {
    this.#collect()
    return this.#typing
  }

  async read(): Promise<void> {
    const ids = [...this.#collect().values()]
      .filter(({ direction }) => direction === 'out')
      .map(({ id }) => id)
    await (await this.connect()).ask('receipt', { state: 'read', ids: ids.slice(-50) })
  }

  async edit(): Promise<void> {
    throw new Error('a visitor cannot change a message')
  }

  async react(): Promise<void> {
    throw new Error('visitors do not react')
  }

  async remove(): Promise<void> {
    throw new Error('visitors do not delete')
  }

  async leave(): Promise<void> {
    throw new Error('a visitor cannot shut us out')
  }

  async comeBack(): Promise<void> {}

  end(): void {
    this.#visitor?.leave()
  }
}

async function readMessage({ id, content }: ChatMessage): Promise<Heard> {
  const heard: Heard = { id, words: '', buttons: [], files: [] }
  switch (content.type) {
    case 'text':
    case 'emoji':
      return { ...heard, words: content.text }
    case 'files':
      return { ...heard, words: content.caption ?? '', files: await Promise.all(content.files.map(download)) }
    case 'location': {
      const { latitude, longitude, title = '' } = content
      return { ...heard, words: title, place: { latitude, longitude } }
    }
    case 'contact':
      return { ...heard, contact: { phone: content.phone, name: content.name } }
    case 'choices':
      return { ...heard, words: content.text, buttons: content.choices.map(({ label }) => label) }
    default:
      return heard
  }
}

async function download({ name, url }: ChatFile): Promise<{ name: string; data: Buffer }> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`the file answered ${answer.status}`)
  return { name, data: Buffer.from(await answer.arrayBuffer()) }
}
