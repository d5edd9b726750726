import { z } from 'zod'
import type { Clock } from '../../core/clock.js'
import { type StoredFile, storedFile } from '../../core/content.js'
import { mac, purposeKey, sameText, seal, unseal } from './signing.js'

/** How long a download address holds, ms. Addresses are cut to half of it, so that browsers can keep what they have. */
export const linkLifetimeMs = 60 * 60_000

const ticketBody = z.object({ file: storedFile, v: z.string() })

/**
 * Signs what opens a file: an address for a message's file, made only for the visitor in whose conversation it is, and
 * the ticket by which an upload is named in a message, so that nobody can name a file that is not theirs.
 */
export class FileLinks {
  readonly #linkKey: Buffer
  readonly #ticketKey: Buffer

  constructor(
    secret: string,
    private readonly publicUrl: string,
    private readonly clock: Clock,
  ) {
    this.#linkKey = purposeKey(secret, 'file link')
    this.#ticketKey = purposeKey(secret, 'upload ticket')
  }

  url(fileId: string, visitorId: string): string {
    const step = linkLifetimeMs / 2
    const until = (Math.floor(this.clock.now().getTime() / step) + 2) * step
    const expires = until.toString(36)
    const signature = mac(this.#linkKey, `${fileId}:${visitorId}:${expires}`)
    return `${this.publicUrl.replace(/\/+$/, '')}/chat/files/${fileId}?v=${visitorId}&e=${expires}&s=${signature}`
  }

  /** Whether an address of ours is whole and not out of date. */
  holds(fileId: string, query: { v?: unknown; e?: unknown; s?: unknown }): boolean {
    const { v, e, s } = query
    if (typeof v !== 'string' || typeof e !== 'string' || typeof s !== 'string') return false
    if (!sameText(mac(this.#linkKey, `${fileId}:${v}:${e}`), s)) return false
    return Number.parseInt(e, 36) > this.clock.now().getTime()
  }

  ticket(file: StoredFile, visitorId: string): string {
    return seal(this.#ticketKey, { file, v: visitorId })
  }

  /** The uploaded file, or null when the ticket is not this visitor's. */
  redeem(ticket: string, visitorId: string): StoredFile | null {
    const body = ticketBody.safeParse(unseal(this.#ticketKey, ticket))
    return body.success && sameText(body.data.v, visitorId) ? body.data.file : null
  }
}
