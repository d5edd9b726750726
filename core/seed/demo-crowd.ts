import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import type { DemoData } from './demo-data.js'

const words = z.array(z.string()).min(1)
const people = z.strictObject({ names: words, surnames: words })
const goods = z
  .array(z.strictObject({ product: z.string(), price: z.number(), runs: z.array(z.number()).min(1) }))
  .min(1)
const stuff = z.strictObject({
  women: people,
  men: people,
  companies: z.strictObject({ forms: words, words, trades: words }),
  studios: words,
  positions: words,
  territories: words,
  sources: words,
  goods: z.strictObject({ merchandise: goods, production: goods, designers: goods }),
  lost: words,
  impossible: words,
  results: z.array(z.tuple([z.string(), z.string()])),
  calls: words,
  meetings: words,
  goals: words,
  comments: words,
  trash: words,
  talks: z.array(words).min(1),
})
type Stuff = z.output<typeof stuff>

/** What the company has of everything, the hand-written story included. */
export const crowdSize = { clients: 300, inquiries: 500, deals: 200, conversations: 125, activities: 160 }

/**
 * Fills the story up to a believable company: clients, deals in three pipelines, a month of talk, inquiries and what the
 * team did about them. The same at every run: chance is a fixed sequence. What is generated is over or under way; nobody
 * new waits for an answer, so that the inbox stays that of the story.
 */
export async function addCrowd(data: DemoData): Promise<DemoData> {
  const file = new URL('./demo-crowd.yaml', import.meta.url)
  return new Crowd(data, stuff.parse(parse(await readFile(file, 'utf8')))).build()
}

type Row<K extends keyof DemoData> = DemoData[K][number]
type PipelineKey = keyof Stuff['goods']

/** How deals of a pipeline are spread over its stages, the closed ones first. */
const spread: Record<PipelineKey, { share: number; stages: readonly (readonly [string, number])[] }> = {
  merchandise: {
    share: 0.6,
    stages: [
      ['won', 46],
      ['lost', 26],
      ['new-lead', 8],
      ['proposal-sent', 10],
      ['objections', 7],
      ['invoice-sent', 5],
      ['invoice-paid', 4],
      ['goods-ordered', 6],
    ],
  },
  production: {
    share: 0.23,
    stages: [
      ['won', 12],
      ['lost', 6],
      ['first-contact', 3],
      ['needs', 3],
      ['measurements', 3],
      ['design', 3],
      ['design-approval', 2],
      ['pricing', 2],
      ['contract', 2],
      ['materials', 2],
      ['production', 3],
      ['installation', 1],
    ],
  },
  designers: {
    share: 0.17,
    stages: [
      ['bonus-given', 9],
      ['will-not-buy', 3],
      ['bought-from-competitor', 2],
      ['proposal-making', 4],
      ['proposal-editing', 3],
      ['awaiting-answer', 4],
      ['invoice-sent', 2],
      ['invoice-paid', 1],
      ['in-stock', 1],
      ['shipment', 2],
    ],
  },
}
const won = ['won', 'bonus-given']
const lost = ['lost', 'will-not-buy', 'bought-from-competitor']
const ordered = ['goods-ordered', 'materials', 'production', 'installation', 'photo-report']

class Crowd {
  readonly #out: DemoData
  #state = 20_260_311

