import { z } from 'zod'

const planned = {
  /** How many matching calls suffer; all when absent. */
  times: z.number().int().positive().optional(),
  /** How many matching calls go well first. */
  skip: z.number().int().nonnegative().default(0),
  /** Only messages to this person, by wid. */
  wid: z.string().optional(),
}

/** A trouble that is planned for what the page asks of its server, or for how the page behaves when it is opened. */
export const whatsAppFault = z.discriminatedUnion('kind', [
  /** The server refuses the message: ack -1 and an error. Nothing arrives. */
  z.object({ kind: z.literal('refuse-send'), status: z.number().int().default(463), ...planned }),
  /** The message arrives; the page never hears of it. */
  z.object({ kind: z.literal('silent-send'), ...planned }),
  /** The message waits for `ms` before it is taken. */
  z.object({ kind: z.literal('slow-send'), ms: z.number().int().positive(), ...planned }),
  /** The message arrives and the socket is cut before the answer. */
  z.object({ kind: z.literal('accepted-then-cut'), ...planned }),
  /** The message arrives; its model then cannot be read, once. */
  z.object({ kind: z.literal('broken-model'), ...planned }),
  /** The picture or file cannot be had any more. */
  z.object({ kind: z.literal('media-gone'), ...planned }),
  /** The phone does not hand out what is earlier in the chat. */
  z.object({ kind: z.literal('unreadable-chat'), ...planned }),
  /** Everything is synchronised before the library has begun to listen, so that it never says "ready". */
  z.object({ kind: z.literal('early-sync'), ...planned }),
  /** The page never gets past its loading screen. */
  z.object({ kind: z.literal('never-sync'), ...planned }),
  /** The page does not load: an error page of the provider. */
  z.object({ kind: z.literal('no-page'), ...planned }),
])
export type WhatsAppFault = z.infer<typeof whatsAppFault>
export type WhatsAppFaultInput = z.input<typeof whatsAppFault>

interface Active {
  id: number
  plan: WhatsAppFault
  seen: number
  hits: number
}

/** Planned troubles; the first that matches is the one that happens. */
export class WhatsAppFaults {
  #active: Active[] = []
  #nextId = 1

  /** @returns the id of the plan */
  add(input: WhatsAppFaultInput): number {
    const id = this.#nextId++
    this.#active.push({ id, plan: whatsAppFault.parse(input), seen: 0, hits: 0 })
    return id
  }

  clear(): void {
    this.#active = []
  }

  list(): { id: number; plan: WhatsAppFault; hits: number }[] {
    return this.#active.map(({ id, plan, hits }) => ({ id, plan, hits }))
  }

  /** The trouble of one of these kinds that befalls now, if any; counts it. */
  take<Kind extends WhatsAppFault['kind']>(
    kinds: readonly Kind[],
    wid?: string,
  ): Extract<WhatsAppFault, { kind: Kind }> | undefined {
    for (const fault of this.#active) {
      const { plan } = fault
      if (!(kinds as readonly string[]).includes(plan.kind)) continue
      if (plan.wid !== undefined && plan.wid !== wid) continue
      fault.seen += 1
      if (fault.seen <= plan.skip || (plan.times !== undefined && fault.hits >= plan.times)) continue
      fault.hits += 1
      return plan as Extract<WhatsAppFault, { kind: Kind }>
    }
    return undefined
  }
}
