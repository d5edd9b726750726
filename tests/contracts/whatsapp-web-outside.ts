import type { ApiFile, ApiMessage } from '../../sandbox/telegram/bot-api.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { createWhatsAppSandbox, type WhatsAppSandbox } from '../../sandbox/whatsapp/web/sandbox.js'
import { eventually } from '../factories/eventually.js'
import { scanCode } from '../factories/scan-code.js'
import type { Heard, Outside, Person, Said } from './outside.js'

let sandbox: WhatsAppSandbox
let closeSandbox: () => Promise<void>

/** People in the simulated WhatsApp, behind WhatsApp Web in a real Chromium. */
export const whatsAppWebOutside: Outside = {
  accountId: 'whatsapp:main',
  people: { edit: true, react: true, remove: 'told', leave: false },
  async open(clock) {
    sandbox = createWhatsAppSandbox({ clock })
    const { resolve, close } = await sandbox.listen()
    closeSandbox = close
    return { WHATSAPP_PROVIDER: 'web', WHATSAPP_WEB_URL_RESOLVE: resolve }
  },
  async ready(app) {
    const account = () => app.otklik.core.models.ChannelAccount.findById('whatsapp:main').lean()
    await scanCode(sandbox, async () => (await account())?.state.qr)
    await eventually(async () => (await account())?.state.phase === 'ready', 60_000)
  },
  close: () => closeSandbox(),
  async meet(_app, name) {
    const { id } = sandbox.createPerson({ name })
    // After a restart of the app people write as they like; the tests wait for what comes of it.
    return new WhatsAppPerson(sandbox.user(id), id)
  },
}

let strangeMessages = 0

class WhatsAppPerson implements Person {
  readonly chatId: string
  #last = 0

  constructor(
    private readonly chat: PersonChat,
    private readonly personId: number,
  ) {
    this.chatId = sandbox.widOf(personId)
  }

  async say(said: Said | string, options: { replyTo?: string } = {}): Promise<string> {
    const reply = options.replyTo === undefined ? {} : { replyTo: this.#numberOf(options.replyTo) }
    const what: Said = typeof said === 'string' ? { type: 'text', text: said } : said
    if (what.type === 'unsupported') return this.#sayStrange()
    const message = await this.#say(what, reply)
    this.#last = message.message_id
    return this.#keyOf(message.message_id)
  }

  async #say(said: Exclude<Said, { type: 'unsupported' }>, reply: { replyTo?: number }): Promise<ApiMessage> {
    const { chat } = this
    switch (said.type) {
      case 'text':
        return chat.sendText(said.text, reply)
      case 'image':
        return chat.sendPhoto(said.file, { ...reply, ...captioned(said) })
      case 'document':
        return chat.sendDocument(said.file, { ...reply, ...captioned(said) })
      case 'voice':
        return chat.sendVoice(said.file, { ...reply, ...captioned(said) })
      case 'video':
        return chat.sendVideo(said.file, { ...reply, ...captioned(said) })
      case 'sticker':
        return chat.sendSticker(said.file, said.emoji)
      case 'album':
        return (await chat.sendAlbum(said.files, { caption: said.caption })).at(-1) as ApiMessage
      case 'location':
        return chat.sendLocation(said.latitude, said.longitude)
      case 'contact':
        return chat.sendContact({ phone: said.phone, firstName: said.name })
    }
  }

  #sayStrange(): string {
    strangeMessages += 1
    const id = `3APOLL${strangeMessages}`
    sandbox.inject({
      id: { fromMe: false, remote: this.chatId, id },
      type: 'poll_creation',
      t: Math.floor(sandbox.phones.world.now()),
      from: this.chatId,
      to: '79130000001@c.us',
      notifyName: 'Кто-то',
      ack: 1,
    })
    return id
  }

  #keyOf(messageId: number): string {
    return sandbox.server.keyInChat(sandbox.server.personOf(this.personId), messageId)
  }

  #numberOf(key: string): number {
    const { messages } = sandbox.phones.world.privateChat(
      [...sandbox.phones.world.bots.values()][0] as never,
      sandbox.server.personOf(this.personId),
    )
    for (const id of messages.keys()) if (this.#keyOf(id) === key) return id
    throw new Error(`no message ${key}`)
  }

  async press(): Promise<void> {
    throw new Error('WhatsApp Web has no buttons')
  }

  async heard(): Promise<Heard[]> {
    const ours = (await this.chat.messages()).filter((message) => message.from?.id !== this.personId)
    return Promise.all(ours.map((message) => this.#read(message)))
  }

  async #read(message: ApiMessage): Promise<Heard> {
    const place = message.venue?.location ?? message.location
    const { contact } = message
    const file = fileOf(message)
    return {
      id: this.#keyOf(message.message_id),
      words: message.text ?? message.caption ?? message.venue?.title ?? '',
      buttons: [],
      files: file ? [{ name: file.file_name ?? '', data: await this.chat.download(file.file_id) }] : [],
      ...(place ? { place: { latitude: place.latitude, longitude: place.longitude } } : {}),
      ...(contact ? { contact: { phone: contact.phone_number, name: contact.first_name } } : {}),
      ...(message.reply_to_message ? { replyTo: this.#keyOf(message.reply_to_message.message_id) } : {}),
    }
  }

  async repeat(): Promise<void> {
    sandbox.repeat(this.personId, this.#last)
  }

  async sawTyping(): Promise<boolean> {
    return sandbox.server.typing.some(({ wid, state }) => wid === this.chatId && state === 'composing')
  }

  async read(): Promise<void> {
    sandbox.read(this.personId)
  }

  async edit(key: string, text: string): Promise<void> {
    await this.chat.edit(this.#numberOf(key), text)
  }

  async react(key: string, emoji: string | null): Promise<void> {
    await this.chat.react(this.#numberOf(key), emoji)
  }

  async remove(key: string): Promise<void> {
    await this.chat.delete(this.#numberOf(key))
  }

  async leave(): Promise<void> {}

  async comeBack(): Promise<void> {}

  end(): void {}
}

function captioned({ caption }: { caption?: string }): { caption?: string } {
  return caption === undefined ? {} : { caption }
}

function fileOf(m: ApiMessage): ApiFile | undefined {
  return m.photo?.at(-1) ?? m.document ?? m.voice ?? m.video ?? m.sticker ?? m.audio ?? m.animation
}
