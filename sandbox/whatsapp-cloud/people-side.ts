import type { ApiMessage } from '../telegram/bot-api.js'
import type { QueuedUpdate } from '../telegram/update-queue.js'
import type { PersonView } from '../telegram/view.js'
import type { Chat, World } from '../telegram/world.js'
import type { CloudPeople } from './cloud-people.js'
import { pressPart, saidPart, wamidOf } from './convert.js'
import { statusError } from './graph-error.js'
import type { WebhookSender } from './webhook-sender.js'

/** A message of ours on its way. */
interface Ours {
  wamid: string
  person: PersonView
  state: 'sent' | 'delivered' | 'read'
  callbackData: string | undefined
}

interface Press {
  id: string
  from: { id: number }
  data?: string
  message?: ApiMessage
}

/** What people do becomes webhooks; what becomes of our messages on their phones, too. */
export class PeopleSide {
  readonly #ours: Ours[] = []
  readonly #taken = new Set<QueuedUpdate>()
  readonly #stopListening: () => void

  constructor(private readonly options: { world: World; people: CloudPeople; webhooks: WebhookSender }) {
    const { queue } = this.#number
    queue.allowed = ['message', 'callback_query', 'message_reaction']
    this.#stopListening = queue.onMore(() => this.#pump())
    setImmediate(() => this.#pump())
  }

  get #number() {
    const [number] = this.options.world.bots.values()
    if (!number) throw new Error('the number is not there')
    return number
  }

  stop(): void {
    this.#stopListening()
  }

  // Our messages on their phones

  /** Put on the person's phone: "sent" and, when the phone is on, "delivered". */
  sent(person: PersonView, wamid: string, callbackData: string | undefined): void {
    const ours: Ours = { wamid, person, state: 'sent', callbackData }
    this.#ours.push(ours)
    if (this.#ours.length > 20_000) this.#ours.splice(0, 10_000)
    this.#status(ours, 'sent')
    if (this.options.people.isOn(person)) this.#advance(ours, 'delivered')
  }

  /** Taken by Meta and then not delivered. */
  failed(person: PersonView, wamid: string, callbackData: string | undefined, code: number): void {
    this.#status({ wamid, person, state: 'sent', callbackData }, 'failed', [statusError(code)])
  }

  deliverWaiting(person: PersonView): void {
    for (const ours of this.#of(person)) if (ours.state === 'sent') this.#advance(ours, 'delivered')
  }

  read(person: PersonView): void {
    for (const ours of this.#of(person)) if (ours.state === 'delivered') this.#advance(ours, 'read')
  }

  #of(person: PersonView): Ours[] {
    return this.#ours.filter((ours) => ours.person.id === person.id)
  }

  #advance(ours: Ours, state: 'delivered' | 'read'): void {
    ours.state = state
    this.#status(ours, state)
  }

  #status({ wamid, person, callbackData }: Ours, status: string, errors?: object[]): void {
    const { world, people, webhooks } = this.options
    webhooks.push({
      lane: `status:${person.id}`,
      value: {
        statuses: [
          {
            id: wamid,
            status,
            timestamp: String(world.now()),
            ...people.recipient(person),
            ...(callbackData === undefined ? {} : { biz_opaque_callback_data: callbackData }),
            ...(errors ? { errors } : {}),
          },
        ],
      },
    })
  }

  // Their messages to us

  inject(person: PersonView, message: Record<string, unknown>): void {
    this.#tell(person, {
      id: `wamid.injected-${Math.random().toString(36).slice(2)}`,
      timestamp: String(this.options.world.now()),
      ...message,
    })
  }

  #pump(): void {
    const { queue } = this.#number
    for (const update of [...queue.pending]) {
      if (this.#taken.has(update)) continue
      this.#taken.add(update)
      this.#take(update, () => {
        queue.confirm(update)
        this.#taken.delete(update)
      })
    }
  }

  #take(update: QueuedUpdate, taken: () => void): void {
    const payload = update.payload as {
      message?: ApiMessage
      callback_query?: Press
      message_reaction?: { user: { id: number }; message_id: number; new_reaction: { emoji: string }[] }
    }
    const { world } = this.options
    if (payload.message) {
      const { message } = payload
      const found = this.#chatOf(message.from?.id)
      if (!found) {
        taken()
        return
      }
      const said = message.text?.startsWith('/start')
        ? { ...message, text: prefilled(message.text) }
        : message
      this.#say(found.person, found.chat, said, saidPart(said, world.files), taken)
    } else if (payload.callback_query) this.#press(payload.callback_query, taken)
    else if (payload.message_reaction) {
      const { user, message_id: id, new_reaction: reactions } = payload.message_reaction
      const found = this.#chatOf(user.id)
      if (!found) {
        taken()
        return
      }
      this.#tell(
        found.person,
        {
          id: `wamid.reaction-${update.id}`,
          timestamp: String(world.now()),
          type: 'reaction',
          reaction: { message_id: wamidOf(found.chat.key, id), emoji: reactions[0]?.emoji ?? '' },
        },
        taken,
      )
    } else taken()
  }

  /** A press shows as a message of the person, which answers the one with the buttons. */
  #press({ id, from, data = '', message }: Press, taken: () => void): void {
    const { world } = this.options
    world.callbacks.get(id)?.answer({ answered: true })
    world.callbacks.delete(id)
    const found = this.#chatOf(from.id)
    if (!found || !message) {
      taken()
      return
    }
    const label =
      message.reply_markup?.inline_keyboard.flat().find((button) => button.callback_data === data)?.text ?? ''
    const view = world.message(found.chat, message.message_id)
    const posted = world.post(found.chat, found.person.user, {
      text: label,
      ...(view ? { reply_to_message: world.asReplied(view) } : {}),
    })
    this.#say(found.person, found.chat, posted.message, pressPart({ data, label }), () => {
      world.touch(found.chat, posted.message.message_id, { delivered: true })
      taken()
    })
  }

  #say(
    person: PersonView,
    chat: Chat,
    message: ApiMessage,
    part: Record<string, unknown>,
    taken: () => void,
  ): void {
    const replied = message.reply_to_message
    this.#tell(
      person,
      {
        id: wamidOf(chat.key, message.message_id),
        timestamp: String(message.date),
        ...(replied ? { context: { id: wamidOf(chat.key, replied.message_id) } } : {}),
        ...part,
      },
      taken,
    )
  }

  #tell(person: PersonView, message: Record<string, unknown>, taken?: () => void): void {
    const { people, webhooks } = this.options
    webhooks.push({
      lane: String(person.id),
      value: { contacts: [people.contact(person)], messages: [{ ...people.sender(person), ...message }] },
      ...(taken ? { taken } : {}),
    })
  }

  #chatOf(personId: number | undefined): { person: PersonView; chat: Chat } | undefined {
    const { world } = this.options
    const person = personId === undefined ? undefined : world.people.get(personId)
    return person && { person, chat: world.privateChat(this.#number, person) }
  }
}

/** A link into WhatsApp (`wa.me/…?text=`) fills in the first message; a bare start is a greeting. */
function prefilled(text: string): string {
  return text.replace(/^\/start\s*/, '') || 'Здравствуйте!'
}
