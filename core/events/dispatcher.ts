import { trusted } from 'mongoose'
import type { Core } from '../context.js'
import type { EventDoc, EventType, Subscriber } from '../events.js'
import { gather } from '../gather.js'
import { Lease, pause } from '../lease.js'

/** Waits between tries of one handler, ms; after them the event is parked and the stream goes on. */
const retryWaits = [200, 1_000, 3_000, 10_000]
/** How often to look for events nobody in this process has heard of: a crash's left-overs, other processes' commits. */
const sweepMs = 250
/** Handlers share the connections and the database with receiving: not all of a burst at once. */
const streamsAtOnce = 64
/** Receiving comes first: while messages pour in, reactions wait this long and then go many together, ms. */
const giveWayMs = 250
/** Done events are kept this long for questions about the past, ms. */
const keepMs = 30 * 24 * 3600 * 1_000

/**
 * Hands committed events to subscribers: in order within a stream, streams side by side, at least once. One process
 * dispatches at a time; it hears of its own commits at once and of the others' on the next sweep. An event is done when
 * every subscriber is; a subscriber that fails five times parks it, and the stream goes on.
 */
export class Dispatcher {
  readonly #dirty = new Set<string>()
  readonly #busy = new Map<string, Promise<void>>()
  /** Marks events as done, many streams in one write. */
  readonly #markDone = gather(async (streams: string[][]): Promise<undefined[]> => {
    await this.core.models.Event.collection.updateMany(
      { _id: { $in: streams.flat() as never[] } },
      {
        $unset: { pending: '', done: '' },
        $set: { expireAt: new Date(this.core.clock.now().getTime() + keepMs) },
      },
    )
    return streams.map(() => undefined)
  })
  #nudge: () => void = () => undefined

  constructor(
    private readonly core: Core,
    private readonly subscribers: readonly Subscriber[],
    private readonly holder: string,
    private readonly waits: readonly number[] = retryWaits,
  ) {}

  /** Runs until `signal` aborts, then finishes the handlers that are on their way. */
  async run(signal: AbortSignal): Promise<void> {
    await new Lease(this.core, 'dispatcher', this.holder).hold(signal, (held) => this.#dispatch(held))
  }

  async #dispatch(held: AbortSignal): Promise<void> {
    const off = this.core.wake.onStreams((streams) => {
      for (const stream of streams) this.#dirty.add(stream)
      this.#nudge()
    })
    let sweptAt = 0
    try {
      while (!held.aborted) {
        await this.core.wake.quiet(giveWayMs)
        if (performance.now() - sweptAt > (this.#busy.size === 0 ? sweepMs : sweepMs * 4)) {
          sweptAt = performance.now()
          await this.#sweep()
        }
        const taken = this.#nextStreams()
        if (taken.length === 0) {
          const woken = new AbortController()
          this.#nudge = () => woken.abort()
          await pause(sweepMs, AbortSignal.any([held, woken.signal]))
        } else await this.#takeStreams(taken, held)
      }
    } finally {
      off()
      await Promise.allSettled(this.#busy.values())
    }
  }

  /** Streams with news that nobody is at, as many as there is room for. */
  #nextStreams(): string[] {
    const taken: string[] = []
    for (const stream of this.#dirty) {
      if (this.#busy.size + taken.length >= streamsAtOnce) break
      if (!this.#busy.has(stream)) taken.push(stream)
    }
    for (const stream of taken) this.#dirty.delete(stream)
    return taken
  }

  async #sweep(): Promise<void> {
    const rows = await this.core.models.Event.collection
      .find({ pending: true }, { projection: { stream: 1, _id: 0 } })
      .hint('open')
      .limit(2_000)
      .toArray()
    for (const row of rows) this.#dirty.add(String(row.stream))
  }

  /** Reads the open events of some streams at once and lets each stream run by itself. */
  async #takeStreams(streams: string[], held: AbortSignal): Promise<void> {
    let events: EventDoc[]
    try {
      events = (await this.core.models.Event.collection
        .find({ pending: true, stream: { $in: streams } })
        .sort({ stream: 1, seq: 1, index: 1 })
        .toArray()) as unknown as EventDoc[]
    } catch (err) {
      // The events are still pending: the next sweep finds them.
      this.core.log.error({ err }, 'dispatcher: events could not be read')
      return pause(500, held)
    }
    for (const [stream, list] of groupByStream(events)) {
      const run = this.#runStream(list, held).finally(() => {
        this.#busy.delete(stream)
        this.#nudge()
      })
      this.#busy.set(stream, run)
    }
  }

  async #runStream(list: EventDoc[], held: AbortSignal): Promise<void> {
    const done: string[] = []
    try {
      for (const item of list) {
        if (held.aborted) break
        if (await this.#handle(item, held)) done.push(item._id)
      }
      if (done.length > 0) await this.#markDone(done)
    } catch (err) {
      // What is not marked is handled again, which subscribers bear.
      this.core.log.error({ err }, 'dispatcher: a stream failed')
      await pause(500, held)
    }
  }

  /** True when the event needs nothing more; false when it was parked or the process is stopping. */
  async #handle(item: EventDoc, held: AbortSignal): Promise<boolean> {
    const interested = this.subscribers.filter((s) => s.on[item.type] && !item.done?.includes(s.name))
    const parked: NonNullable<EventDoc['parked']> = []
    const done = [...(item.done ?? [])]
    for (const subscriber of interested) {
      const handle = subscriber.on[item.type] as (event: EventDoc<EventType>, core: Core) => Promise<void>
      for (let attempt = 0; ; attempt++) {
        try {
          await handle(item, this.core)
          done.push(subscriber.name)
          break
        } catch (err) {
          const wait = this.waits[attempt]
          this.core.log.warn(
            {
              err,
              eventId: item._id,
              type: item.type,
              stream: item.stream,
              subscriber: subscriber.name,
              attempt: attempt + 1,
            },
            'dispatcher: a subscriber failed',
          )
          if (held.aborted) return false
          if (wait === undefined) {
            parked.push({
              subscriber: subscriber.name,
              attempts: attempt + 1,
              error: err instanceof Error ? err.message : String(err),
              at: this.core.clock.now(),
            })
            break
          }
          await pause(wait, held)
        }
      }
    }
    if (parked.length === 0) return true
    await this.core.models.Event.collection.updateOne(
      { _id: item._id as never },
      { $unset: { pending: '' }, $set: { done, parked } },
    )
    return false
  }
}

function groupByStream(events: EventDoc[]): Map<string, EventDoc[]> {
  const groups = new Map<string, EventDoc[]>()
  for (const item of events) {
    const group = groups.get(item.stream)
    if (group) group.push(item)
    else groups.set(item.stream, [item])
  }
  return groups
}

/** Parked events, newest first, for the panel. */
export function listParked(core: Core, limit = 1_000): Promise<EventDoc[]> {
  return core.models.Event.find({ 'parked.0': trusted({ $exists: true }) })
    .sort({ at: -1 })
    .limit(limit)
    .lean<EventDoc[]>()
}
