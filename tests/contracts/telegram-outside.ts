import type { ApiFile, ApiMessage } from '../../sandbox/telegram/bot-api.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { clientBot, type TestApp } from '../factories/app.js'
import type { Heard, Outside, Person, Said } from './outside.js'

/** People in sandbox Telegram. */
export const telegramOutside: Outside = {
  accountId: 'telegram:main',
  people: { edit: true, react: true, remove: 'silently', leave: true },
  async meet(app, name) {
    const { id } = app.telegram.createPerson({ name })
    return new TelegramPerson(app, app.telegram.user(id).with(clientBot.username), id)
  },
}

let strangeMessages = 900_000

class TelegramPerson implements Person {
  readonly chatId: string
  #last = 0

  constructor(
    private readonly app: TestApp,
    private readonly chat: PersonChat,
    private readonly personId: number,
  ) {
    this.chatId = String(personId)
  }

  async say(said: Said | string, options: { replyTo?: string } = {}): Promise<string> {
    const reply = options.replyTo === undefined ? {} : { replyTo: Number(options.replyTo) }
    this.#last = await this.#say(typeof said === 'string' ? { type: 'text', text: said } : said, reply)
    return String(this.#last)
  }

  async #say(said: Said, reply: { replyTo?: number }): Promise<number> {
    const { chat } = this
    switch (said.type) {
      case 'text':
        return (await chat.sendText(said.text, reply)).message_id
      case 'image':
        return (await chat.sendPhoto(said.file, { ...reply, ...captioned(said) })).message_id
      case 'document':
        return (await chat.sendDocument(said.file, { ...reply, ...captioned(said) })).message_id
      case 'voice':
        return (await chat.sendVoice(said.file, { ...reply, ...captioned(said) })).message_id
      case 'video':
        return (await chat.sendVideo(said.file, { ...reply, ...captioned(said) })).message_id
      case 'sticker':
        return (await chat.sendSticker(said.file, said.emoji)).message_id
      case 'album':
        return (await chat.sendAlbum(said.files, { ...reply, caption: said.caption })).at(-1)?.message_id ?? 0
      case 'location':
        return (await chat.sendLocation(said.latitude, said.longitude)).message_id
      case 'contact':
        return (await chat.sendContact({ phone: said.phone, firstName: said.name })).message_id
      case 'unsupported': {
        strangeMessages += 1
        const person = { id: this.personId, is_bot: false, first_name: 'Кто-то' }
        this.app.telegram.injectUpdate(clientBot.token, {
          message: {
            message_id: strangeMessages,
            from: person,
            chat: { id: this.personId, type: 'private', first_name: 'Кто-то' },
            date: Math.floor(this.app.clock.now().getTime() / 1_000),
            dice: { emoji: '🎲', value: 3 },
          },
        })
        return strangeMessages
      }
    }
  }

  async press(label: string): Promise<void> {
    await this.chat.press(label)
  }

  async heard(): Promise<Heard[]> {
    const ours = (await this.chat.messages()).filter((message) => message.from?.id !== this.personId)
    const heard: Heard[] = []
    const albums = new Map<string, Heard>()
    for (const message of ours) {
      const one = await this.#read(message)
      const album = message.media_group_id === undefined ? undefined : albums.get(message.media_group_id)
      if (album) album.files.push(...one.files)
      else {
        heard.push(one)
        if (message.media_group_id !== undefined) albums.set(message.media_group_id, one)
      }
    }
    return heard
  }

  async #read(message: ApiMessage): Promise<Heard> {
    const place = message.venue?.location ?? message.location
    const { contact } = message
    const file = fileOf(message)
    return {
      id: String(message.message_id),
      words: message.text ?? message.caption ?? message.venue?.title ?? '',
      buttons: message.reply_markup?.inline_keyboard.flat().map(({ text }) => text) ?? [],
      files: file ? [{ name: file.file_name ?? '', data: await this.chat.download(file.file_id) }] : [],
      ...(place ? { place: { latitude: place.latitude, longitude: place.longitude } } : {}),
      ...(contact ? { contact: { phone: contact.phone_number, name: contact.first_name } } : {}),
      ...(message.reply_to_message ? { replyTo: String(message.reply_to_message.message_id) } : {}),
    }
  }

  async repeat(): Promise<void> {
    const last = this.app.telegram
      .updatesOf(clientBot.token)
      .findLast((update) => (update as { message?: ApiMessage }).message?.message_id === this.#last) as object
    this.app.telegram.injectUpdate(clientBot.token, last)
  }

  async sawTyping(): Promise<boolean> {
    return this.app.telegram
      .calls({ method: 'sendChatAction' })
      .some(
        ({ params, done }) => done && String(params.chat_id) === this.chatId && params.action === 'typing',
      )
  }

  async read(): Promise<void> {}

  async edit(id: string, text: string): Promise<void> {
    await this.chat.edit(Number(id), text)
  }

  async react(id: string, emoji: string | null): Promise<void> {
    await this.chat.react(Number(id), emoji)
  }

  async remove(id: string): Promise<void> {
    await this.chat.delete(Number(id))
  }

  async leave(): Promise<void> {
    await this.chat.block()
  }

  async comeBack(): Promise<void> {
    await this.chat.unblock()
  }

  end(): void {}
}

function captioned({ caption }: { caption?: string }): { caption?: string } {
  return caption === undefined ? {} : { caption }
}

function fileOf(m: ApiMessage): ApiFile | undefined {
  return m.photo?.at(-1) ?? m.document ?? m.voice ?? m.video ?? m.sticker ?? m.audio ?? m.animation
}
