import { trusted } from 'mongoose'
import type { Core } from '../context.js'
import type { EventDoc, EventType, Subscriber } from '../events.js'
import { Lease, pause } from '../lease.js'

/** Waits between tries of one handler, ms; after them the event is parked and the stream goes on. */
const retryWaits = [200, 1_000, 3_000, 10_000]
/** How often to look for events nobody in this process has heard of: a crash's left-overs, other processes' commits. */
const sweepMs = 250
const streamsAtOnce = 64
/** Done events are kept this long for questions about the past, ms. */
const keepMs = 30 * 24 * 3600 * 1_000

/**
 * Hands committed events to subscribers: in order within a stream, streams side by side, at least once. One process
 * dispatches at a time; it hears of its own commits at once and of the others' on the next sweep. An event is done when
 * every subscriber is; a subscriber that fails five times parks it, and the stream goes on.
 */
export class Dispatcher {
  readonly #dirty = new Set<string>()
  readonly #busy = new Set<string>()
  #nudge: () => void = () => undefined

  constructor(
    private readonly core: Core,
    private readonly subscribers: readonly Subscriber[],
    private readonly holder: string,
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
    const running = new Set<Promise<void>>()
    let sweptAt = 0
    try {
      while (!held.aborted) {
        if (performance.now() - sweptAt > (this.#busy.size === 0 ? sweepMs : sweepMs * 4)) {
          sweptAt = performance.now()
          await this.#sweep()
        }
        const free = [...this.#dirty].filter((stream) => !this.#busy.has(stream)).slice(0, streamsAtOnce)
        if (free.length === 0 || this.#busy.size >= streamsAtOnce * 4) {
          const woken = new AbortController()
          this.#nudge = () => woken.abort()
          await pause(sweepMs, AbortSignal.any([held, woken.signal]))
          continue
        }
        for (const stream of free) {
          this.#dirty.delete(stream)
          this.#busy.add(stream)
        }
        const batch = this.#takeStreams(free, held)
        running.add(batch)
        void batch.finally(() => {
          running.delete(batch)
          for (const stream of free) this.#busy.delete(stream)
          this.#nudge()
        })
        // Under load the next batch gathers while this one runs; at rest this resolves at once.
        if (running.size >= 4) await Promise.race(running)
      }
    } finally {
      off()
      await Promise.allSettled(running)
    }
  }

  async #sweep(): Promise<void> {
    const rows = await this.core.models.Event.collection
      .find({ pending: true }, { projection: { stream: 1, _id: 0 } })
      .hint('open')
      .limit(2_000)
      .toArray()
    for (const row of rows) this.#dirty.add(String(row.stream))
  }

  async #takeStreams(streams: string[], held: AbortSignal): Promise<void> {
    try {
      const events = (await this.core.models.Event.collection
        .find({ pending: true, stream: { $in: streams } })
        .sort({ stream: 1, seq: 1, index: 1 })
        .toArray()) as unknown as EventDoc[]
      const byStream = groupByStream(events)
      const done: string[] = []
      await Promise.all(
        [...byStream.values()].map(async (list) => {
          for (const item of list) {
            if (held.aborted) return
            if (await this.#handle(item, held)) done.push(item._id)
          }
        }),
      )
      if (done.length > 0) {
        await this.core.models.Event.collection.updateMany(
          { _id: { $in: done as never[] } },
          {
            $unset: { pending: '', done: '' },
            $set: { expireAt: new Date(this.core.clock.now().getTime() + keepMs) },
          },
        )
      }
    } catch (err) {
      // The events are still pending: the next sweep finds them.
      this.core.log.error({ err }, 'dispatcher: a batch failed')
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
          const wait = retryWaits[attempt]
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
export function listParked(core: Core, limit = 100): Promise<EventDoc[]> {
  return core.models.Event.find({ 'parked.0': trusted({ $exists: true }) })
    .sort({ at: -1 })
    .limit(limit)
    .lean<EventDoc[]>()
}
