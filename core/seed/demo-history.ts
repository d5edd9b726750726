import type { Activity } from '../activities/activity.model.js'
import { signature } from '../audit.js'
import type { ClientCard } from '../clients/client.model.js'
import { noFacts } from '../clients/client-base.js'
import { beginning, relationOf } from '../clients/client-state.js'
import { clientWords } from '../clients/client-words.js'
import type { ContactPoint } from '../contacts/contact-point.model.js'
import { type Actor, type Core, system } from '../context.js'
import type { Deal, DealMove } from '../deals/deal.model.js'
import { itemsTotal } from '../deals/deal-input.js'
import { dealWords } from '../deals/deal-words.js'
import type { Pipeline } from '../deals/pipeline.model.js'
import { newId } from '../ids.js'
import type { Conversation } from '../inbox/conversation.model.js'
import type { Message } from '../inbox/message.model.js'
import type { Inquiry, InquiryEvent } from '../inquiries/inquiry.model.js'
import { stepInquiry } from '../inquiries/move-inquiry.js'
import { actorOf } from '../staff/queries.js'
import type { Staff } from '../staff/staff.model.js'
import type { DemoData } from './demo-data.js'
import { demoTelegramPeople, personOf } from './demo-people.js'
import { buildTalk } from './demo-talk.js'
import { demoTime } from './demo-time.js'

/** What the demo data hang on: made or found before. */
export interface DemoGround {
  staff: ReadonlyMap<string, Staff>
  /** Company ids by the names of `demo.yaml`. */
  companies: ReadonlyMap<string, string>
  /** The default one first. */
  pipelines: readonly Pipeline[]
  /** First numbers of the two sequences. */
  numbers: { inquiries: number; deals: number }
}

export interface DemoDocuments {
  clients: ClientCard[]
  contactPoints: ContactPoint[]
  conversations: Conversation[]
  messages: Message[]
  inquiries: Inquiry[]
  deals: Deal[]
  activities: Activity[]
}

/** The steps an inquiry took to where it stands, after it was opened. */
const pathTo: Record<Inquiry['status'], readonly InquiryEvent[]> = {
  new: [],
  qualifying: ['qualify'],
  waiting: [],
  'in-work': ['take'],
  converted: ['take', 'convert'],
  deferred: ['take', 'defer'],
  trash: ['discard'],
  closed: ['take', 'close'],
}

/** The documents of the demo company, complete with their histories, as if the month had been lived in the product. */
export function buildDemo(core: Core, data: DemoData, ground: DemoGround): DemoDocuments {
  const story = new Story(core, data, ground)
  for (const client of data.clients) story.addClient(client)
  for (const deal of data.deals) story.addDeal(deal)
  for (const conversation of data.conversations) story.addConversation(conversation)
  for (const inquiry of data.inquiries) story.addInquiry(inquiry)
  for (const activity of data.activities) story.addActivity(activity)
  return story.finish()
}

