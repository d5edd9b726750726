import type { ApiFile, ApiMessage } from '../../sandbox/telegram/bot-api.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { type CloudSandbox, createCloudSandbox } from '../../sandbox/whatsapp-cloud/cloud-sandbox.js'
import { wamidOf } from '../../sandbox/whatsapp-cloud/convert.js'
import { whatsAppEnv } from '../factories/whatsapp-cloud.js'
import { sampleTemplate } from './contents.js'
import type { Heard, Outside, Person, Said } from './outside.js'

let sandbox: CloudSandbox
let closeSandbox: () => Promise<void>

/** People in sandbox WhatsApp, behind the Cloud API. */
export const cloudOutside: Outside = {
  accountId: 'whatsapp:main',
  people: { edit: false, react: true, remove: 'silently', leave: false },
  async open(clock) {
    sandbox = createCloudSandbox({ clock })
    sandbox.templates.push({
      id: '1',
      name: sampleTemplate.name,
      language: 'ru',
      category: 'UTILITY',
      status: 'APPROVED',
      components: [
        { type: 'BODY', text: sampleTemplate.body },
        { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: sampleTemplate.button }] },
      ],
    })
    const { url, close } = await sandbox.listen()
    closeSandbox = close
    return whatsAppEnv(sandbox, url)
  },
  ready: (app) => sandbox.subscribe(`${app.url}/webhooks/whatsapp`),
  close: () => closeSandbox(),
  async meet(_app, name) {
    return new CloudPerson(sandbox.user(name), name)
  },
}

class CloudPerson implements Person {
  readonly chatId: string
  #last = ''

  constructor(
    private readonly chat: PersonChat,
    private readonly name: string,
  ) {
    this.chatId = sandbox.waIdOf(name)
  }

  async say(said: Said | string, options: { replyTo?: string } = {}): Promise<string> {
    const reply = options.replyTo === undefined ? {} : { replyTo: await this.#numberOf(options.replyTo) }
    const message = await this.#say(typeof said === 'string' ? { type: 'text', text: said } : said, reply)
    this.#last = message ? await this.#idOf(message) : ''
    return this.#last
  }

  async #say(said: Said, reply: { replyTo?: number }): Promise<ApiMessage | null> {
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
      case 'location':
        return chat.sendLocation(said.latitude, said.longitude)
      case 'contact':
        return chat.sendContact({ phone: said.phone, firstName: said.name })
      case 'unsupported':
        sandbox.inject(this.name, { type: 'order', order: { catalog_id: '1', product_items: [] } })
        return null
      case 'album':
        throw new Error('WhatsApp has no albums')
    }
  }

  async press(label: string): Promise<void> {
    await this.chat.press(label)
  }

  async heard(): Promise<Heard[]> {
    const ours = (await this.chat.messages()).filter((message) => message.from?.is_bot)
    return Promise.all(ours.map((message) => this.#read(message)))
  }

  async #read(message: ApiMessage): Promise<Heard> {
    const place = message.venue?.location ?? message.location
    const { contact } = message
    const file = fileOf(message)
    return {
      id: await this.#idOf(message),
      words: message.text ?? message.caption ?? message.venue?.title ?? '',
      buttons: message.reply_markup?.inline_keyboard.flat().map(({ text }) => text) ?? [],
      files: file ? [{ name: file.file_name ?? '', data: await this.chat.download(file.file_id) }] : [],
      ...(place ? { place: { latitude: place.latitude, longitude: place.longitude } } : {}),
      ...(contact ? { contact: { phone: contact.phone_number, name: contact.first_name } } : {}),
      ...(message.reply_to_message ? { replyTo: await this.#idOf(message.reply_to_message) } : {}),
    }
  }

  async #idOf({ message_id: number }: Pick<ApiMessage, 'message_id'>): Promise<string> {
    return wamidOf((await this.chat.chat()).key, number)
  }

  async #numberOf(wamid: string): Promise<number> {
    const { key } = await this.chat.chat()
    const found = (await this.chat.messages()).find((message) => wamidOf(key, message.message_id) === wamid)
    if (!found) throw new Error('no such message')
    return found.message_id
  }

  async repeat(): Promise<void> {
    await sandbox.repeat(this.#last)
  }

  async sawTyping(): Promise<boolean> {
    const key = (await this.chat.chat()).key
    const own = new Set((await this.chat.messages()).map((message) => wamidOf(key, message.message_id)))
    return sandbox
      .calls('messages')
      .some(({ params, done }) => done && params.typing_indicator && own.has(String(params.message_id)))
  }

  async read(): Promise<void> {
    sandbox.read(this.name)
  }

  async edit(): Promise<void> {
    throw new Error('the Cloud API tells of no edits')
  }

  async react(wamid: string, emoji: string | null): Promise<void> {
    await this.chat.react(await this.#numberOf(wamid), emoji)
  }

  async remove(wamid: string): Promise<void> {
    await this.chat.delete(await this.#numberOf(wamid))
  }

  async leave(): Promise<void> {
    throw new Error('the Cloud API tells of no blocks')
  }

  async comeBack(): Promise<void> {}

  end(): void {}
}

function captioned({ caption }: { caption?: string }): { caption?: string } {
  return caption === undefined ? {} : { caption }
}

function fileOf(m: ApiMessage): ApiFile | undefined {
  return m.photo?.at(-1) ?? m.document ?? m.voice ?? m.video ?? m.sticker ?? m.audio ?? m.animation
}
