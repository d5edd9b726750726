import { z } from 'zod'

const planned = {
  /** A Bot API method, `file` for downloads, or `*` for all. */
  method: z.string().default('*'),
  /** Username of the bot; all bots when absent. */
  bot: z.string().optional(),
  chatId: z.number().int().optional(),
  /** How many matching calls suffer; all when absent. */
  times: z.number().int().positive().optional(),
  /** How many matching calls go well first. */
  skip: z.number().int().nonnegative().default(0),
  /** Chance of each matching call to suffer. */
  probability: z.number().min(0).max(1).default(1),
}

export const faultPlan = z.discriminatedUnion('kind', [
  /** An answer with this status in Telegram's words; nothing is done. `html: true` answers as a gateway would. */
  z.object({
    kind: z.literal('http'),
    status: z.number().int().min(400).max(599),
    /** Seconds, for 429. */
    retryAfter: z.number().int().nonnegative().optional(),
    description: z.string().optional(),
    /** Code of a Graph error, for WhatsApp. */
    code: z.number().int().optional(),
    html: z.boolean().optional(),
    ...planned,
  }),
  /** The socket is cut before anything is done. */
  z.object({ kind: z.literal('drop'), ...planned }),
  /** Nothing happens for `ms`; then the call is done, even if the caller has gone, or thrown away. */
  z.object({
    kind: z.literal('stall'),
    ms: z.number().int().positive(),
    after: z.enum(['process', 'discard']).default('process'),
    ...planned,
  }),
  /** The call is done, then the socket is cut before the answer. */
  z.object({ kind: z.literal('accepted-then-cut'), ...planned }),
])
export type FaultPlan = z.infer<typeof faultPlan>
export type FaultInput = z.input<typeof faultPlan>

export interface ListedFault {
  id: number
  plan: FaultPlan
  /** Calls that suffered so far. */
  hits: number
}

export interface FaultTarget {
  method: string
  bot: string
  chatId: number | undefined
}

interface ActiveFault extends ListedFault {
  seen: number
}

/** Planned troubles; the first added that matches a call and whose chance comes up is the one that happens. */
export class FaultPlans {
  #active: ActiveFault[] = []
  #nextId = 1
  readonly #chance: () => number

  /** @param seed makes probabilities repeatable */
  constructor(seed?: number) {
    this.#chance = seed === undefined ? Math.random : seededRandom(seed)
  }

  /** @returns the id of the plan, for `remove` */
  add(input: FaultInput): number {
    const id = this.#nextId++
    this.#active.push({ id, plan: faultPlan.parse(input), hits: 0, seen: 0 })
    return id
  }

  remove(id: number): void {
    this.#active = this.#active.filter((fault) => fault.id !== id)
  }

  clear(): void {
    this.#active = []
  }

  list(): ListedFault[] {
    return this.#active.map(({ id, plan, hits }) => ({ id, plan, hits }))
  }

  /** The trouble that befalls this call, if any; counts it. */
  take(target: FaultTarget): FaultPlan | undefined {
    for (const fault of this.#active) {
      if (!matches(fault.plan, target)) continue
      fault.seen += 1
      const isSpent = fault.plan.times !== undefined && fault.hits >= fault.plan.times
      if (isSpent || fault.seen <= fault.plan.skip || this.#chance() >= fault.plan.probability) continue
      fault.hits += 1
      return fault.plan
    }
    return undefined
  }
}

function matches(plan: FaultPlan, target: FaultTarget): boolean {
  const sameMethod = plan.method === '*' || plan.method.toLowerCase() === target.method.toLowerCase()
  const sameBot = plan.bot === undefined || plan.bot.toLowerCase() === target.bot.toLowerCase()
  return sameMethod && sameBot && (plan.chatId === undefined || plan.chatId === target.chatId)
}

/** mulberry32: small, fast, the same row of numbers for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
