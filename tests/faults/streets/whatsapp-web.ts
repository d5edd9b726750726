import type { Clock } from '../../../core/clock.js'
import type { Core } from '../../../core/context.js'
import type { PersonChat } from '../../../sandbox/telegram/person-chat.js'
import { createWhatsAppSandbox, type WhatsAppSandbox } from '../../../sandbox/whatsapp/web/sandbox.js'
import { eventually } from '../../factories/eventually.js'
import type { Passerby, Shown, Street } from './street.js'

/** A browser that starts on a busy machine. */
const patienceMs = 60_000

/** People in the simulated WhatsApp, behind WhatsApp Web in a real Chromium. */
export class WebStreet implements Street {
  readonly #people: WebPasserby[] = []

  private constructor(
    readonly accountId: string,
    readonly sandbox: WhatsAppSandbox,
    private readonly resolve: string,
    private readonly core: Core,
    private readonly shut: () => Promise<void>,
  ) {}

  /**
   * @param core a look at the database, where the code to scan is
   * @param accountId the installation's own number, or one that people have added beside it
   */
  static async open(clock: Clock, core: Core, accountId = 'whatsapp:main'): Promise<WebStreet> {
    const sandbox = createWhatsAppSandbox({ clock })
    const { resolve, close } = await sandbox.listen()
    return new WebStreet(accountId, sandbox, resolve, core, close)
  }

  env(): Record<string, string> {
    const { CHROMIUM_PATH } = process.env
    return {
      ...(this.accountId === 'whatsapp:main' ? { WHATSAPP_PROVIDER: 'web' } : {}),
      WHATSAPP_WEB_URL_RESOLVE: this.resolve,
      ...(CHROMIUM_PATH ? { CHROMIUM_PATH } : {}),
    }
  }

  async opened(): Promise<void> {
    await eventually(() => this.#link(), patienceMs)
    await eventually(async () => this.sandbox.online, patienceMs)
  }

  /** Scans the code that is shown; one of a page that has gone is worth nothing. */
  async #link(): Promise<boolean> {
    if (this.sandbox.server.linked) return true
    const account = await this.core.models.ChannelAccount.findById(this.accountId).lean()
    const qr = account?.state.qr
    if (qr === undefined) return false
    try {
      this.sandbox.scan(qr)
      return true
    } catch {
      return false
    }
  }

  async meet(name: string): Promise<Passerby> {
    const { id } = this.sandbox.createPerson({ name })
    const passerby = new WebPasserby(name, this.sandbox, id)
    this.#people.push(passerby)
    return passerby
  }

  /** WhatsApp Web is told nothing when a message is stored: what the database lacks is what waits. */
  async waiting(): Promise<number> {
    const said = this.#people.reduce((sum, person) => sum + person.said.length, 0)
    const { accountId } = this
    return said - (await this.core.models.Message.countDocuments({ accountId, direction: 'in' }))
  }

  close(): Promise<void> {
    return this.shut()
  }
}

class WebPasserby implements Passerby {
  readonly said: string[] = []
  readonly chatId: string
  readonly #chat: PersonChat

  constructor(
    readonly name: string,
    private readonly sandbox: WhatsAppSandbox,
    private readonly personId: number,
  ) {
    this.chatId = sandbox.widOf(personId)
    this.#chat = sandbox.user(personId)
  }

  async say(text: string): Promise<void> {
    const { message_id } = await this.#chat.sendText(text)
    this.said.push(this.#keyOf(message_id))
  }

  async shown(): Promise<Shown[]> {
    return (await this.#chat.messages())
      .filter(({ from }) => from?.is_bot)
      .map(({ message_id, text = '' }) => ({ externalId: this.#keyOf(message_id), text }))
  }

  #keyOf(messageId: number): string {
    const { server } = this.sandbox
    return server.keyInChat(server.personOf(this.personId), messageId)
  }
}
