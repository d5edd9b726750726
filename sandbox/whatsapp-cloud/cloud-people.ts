import type { PersonView } from '../telegram/view.js'
import type { World } from '../telegram/world.js'

/** Who is who on this WhatsApp: phone numbers, business-scoped ids, hidden numbers, phones that are off. */
export class CloudPeople {
  readonly #hidden = new Set<number>()
  readonly #off = new Set<number>()

  constructor(private readonly world: World) {}

  waIdOf({ phone }: PersonView): string {
    return phone.replace(/\D/g, '')
  }

  userIdOf({ id }: PersonView): string {
    return `RU.${id}00042`
  }

  find(address: { to?: string | undefined; recipient?: string | undefined }): PersonView | undefined {
    const digits = address.to?.replace(/\D/g, '')
    return [...this.world.people.values()].find((person) =>
      address.recipient === undefined
        ? this.waIdOf(person) === digits
        : this.userIdOf(person) === address.recipient,
    )
  }

  hideNumber(person: PersonView, hidden: boolean): void {
    if (hidden) this.#hidden.add(person.id)
    else this.#hidden.delete(person.id)
  }

  turnOn(person: PersonView, on: boolean): void {
    if (on) this.#off.delete(person.id)
    else this.#off.add(person.id)
  }

  isOn({ id }: PersonView): boolean {
    return !this.#off.has(id)
  }

  /** As a webhook's `contacts` have a person. */
  contact(person: PersonView): object {
    const number = this.#hidden.has(person.id) ? {} : { wa_id: this.waIdOf(person) }
    const { username } = person.user
    return {
      profile: { name: person.name, ...(username ? { username } : {}) },
      ...number,
      user_id: this.userIdOf(person),
    }
  }

  /** As a webhook's `messages` have their sender. */
  sender(person: PersonView): object {
    const number = this.#hidden.has(person.id) ? {} : { from: this.waIdOf(person) }
    return { ...number, from_user_id: this.userIdOf(person) }
  }

  /** As a webhook's `statuses` have the addressee. */
  recipient(person: PersonView): object {
    const number = this.#hidden.has(person.id) ? {} : { recipient_id: this.waIdOf(person) }
    return { ...number, recipient_user_id: this.userIdOf(person) }
  }
}