class Story {
  readonly #out: DemoDocuments = {
    clients: [],
    contactPoints: [],
    conversations: [],
    messages: [],
    inquiries: [],
    deals: [],
    activities: [],
  }
  readonly #clients = new Map<string, ClientCard>()
  readonly #deals = new Map<string, Deal>()
  readonly #telegramIds: string[]
  readonly #now: Date

  constructor(
    private readonly core: Core,
    private readonly data: DemoData,
    private readonly ground: DemoGround,
  ) {
    this.#now = core.clock.now()
    this.#telegramIds = demoTelegramPeople(data).map((person) => String(person.id))
  }

  addClient(row: DemoData['clients'][number]): void {
    const createdAt = this.#at(row.since)
    const card: ClientCard = {
      _id: newId(),
      name: row.name,
      companyId: this.ground.companies.get(row.company) ?? null,
      position: row.position,
      phones: [row.phone],
      emails: row.email ? [row.email] : [],
      birthday: row.birthday,
      notes: row.notes,
      address: '',
      territory: row.territory,
      relation: relationOf[row.state],
      state: row.state,
      kind: row.kind,
      agentId: null,
      bonusPercent: row.bonus,
      source: row.source,
      ownerId: this.#staffId(row.owner),
      consent: null,
      custom: {},
      photoFileId: null,
      base: 'cold',
      facts: { ...noFacts, yearday: row.birthday?.slice(-5) ?? null },
      history: [beginning(row.state, system, createdAt)],
      version: 1,
      createdAt,
      lastContactAt: createdAt,
    }
    this.#clients.set(row.key, { ...card, words: clientWords(card) })
    this.#addPoint(card, 'phone', '', row.phone, createdAt)
    if (row.email) this.#addPoint(card, 'email', '', row.email, createdAt)
  }

  addDeal(row: DemoData['deals'][number]): void {
    const client = this.#client(row.client)
    const createdAt = this.#at(row.at)
    const closedAt = row.closed ? this.#at(row.closed) : null
    const by = signature(this.#actor(row.owner))
    const items = row.items.map(({ name, quantity, price }) => ({
      name,
      quantity,
      priceMinor: Math.round(price * 100),
    }))
    const pipeline = row.pipeline
      ? this.ground.pipelines.find((each) => each.key === row.pipeline)
      : this.ground.pipelines[0]
    if (!pipeline) throw new Error(`demo data: no pipeline ${row.pipeline ?? ''}`)
    const history = this.#moves(
      pipeline,
      row.stage,
      by,
      createdAt,
      closedAt ?? this.#now,
      row.lost && (row.lost.text || row.lost.code),
    )
    const last = history.at(-1) as DealMove
    this.#deals.set(row.key, {
      _id: newId(),
      number: 0,
      pipeline: pipeline.key,
      stage: row.stage,
      title: row.title,
      amountMinor: itemsTotal(items) ?? Math.round((row.amount ?? 0) * 100),
      currency: 'RUB',
      clientId: client._id,
      companyId: client.companyId,
      inquiryId: null,
      conversationId: null,
      ownerId: this.#staffId(row.owner),
      salesId: this.#staffId(row.owner === 'marina' ? (this.#ownerOf(row.client) ?? 'olga') : row.owner),
      accountId: row.owner === 'marina' ? this.#staffId('marina') : null,
      assistantId: null,
      items,
      variants: [],
      chosenVariant: null,
      checklist: {},
      priority: row.priority,
      dueAt: row.due ? this.#at(row.due) : null,
      answers: {},
      notes: '',
      lostReason: row.lost ?? null,
      closedAt,
      rank: -last.at.getTime(),
      history,
      version: history.length,
      createdAt,
      stageSince: last.at,
    })
  }

  addConversation(row: DemoData['conversations'][number]): void {
    const client = row.client === null ? null : this.#client(row.client)
    const startedAt = this.#at(row.at)
    const telegram = row.channel === 'telegram'
    const chatId =
      (telegram ? this.#telegramIds.shift() : undefined) ??
      `v_demo${String(this.#out.conversations.length + 1).padStart(18, '0')}`
    const accountId = telegram ? 'telegram:main' : 'site:main'
    const name = personOf(this.data, row)
    const point = this.#addPoint(client ?? { _id: null, name }, row.channel, accountId, chatId, startedAt)
    const id = newId()
    const messages = buildTalk(row.talk, {
      conversation: { _id: id, channel: row.channel, accountId },
      startedAt,
      now: this.#now,
      clientName: name,
      companyName: this.core.company.name,
      staffOf: (key) => this.#person(key),
      noteBy: row.assignee ?? 'olga',
    })
    const last = messages.findLast((message) => message.direction !== 'note') as Message
    const inquiry = this.#inquiry({
      channel: row.channel,
      accountId,
      conversationId: id,
      contactPointId: point._id,
      client,
      assignee: row.assignee,
      source: row.channel,
      status: row.inquiry.status,
      until: row.inquiry.until,
      comment: row.inquiry.comment,
      deal: row.inquiry.deal,
      createdAt: startedAt,
      answeredAt: messages.find((message) => message.direction === 'out')?.createdAt ?? null,
    })
    if (row.inquiry.deal) this.#deal(row.inquiry.deal).conversationId = id
    if (client) client.lastContactAt = last.createdAt
    this.#out.messages.push(...messages)
    this.#out.conversations.push({
      _id: id,
      channel: row.channel,
      accountId,
      contactPointId: point._id,
      chatId,
      title: name,
      clientId: client?._id ?? null,
      inquiryId: inquiry._id,
      status: row.status,
      snoozedUntil: row.snoozed ? this.#at(row.snoozed) : null,
      assigneeId: this.#staffId(row.assignee),
      labels: [],
      unreadCount: row.unread,
      lastMessageAt: last.createdAt,
      lastMessage: {
        direction: last.direction === 'in' ? 'in' : 'out',
        type: 'text',
        preview: last.content.type === 'text' ? last.content.text.slice(0, 140) : '',
      },
      lastInboundAt: messages.findLast((message) => message.direction === 'in')?.createdAt ?? null,
      dialog: null,
      reachable: true,
      locale: 'ru',
      version: messages.length,
      createdAt: startedAt,
    })
  }

  addInquiry(row: DemoData['inquiries'][number]): void {
    const createdAt = this.#at(row.at)
    this.#inquiry({
      channel: row.channel,
      accountId: '',
      conversationId: null,
      contactPointId: null,
      client: row.client === null ? null : this.#client(row.client),
      assignee: row.assignee ?? null,
      source: row.source,
      project: row.project,
      status: row.status,
      until: row.until,
      comment: row.comment,
      deal: row.deal,
      createdAt,
      answeredAt: row.assignee ? new Date(createdAt.getTime() + 5 * 60_000) : null,
    })
  }

  addActivity(row: DemoData['activities'][number]): void {
    const dueAt = this.#at(row.due)
    const by = signature(this.#actor(row.staff))
    const deal = row.deal ? this.#deal(row.deal) : null
    const createdAt = new Date(Math.min(dueAt.getTime(), this.#now.getTime()) - 24 * 3600_000)
    const done = row.done !== undefined
    this.#out.activities.push({
      _id: newId(),
      kind: row.kind,
      status: done ? 'completed' : 'planned',
      title: row.title,
      dueAt,
      hasTime: true,
      staffId: this.#staffId(row.staff) as string,
      clientId: row.client ? this.#client(row.client)._id : null,
      dealId: deal?._id ?? null,
      conversationId: deal?.conversationId ?? null,
      participants: [],
      guests: '',
      goals: row.goals,
      result: row.done ?? '',
      outcome: row.outcome ?? null,
      rule: null,
      milestone: null,
      overdueToldAt: null,
      // What is past was reminded of in its time; nobody is rung about it now.
      remindedAt: dueAt <= this.#now ? dueAt : null,
      by,
      history: [
        { at: createdAt, by, what: 'plan', to: dueAt.toISOString() },
        ...(done ? [{ at: dueAt, by, what: 'complete' }] : []),
      ],
      completedAt: done ? dueAt : null,
      version: done ? 2 : 1,
      createdAt,
    })
  }

  /** Numbers go by age, as they would have. */
  finish(): DemoDocuments {
    const out = this.#out
    out.clients = [...this.#clients.values()]
    out.deals = [...this.#deals.values()]
    const oldestFirst = (a: { createdAt: Date }, b: { createdAt: Date }) =>
      a.createdAt.getTime() - b.createdAt.getTime()
    for (const [index, deal] of out.deals.sort(oldestFirst).entries()) {
      deal.number = this.ground.numbers.deals + index
      const client = out.clients.find((each) => each._id === deal.clientId)
      const row = this.data.clients.find((each) => each.name === client?.name)
      deal.words = dealWords(deal, { client: client?.name, company: row?.company })
    }
    const seen = new Set<string>()
    for (const [index, inquiry] of out.inquiries.sort(oldestFirst).entries()) {
      inquiry.number = this.ground.numbers.inquiries + index
      if (inquiry.clientId && seen.has(inquiry.clientId)) inquiry.byNumber = 'repeat'
      if (inquiry.clientId) seen.add(inquiry.clientId)
    }
    return out
  }

  #inquiry(row: {
    channel: Inquiry['channel']
    accountId: string
    conversationId: string | null
    contactPointId: string | null
    client: ClientCard | null
    assignee: string | null
    source: string
    project?: string
    status: Inquiry['status']
    until: string | undefined
    comment: string
    deal: string | undefined
    createdAt: Date
    answeredAt: Date | null
  }): Inquiry {
    const deal = row.deal ? this.#deal(row.deal) : null
    let inquiry: Inquiry = {
      _id: newId(),
      number: 0,
      channel: row.channel,
      accountId: row.accountId,
      conversationId: row.conversationId,
      contactPointId: row.contactPointId,
      clientId: row.client?._id ?? null,
      dealId: deal?._id ?? null,
      assigneeId: null,
      departmentId: null,
      status: 'waiting',
      byNumber: 'primary',
      byMeaning: 'unknown',
      byContact: row.client ? 'received' : 'none',
      qualification: 'unknown',
      source: row.source,
      project: row.project ?? '',
      answers: {},
      comment: row.comment,
      deferredUntil: null,
      history: [{ event: 'open', from: null, to: 'waiting', by: signature(system), at: row.createdAt }],
      version: 1,
      createdAt: row.createdAt,
      answeredAt: row.answeredAt,
    }
    let at = row.createdAt.getTime()
    for (const event of pathTo[row.status]) {
      at = Math.min(at + 7 * 60_000, this.#now.getTime())
      const by = this.#actor(row.assignee ?? 'dmitry')
      const until = event === 'defer' && row.until ? this.#at(row.until) : undefined
      const assigneeId = event === 'take' ? this.#staffId(row.assignee ?? 'dmitry') : undefined
      inquiry = { ...inquiry, ...stepInquiry(inquiry, by, { event, until, assigneeId }, new Date(at)) }
    }
    inquiry.assigneeId = this.#staffId(row.assignee)
    if (deal) Object.assign(inquiry, { byMeaning: 'target', qualification: 'lead' })
    // One deal, one inquiry: the first that names it.
    if (deal && deal.inquiryId === null) deal.inquiryId = inquiry._id
    this.#out.inquiries.push(inquiry)
    return inquiry
  }

  /** From the first stage to where the deal stands, evenly over its life. */
  #moves(
    pipeline: Pipeline,
    stage: string,
    by: DealMove['by'],
    from: Date,
    to: Date,
    reason?: string,
  ): DealMove[] {
    const open = pipeline.stages.filter((each) => each.kind === 'open').map((each) => each.key)
    const end = open.indexOf(stage)
    // A lost deal got as far as its proposal.
    const passed = end >= 0 ? open.slice(0, end + 1) : [...open.slice(0, reason ? 2 : open.length), stage]
    const span = Math.max(0, to.getTime() - from.getTime())
    return passed.map((key, index) => {
      const share = passed.length === 1 ? 0 : index / (end >= 0 ? passed.length : passed.length - 1)
      return {
        from: passed[index - 1] ?? null,
        to: key,
        by,
        at: new Date(from.getTime() + span * share),
        ...(reason && key === stage ? { reason } : {}),
      }
    })
  }

  #addPoint(
    owner: { _id: string | null; name: string },
    kind: ContactPoint['kind'],
    accountId: string,
    value: string,
    createdAt: Date,
  ): ContactPoint {
    const chat = accountId !== ''
    const point: ContactPoint = {
      _id: newId(),
      kind,
      accountId,
      value,
      chatId: chat ? value : '',
      name: owner.name,
      clientId: owner._id,
      state: chat ? 'verified' : 'received',
      reachable: true,
      createdAt,
    }
    this.#out.contactPoints.push(point)
    return point
  }

  #at(text: string): Date {
    return demoTime(text, this.#now, this.core.company.zone)
  }

  #ownerOf(client: string): string | null {
    return this.data.clients.find((each) => each.key === client)?.owner ?? null
  }

  #client(key: string): ClientCard {
    return known(this.#clients, key)
  }

  #deal(key: string): Deal {
    return known(this.#deals, key)
  }

  #person(key: string): Staff {
    return known(this.ground.staff, key)
  }

  #actor(key: string): Actor {
    return actorOf(this.#person(key))
  }

  #staffId(key: string | null): string | null {
    return key === null ? null : this.#person(key)._id
  }
}

function known<T>(map: ReadonlyMap<string, T>, key: string): T {
  const value = map.get(key)
  if (value === undefined) throw new Error(`demo data: nothing is called ${key}`)
  return value
}