  constructor(
    story: DemoData,
    private readonly stuff: Stuff,
  ) {
    this.#out = {
      ...story,
      clients: [...story.clients],
      deals: [...story.deals],
      conversations: [...story.conversations],
      inquiries: [...story.inquiries],
      activities: [...story.activities],
    }
  }

  build(): DemoData {
    const out = this.#out
    const own = out.clients.length
    const taken = new Set(out.clients.map((client) => client.name))
    for (let number = own; number < crowdSize.clients; number++) out.clients.push(this.#client(number, taken))
    const fresh = out.clients.slice(own)
    const designers = fresh.filter((client) => client.kind === 'agent')
    const direct = fresh.filter((client) => client.kind === 'direct')
    for (let number = out.deals.length; number < crowdSize.deals; number++)
      out.deals.push(this.#deal(number, direct, designers))
    this.#settleStates(fresh)
    const deals = out.deals.filter((deal) => deal.key.startsWith('crowd-'))
    const free = [...deals]
    while (out.conversations.length < crowdSize.conversations)
      out.conversations.push(this.#conversation(free.shift(), fresh))
    while (out.conversations.length + out.inquiries.length < crowdSize.inquiries)
      out.inquiries.push(this.#inquiry(free.shift(), fresh))
    while (out.activities.length < crowdSize.activities) out.activities.push(this.#activity(deals))
    return out
  }

  #client(number: number, taken: Set<string>): Row<'clients'> {
    const { women, men, companies, studios, positions, territories } = this.stuff
    let name = ''
    do {
      const kind = this.#chance(0.6) ? women : men
      name = `${this.#pick(kind.names)} ${this.#pick(kind.surnames)}`
    } while (taken.has(name))
    taken.add(name)
    const designer = number % 8 === 0
    const company = designer
      ? this.#pick(studios)
      : `${this.#pick(companies.forms)} «${this.#pick(companies.words)}${this.#chance(0.4) ? `-${this.#pick(companies.trades)}` : ''}»`
    return {
      key: `crowd-${number}`,
      name,
      company,
      position: designer ? 'Дизайнер интерьеров' : this.#pick(positions),
      phone: `+7913${String(5_000_000 + number * 137).slice(-7)}`,
      ...(this.#chance(0.7) ? { email: `client-${number}@mail.example` } : {}),
      territory: this.#pick(territories),
      source: this.#pick(this.stuff.sources),
      state: 'not-client',
      owner: this.#chance(0.8) ? this.#pick(['olga', 'igor']) : null,
      since: this.#time(-180, -31),
      kind: designer ? 'agent' : 'direct',
      bonus: designer ? this.#pick([5, 7, 10]) : 0,
      birthday: this.#chance(0.35)
        ? `19${70 + this.#upTo(29)}-${two(1 + this.#upTo(12))}-${two(1 + this.#upTo(28))}`
        : null,
      notes: '',
    }
  }

  #deal(number: number, direct: Row<'clients'>[], designers: Row<'clients'>[]): Row<'deals'> {
    const pipeline = this.#pipeline()
    const client = this.#pick(pipeline === 'designers' ? designers : direct)
    client.owner ??= this.#pick(['olga', 'igor'])
    const stage = this.#weighted(spread[pipeline].stages)
    const isLost = lost.includes(stage)
    const isClosed = isLost || won.includes(stage)
    const start = isClosed ? -12 - this.#upTo(48) : -1 - this.#upTo(26)
    const good = this.#pick(this.stuff.goods[pipeline])
    const run = this.#pick(good.runs)
    const code = stage === 'bought-from-competitor' ? 'competitor' : this.#pick(this.stuff.lost)
    return {
      key: `crowd-${number}`,
      client: client.key,
      pipeline,
      title: run > 1 ? `${good.product}, ${run} шт` : good.product,
      stage,
      owner: won.includes(stage) || ordered.includes(stage) ? 'marina' : client.owner,
      at: this.#time(start, start),
      ...(isClosed
        ? { closed: this.#time(Math.min(start + 4 + this.#upTo(20), -1), Math.min(start + 24, -1)) }
        : { due: this.#time(this.#chance(0.15) ? -3 : 2, 30) }),
      priority: this.#chance(0.12) ? 'high' : this.#chance(0.1) ? 'low' : 'normal',
      items: [{ name: good.product, quantity: run, price: good.price }],
      ...(isLost
        ? { lost: { code, text: code === 'impossible' ? this.#pick(this.stuff.impossible) : '' } }
        : {}),
    }
  }

  /** Nobody sets a state by hand: it follows from the deals. */
  #settleStates(clients: Row<'clients'>[]): void {
    for (const client of clients) {
      const deals = this.#out.deals.filter((deal) => deal.client === client.key)
      const bought = deals.some((deal) => won.includes(deal.stage))
      if (bought) client.state = this.#chance(0.15) ? 'former' : 'active'
      else if (deals.length > 0) client.state = 'potential'
      else client.state = this.#chance(0.03) ? 'disconnected' : this.#chance(0.5) ? 'not-client' : 'potential'
      // Whoever has gone quiet is free for everybody.
      if (client.state === 'former') client.owner = null
    }
  }

  #conversation(deal: Row<'deals'> | undefined, clients: Row<'clients'>[]): Row<'conversations'> {
    const client = this.#clientOf(deal, clients)
    const good = this.#pick(this.stuff.goods.merchandise)
    const run = this.#pick(good.runs)
    const sum = `${(good.price * run).toLocaleString('ru-RU').replace(/\s/g, ' ')} ₽`
    const values: Record<string, string> = {
      product: good.product.toLowerCase(),
      run: String(run),
      sum,
      days: String(5 + this.#upTo(12)),
      name: client.name.split(' ')[0] ?? '',
    }
    const manager = client.owner ?? 'igor'
    return {
      client: client.key,
      channel: this.#chance(0.7) ? 'telegram' : 'site',
      at: this.#time(-30, -3),
      assignee: manager,
      status: this.#chance(0.8) ? 'closed' : 'waiting',
      unread: 0,
      inquiry: deal
        ? { status: 'converted', deal: deal.key, comment: '' }
        : { status: 'closed', comment: this.#pick(this.stuff.comments) },
      talk: this.#pick(this.stuff.talks).map((line) =>
        line
          .replace(/^((?:\d+ )?)m /, `$1${manager} `)
          .replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole),
      ),
    }
  }

  #inquiry(deal: Row<'deals'> | undefined, clients: Row<'clients'>[]): Row<'inquiries'> {
    const channel = this.#chance(0.62) ? 'phone' : 'form'
    const status: Row<'inquiries'>['status'] = deal
      ? 'converted'
      : this.#weighted<Row<'inquiries'>['status']>([
          ['closed', 52],
          ['trash', 20],
          ['deferred', 9],
          ['in-work', 7],
          ['waiting', 1],
        ])
    const stranger = status === 'trash' || (!deal && this.#chance(0.12))
    const client = stranger ? null : this.#clientOf(deal, clients)
    const fresh = status === 'in-work' || status === 'waiting'
    return {
      client: client?.key ?? null,
      channel,
      source: channel === 'form' ? 'form' : this.#pick(this.stuff.sources),
      project: this.#pick(['Мерч', 'Мерч', 'Мебель и вывески', 'Дизайнерам']),
      status,
      at: fresh ? this.#time(-4, -1) : this.#time(-31, -1),
      ...(status === 'deferred' ? { until: this.#time(5, 90) } : {}),
      comment: this.#pick(status === 'trash' ? this.stuff.trash : this.stuff.comments),
      ...(deal ? { deal: deal.key } : {}),
      ...(status === 'waiting' ? {} : { assignee: client?.owner ?? this.#pick(['olga', 'igor']) }),
    }
  }

  #activity(deals: Row<'deals'>[]): Row<'activities'> {
    const open = deals.filter((deal) => deal.closed === undefined)
    const planned = this.#chance(0.2)
    const deal = this.#pick(planned ? open : deals)
    const meeting = this.#chance(0.2)
    const [outcome, result] = this.#pick(this.stuff.results)
    return {
      staff: deal.owner,
      kind: meeting ? 'meeting' : 'call',
      title: this.#pick(meeting ? this.stuff.meetings : this.stuff.calls),
      client: deal.client,
      deal: deal.key,
      due: planned ? this.#time(this.#chance(0.12) ? -1 : 1, 12) : this.#time(-28, -1),
      goals: meeting ? this.#pick(this.stuff.goals) : '',
      ...(planned ? {} : { done: result, outcome: meeting && outcome !== 'refused' ? 'held' : outcome }),
    }
  }

  #clientOf(deal: Row<'deals'> | undefined, clients: Row<'clients'>[]): Row<'clients'> {
    const client = deal && this.#out.clients.find((each) => each.key === deal.client)
    return client ?? this.#pick(clients)
  }

  #pipeline(): PipelineKey {
    return this.#weighted((Object.keys(spread) as PipelineKey[]).map((key) => [key, spread[key].share * 100]))
  }

  /** A working hour of a day between the two, both included: `-12d 14:25`. */
  #time(from: number, to: number): string {
    const day = from + this.#upTo(Math.max(to - from, 0) + 1)
    return `${day >= 0 ? '+' : ''}${day}d ${9 + this.#upTo(9)}:${two(this.#upTo(12) * 5)}`
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#upTo(list.length)] as T
  }

  #weighted<T>(list: readonly (readonly [T, number])[]): T {
    let left = this.#next() * list.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of list) {
      left -= weight
      if (left < 0) return value
    }
    return (list.at(-1) as readonly [T, number])[0]
  }

  #chance(share: number): boolean {
    return this.#next() < share
  }

  /** A whole number from 0 below `end`. */
  #upTo(end: number): number {
    return Math.floor(this.#next() * end)
  }

  /** Mulberry32: small, even and the same everywhere. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

const two = (value: number): string => String(value).padStart(2, '0')
