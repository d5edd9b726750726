import type { RequestHandler } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Core } from '../../core/context.js'
import type { Subscriber } from '../../core/events.js'

/** Delivery states worth a line: the rest only grow with time. */
const countedStates = ['queued', 'sending', 'failed', 'unknown'] as const
/** Open events looked at for the lag; when there are more, that number is the news. */
const mostEvents = 10_000

/** The numbers of one process, as Prometheus reads them. Gauges over the database are read when somebody asks. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #http: Histogram<'method' | 'route' | 'status'>
  readonly #messages: Counter<'direction'>
  readonly #database: Gauge
  readonly #deliveries: Gauge<'state'>
  readonly #deliveryAge: Gauge
  readonly #events: Gauge<'state'>
  readonly #eventLag: Gauge

  /** @param options.process also memory, CPU and event-loop lag of the process; for the one instance of `main.ts` */
  constructor(
    private readonly core: Core,
    options: { process?: boolean } = {},
  ) {
    const registers = [this.#registry]
    if (options.process) collectDefaultMetrics({ register: this.#registry, prefix: 'otklik_' })
    this.#http = new Histogram({
      name: 'otklik_http_request_duration_seconds',
      help: 'Duration of requests by route pattern',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    })
    this.#messages = new Counter({
      name: 'otklik_messages_total',
      help: 'Messages received from and queued to clients, counted by the dispatching process',
      labelNames: ['direction'],
      registers,
    })
    this.#database = new Gauge({
      name: 'otklik_database_up',
      help: '1 when the database answered',
      registers,
    })
    this.#deliveries = new Gauge({
      name: 'otklik_deliveries',
      help: 'Deliveries by state',
      labelNames: ['state'],
      registers,
    })
    this.#deliveryAge = new Gauge({
      name: 'otklik_delivery_oldest_queued_seconds',
      help: 'Age of the oldest delivery that waits to be sent',
      registers,
    })
    this.#events = new Gauge({
      name: 'otklik_events',
      help: 'Events not yet handled, and parked ones',
      labelNames: ['state'],
      registers,
    })
    this.#eventLag = new Gauge({
      name: 'otklik_event_lag_seconds',
      help: 'Age of the oldest event not yet handled',
      registers,
    })
  }

  /** Times every request under the pattern of its route, so that ids do not become labels. */
  readonly timeRequests: RequestHandler = (req, res, next) => {
    const end = this.#http.startTimer()
    res.once('finish', () => {
      const route = (res.locals.route as string | undefined) ?? 'other'
      end({ method: req.method, route, status: String(res.statusCode) })
    })
    next()
  }

  readonly answer: RequestHandler = async (_req, res) => {
    res.locals.route = '/metrics'
    await this.#look()
    res.set('Content-Type', this.#registry.contentType).send(await this.#registry.metrics())
  }

  /** Counts messages; belongs among the dispatcher's subscribers. */
  readonly subscriber: Subscriber = {
    name: 'metrics',
    on: {
      'message.received': async () => this.#messages.inc({ direction: 'in' }),
      'message.queued': async () => this.#messages.inc({ direction: 'out' }),
    },
  }

  async #look(): Promise<void> {
    try {
      await Promise.all([this.#lookAtDeliveries(), this.#lookAtEvents()])
      this.#database.set(1)
    } catch (err) {
      this.core.log.warn({ err }, 'metrics: the database does not answer')
      this.#database.set(0)
    }
  }

  async #lookAtDeliveries(): Promise<void> {
    const { collection } = this.core.models.Delivery
    await Promise.all(
      countedStates.map(async (state) =>
        this.#deliveries.set({ state }, await collection.countDocuments({ state })),
      ),
    )
    const oldest = await collection.findOne(
      { state: 'queued' },
      { sort: { _id: 1 }, projection: { createdAt: 1 } },
    )
    this.#deliveryAge.set(this.#age(oldest?.createdAt as Date | undefined))
  }

  async #lookAtEvents(): Promise<void> {
    const { collection } = this.core.models.Event
    const [open, parked] = await Promise.all([
      collection
        .find({ pending: true }, { projection: { at: 1 }, limit: mostEvents, hint: 'open' })
        .toArray(),
      collection.countDocuments({ 'parked.0': { $exists: true } }),
    ])
    this.#events.set({ state: 'pending' }, open.length)
    this.#events.set({ state: 'parked' }, parked)
    const oldest = open.reduce<Date | undefined>(
      (first, { at }) => (first === undefined || (at as Date) < first ? (at as Date) : first),
      undefined,
    )
    this.#eventLag.set(this.#age(oldest))
  }

  #age(since: Date | undefined): number {
    return since ? Math.max(0, (this.core.clock.now().getTime() - since.getTime()) / 1_000) : 0
  }
}
