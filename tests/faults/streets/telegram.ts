import type { PersonChat } from '../../../sandbox/telegram/person-chat.js'
import type { TelegramSandbox } from '../../../sandbox/telegram/sandbox.js'
import { clientBot } from '../../factories/app.js'
import { webhookSecret } from '../webhook-caller.js'
import type { Passerby, Shown, Street } from './street.js'

export type TelegramMode = 'polling' | 'webhook'

/** People in sandbox Telegram; each process of the product may ask for another way to hear of them. */
export class TelegramStreet implements Street {
  readonly accountId = 'telegram:main'

  constructor(
    private readonly telegram: TelegramSandbox,
    private readonly publicUrl: string,
    private readonly nextMode: () => TelegramMode,
  ) {}

  env(): Record<string, string> {
    return this.nextMode() === 'polling'
      ? { TELEGRAM_MODE: 'polling' }
      : { TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: webhookSecret, PUBLIC_URL: this.publicUrl }
  }

  async opened(): Promise<void> {}

  async meet(name: string): Promise<Passerby> {
    const { id } = this.telegram.createPerson({ name })
    return new TelegramPasserby(name, id, this.telegram.user(id).with(clientBot.username))
  }

  async waiting(): Promise<number> {
    return this.telegram.pendingUpdates(clientBot.token)
  }

  async close(): Promise<void> {}
}

class TelegramPasserby implements Passerby {
  readonly said: string[] = []

  constructor(
    readonly name: string,
    private readonly personId: number,
    private readonly chat: PersonChat,
  ) {}

  get chatId(): string {
    return String(this.personId)
  }

  async say(text: string): Promise<void> {
    const { message_id } = await this.chat.sendText(text)
    this.said.push(`${this.personId}:${message_id}`)
  }

  async shown(): Promise<Shown[]> {
    return (await this.chat.messages())
      .filter(({ from }) => from?.id !== this.personId)
      .map(({ message_id, text = '' }) => ({ externalId: `${this.personId}:${message_id}`, text }))
  }
}
