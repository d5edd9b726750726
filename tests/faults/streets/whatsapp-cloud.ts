import type { Clock } from '../../../core/clock.js'
import type { PersonChat } from '../../../sandbox/telegram/person-chat.js'
import { type CloudSandbox, createCloudSandbox } from '../../../sandbox/whatsapp-cloud/cloud-sandbox.js'
import { wamidOf } from '../../../sandbox/whatsapp-cloud/convert.js'
import { eventually } from '../../factories/eventually.js'
import { whatsAppEnv } from '../../factories/whatsapp-cloud.js'
import type { Passerby, Shown, Street } from './street.js'

/** People in sandbox WhatsApp, behind the Cloud API. */
export class CloudStreet implements Street {
  readonly accountId = 'whatsapp:main'
  #address = ''

  private constructor(
    readonly sandbox: CloudSandbox,
    private readonly apiRoot: string,
    private readonly shut: () => Promise<void>,
  ) {}

  static async open(clock: Clock, seed?: number): Promise<CloudStreet> {
    const sandbox = createCloudSandbox({
      clock,
      ...(seed === undefined ? {} : { seed }),
      pace: false,
      webhook: { retryMs: 100, maxRetryMs: 400 },
    })
    const { url, close } = await sandbox.listen()
    return new CloudStreet(sandbox, url, close)
  }

  env(): Record<string, string> {
    return whatsAppEnv(this.sandbox, this.apiRoot)
  }

  /** Meta asks for the handshake when the address is set, and then posts there whoever answers. */
  async opened(url: string): Promise<void> {
    if (this.#address === url) return
    await eventually(() =>
      this.sandbox.subscribe(`${url}/webhooks/whatsapp`).then(
        () => true,
        () => false,
      ),
    )
    this.#address = url
  }

  async meet(name: string): Promise<Passerby> {
    const { id } = this.sandbox.createPerson({ name })
    const chat = this.sandbox.user(id)
    const { key } = await chat.chat()
    return new CloudPasserby(name, this.sandbox.waIdOf(id), key, chat)
  }

  async waiting(): Promise<number> {
    return this.sandbox.webhooks.pending
  }

  close(): Promise<void> {
    return this.shut()
  }
}

class CloudPasserby implements Passerby {
  readonly said: string[] = []

  constructor(
    readonly name: string,
    readonly chatId: string,
    private readonly key: string,
    private readonly chat: PersonChat,
  ) {}

  async say(text: string): Promise<void> {
    const { message_id } = await this.chat.sendText(text)
    this.said.push(wamidOf(this.key, message_id))
  }

  async shown(): Promise<Shown[]> {
    return (await this.chat.messages())
      .filter(({ from }) => from?.is_bot)
      .map(({ message_id, text = '' }) => ({ externalId: wamidOf(this.key, message_id), text }))
  }
}
