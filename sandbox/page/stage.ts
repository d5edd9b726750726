import type { PersonView } from '../telegram/view.js'
import { act, addPerson, type Network } from './api.js'
import { field } from './attach.js'
import { avatar } from './avatar.js'
import { CompanyPhone } from './company-phone.js'
import { arrange, fill, h } from './dom.js'
import { icon } from './icons.js'
import { Phone } from './phone.js'
import { openCard } from './popup.js'
import {
  currentTheme,
  type FollowedLink,
  otherLanguageLink,
  setShownPeople,
  setTheme,
  shownPeople,
  words,
} from './settings.js'
import type { Change, Store } from './store.js'

const narrow = matchMedia('(max-width: 760px)')

/** The whole page: whose phones there are, and the phones that stand on the stage. */
export class Stage {
  readonly element = h('div', { className: 'page' })
  readonly #chips = h('nav', { className: 'chips' })
  readonly #phonesRow = h('main', { className: 'phones' })
  readonly #notice = h('div', { className: 'notice', role: 'status', hidden: true }, words.offline)
  readonly #phones = new Map<number, Phone>()
  readonly #companyPhone: CompanyPhone | undefined
  #shown: number[]

  constructor(readonly store: Store) {
    this.#companyPhone = store.networks.includes('whatsapp-web') ? new CompanyPhone() : undefined
    this.#shown = shownPeople() ?? this.#firstChoice()
    fill(this.element, this.#topBar(), this.#chips, this.#notice, this.#phonesRow)
    store.onChange((change) => this.#take(change))
    narrow.addEventListener('change', () => this.render())
    document.addEventListener('visibilitychange', () => this.render())
    this.render()
  }

  render(): void {
    this.#renderChips()
    const people = this.#everyone().filter((person) => this.#onStage().includes(person.id))
    const phones = people.map((person) => this.#phoneOf(person))
    const empty = h('p', { className: 'nobody' }, words.nobody)
    arrange(this.#phonesRow, phones.length > 0 ? phones.map((phone) => phone.element) : [empty])
    for (const [id, phone] of this.#phones) phone.onStage = this.#onStage().includes(id)
  }

  #take(change: Change): void {
    if (change.type === 'connection') {
      this.#notice.hidden = change.online
      return
    }
    for (const phone of this.#phones.values()) if (change.type !== 'read') phone.take(change)
    if (change.type === 'person' || change.type === 'reset') this.render()
    else this.#renderChips()
  }

  #everyone(): PersonView[] {
    return [...this.store.peopleOf('client'), ...this.store.peopleOf('manager')]
  }

  /** A narrow window shows one phone, the one chosen last. */
  #onStage(): number[] {
    if (!narrow.matches) return this.#shown
    return this.#shown.slice(-1)
  }

  /** As many phones as fit, a client and a manager first. */
  #firstChoice(): number[] {
    const team = this.store.peopleOf('manager')
    const [telegram, whatsapp] = (['telegram', 'whatsapp'] as const).map((network) =>
      this.store.peopleOf('client').filter((person) => this.store.networkOf(person) === network),
    )
    // One of each messenger, then the next of each.
    const clients = (telegram ?? []).flatMap((person, index) =>
      [person, whatsapp?.[index]].filter((one) => one !== undefined),
    )
    const room = Math.max(2, Math.floor((window.innerWidth - 40) / 385))
    const turns = Math.max(clients.length, team.length)
    const inTurn = Array.from({ length: turns }, (_, index) => [clients[index], team[index]]).flat()
    const chosen = inTurn.filter((person) => person !== undefined).slice(0, room)
    // A narrow window shows the last: let that be a client, who has the first word.
    return chosen.map((person) => person.id).reverse()
  }

  #phoneOf(person: PersonView): Phone {
    const known = this.#phones.get(person.id)
    if (known) return known
    const phone = new Phone(this.store, person)
    this.#phones.set(person.id, phone)
    return phone
  }

  #choose(person: PersonView): void {
    const isShown = this.#onStage().includes(person.id)
    if (narrow.matches) this.#shown = [...this.#shown.filter((id) => id !== person.id), person.id]
    else if (isShown) this.#shown = this.#shown.filter((id) => id !== person.id)
    else this.#shown = [...this.#shown, person.id]
    setShownPeople(this.#shown)
    this.render()
    if (!narrow.matches && !isShown) {
      this.#phoneOf(person).element.scrollIntoView({ behavior: 'smooth', inline: 'center', block: 'nearest' })
    }
  }

  /** Somebody opens a link into a messenger: a person whose phone is here, or a newcomer. */
  async follow({ to, words: payload }: FollowedLink): Promise<void> {
    const role = to === 'team' ? 'manager' : 'client'
    const network = to === 'team' ? 'telegram' : to
    const people = this.store.peopleOf(role).filter((person) => this.store.networkOf(person) === network)
    const who = h(
      'select',
      {},
      h('option', { value: '' }, words.newcomer),
      ...people.map((person) => h('option', { value: String(person.id) }, person.name)),
    )
    const { chosen } = openCard<true>(document.body, {
      title: words.followTitle,
      body: [field(words.followWho, who, words.followHint)],
      buttons: [{ label: words.open, main: true, value: () => true }],
    })
    if (!(await chosen)) return
    const person =
      people.find(({ id }) => String(id) === who.value) ??
      (await addPerson(network, { name: words.newcomer, role }))
    this.store.addPerson(network, person)
    if (!this.#onStage().includes(person.id)) this.#choose(person)
    const [first] = this.store.placesOf(person)
    if (!first || !payload) return
    // A bot hears the payload; WhatsApp has the words in the field, and the person sends them.
    const action =
      network === 'telegram'
        ? ({ type: 'start', payload } as const)
        : ({ type: 'text', text: payload } as const)
    await act(network, this.store.addressOf(person, first), action)
  }

  #renderChips(): void {
    const group = (title: string, people: PersonView[]) =>
      h(
        'div',
        { className: 'chip-group' },
        h('span', { className: 'chip-title' }, title),
        ...people.map((person) => this.#chip(person)),
      )
    const scrolled = this.#chips.scrollLeft
    const clients = group(words.clients, this.store.peopleOf('client'))
    clients.append(
      h(
        'button',
        {
          type: 'button',
          className: 'chip add',
          on: { click: () => void this.#addClient() },
          title: words.addClientTitle,
        },
        icon('plus', 18),
        h('span', {}, words.addClient),
      ),
    )
    fill(this.#chips, clients, group(words.team, this.store.peopleOf('manager')), this.#companyPhone?.element)
    this.#chips.scrollLeft = scrolled
  }

  #chip(person: PersonView): HTMLElement {
    const isShown = this.#onStage().includes(person.id)
    const unread = this.store.unreadOf(person)
    return h(
      'button',
      {
        type: 'button',
        className: `chip ${person.role ?? ''} ${this.store.isWhatsApp(person) ? 'whatsapp' : 'telegram'}${isShown ? ' shown' : ''}`,
        aria: { pressed: String(isShown) },
        on: { click: () => this.#choose(person) },
      },
      avatar(person.id, person.name),
      h('span', { className: 'chip-name' }, person.user.first_name),
      this.store.isWhatsApp(person) &&
        h(
          'span',
          { className: 'chip-network', title: networkNames[this.store.networkOf(person)] },
          icon('phone', 14),
        ),
      unread > 0 && h('span', { className: 'badge' }, String(unread)),
    )
  }

  #topBar(): HTMLElement {
    const theme = h('button', {
      type: 'button',
      className: 'round',
      title: words.theme,
      aria: { label: words.theme },
      on: {
        click: () => {
          setTheme(currentTheme() === 'dark' ? 'light' : 'dark')
          fill(theme, themeIcon())
        },
      },
    })
    fill(theme, themeIcon())
    return h(
      'header',
      { className: 'top-bar' },
      h('span', { className: 'logo' }, icon('chat', 22)),
      h('div', { className: 'top-words' }, h('h1', {}, words.heading), h('p', {}, words.subheading)),
      h('a', { className: 'quiet-link', href: otherLanguageLink() }, words.language),
      theme,
    )
  }

  async #addClient(): Promise<void> {
    const input = (placeholder: string, more: Partial<HTMLInputElement> = {}) =>
      h('input', { placeholder, autocomplete: 'off', maxLength: 64, ...more })
    const name = input(words.namePlaceholder, { required: true })
    const about = input(words.aboutPlaceholder)
    const phone = input('+7 913 000-11-22', { type: 'tel' })
    const networkInput = h(
      'select',
      {},
      ...this.store.networks.map((one) => h('option', { value: one }, networkNames[one])),
    )
    const payload = input('site-header', { pattern: '[\\w\\-]{1,64}' })
    const { chosen } = openCard<true>(document.body, {
      title: words.addClientTitle,
      body: [
        field(words.name, name),
        field(words.about, about),
        field(words.phone, phone),
        ...(this.store.networks.length > 1 ? [field(words.messenger, networkInput)] : []),
        field(words.startPayload, payload, words.startPayloadHint),
      ],
      buttons: [{ label: words.add, main: true, value: () => true }],
    })
    if (!(await chosen)) return
    const digits = phone.value.replace(/[^\d]/g, '')
    const network = networkInput.value as Network
    const person = await addPerson(network, {
      name: name.value.trim(),
      role: 'client',
      ...(about.value.trim() ? { about: about.value.trim() } : {}),
      ...(digits ? { phone: `+${digits.replace(/^8(?=\d{10}$)/, '7')}` } : {}),
    })
    this.store.addPerson(network, person)
    this.#choose(person)
    const [first] = this.store.placesOf(person)
    if (payload.value && first)
      await act(network, this.store.addressOf(person, first), { type: 'start', payload: payload.value })
  }
}

const networkNames: Record<Network, string> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  'whatsapp-web': 'WhatsApp Web',
}

function themeIcon(): Node {
  return icon(currentTheme() === 'dark' ? 'sun' : 'moon')
}
