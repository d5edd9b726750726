import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const saved = z.object({
  /** Whose messages these are: another number begins anew. */
  wid: z.string(),
  pairedAt: z.number(),
  receivedUntil: z.number(),
  /** When a code for linking was last shown: nobody was linked then. */
  unlinkedAt: z.number().optional(),
  /** Chats that could not be read, and from when on: tried again with every catching up. */
  unread: z.record(z.string(), z.number()).optional(),
})

/** Messages may come late or out of order: what lies so far back is looked at again, seconds. Known ones change nothing. */
const overlapSeconds = 3_600
const saveEveryMs = 1_000

/**
 * How far an account has received, in WhatsApp's seconds, kept beside its session. What was there before the phone was
 * linked is the owner's past and no inquiry; what came while nobody listened is fetched from here on.
 */
export class Progress {
  #state: z.infer<typeof saved> | undefined
  /** Time of the newest message that is stored. */
  #newest = 0
  /** While chats may hold what is older than what was stored, nothing stored says how far we are. */
  #behind = true
  #saving: NodeJS.Timeout | undefined

  constructor(private readonly file: string) {}

  /** Call before a code for linking is shown: from then on messages are ours, though we should die before `begin`. */
  async unlinked(nowSeconds: number): Promise<void> {
    this.#state ??= await this.#read()
    const before = this.#state ?? { wid: '', pairedAt: nowSeconds, receivedUntil: nowSeconds }
    this.#state = { ...before, unlinkedAt: nowSeconds }
    await this.#write()
  }

  /** Call when it is known which number is linked. */
  async begin(wid: string, nowSeconds: number): Promise<void> {
    this.#state ??= await this.#read()
    if (this.#state?.wid === wid) return
    const pairedAt = this.#state?.unlinkedAt ?? nowSeconds
    this.#state = { wid, pairedAt, receivedUntil: pairedAt }
    this.#newest = 0
    await this.#write()
  }

  /** From when on messages are ours to have. */
  get since(): number {
    const { pairedAt, receivedUntil } = this.#state ?? { pairedAt: 0, receivedUntil: 0 }
    return Math.max(pairedAt, receivedUntil - overlapSeconds)
  }

  /** Chats that could not be read before, and from when on they are to be read. */
  get unread(): ReadonlyMap<string, number> {
    return new Map(Object.entries(this.#state?.unread ?? {}))
  }

  /** From now on chats may hold messages that we do not have: until `caughtUp` we get no further. */
  behind(): void {
    this.#behind = true
  }

  /** Every chat has been read, but for these (chat -> from when on it is not). */
  caughtUp(unread: ReadonlyMap<string, number>): void {
    this.#behind = false
    if (!this.#state) return
    const { unread: _before, ...state } = this.#state
    this.#state = { ...state, ...(unread.size > 0 ? { unread: Object.fromEntries(unread) } : {}) }
    this.#state.receivedUntil = Math.max(state.receivedUntil, this.#newest)
    this.#saveSoon()
  }

  /** A message of this time is stored. */
  stored(seconds: number): void {
    this.#newest = Math.max(this.#newest, seconds)
    if (this.#behind || !this.#state || seconds <= this.#state.receivedUntil) return
    this.#state.receivedUntil = seconds
    this.#saveSoon()
  }

  /** A message of this time is not stored: it has to be read again, however old it is. */
  missed(seconds: number): void {
    this.#behind = true
    if (!this.#state || seconds >= this.#state.receivedUntil) return
    this.#state.receivedUntil = seconds
    this.#saveSoon()
  }

  #saveSoon(): void {
    this.#saving ??= setTimeout(() => void this.save(), saveEveryMs)
    this.#saving.unref()
  }

  async save(): Promise<void> {
    clearTimeout(this.#saving)
    this.#saving = undefined
    if (this.#state) await this.#write().catch(() => undefined)
  }

  async #read(): Promise<z.infer<typeof saved> | undefined> {
    try {
      return saved.parse(JSON.parse(await readFile(this.file, 'utf8')))
    } catch {
      return undefined
    }
  }

  async #write(): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true })
    const fresh = `${this.file}.new`
    await writeFile(fresh, JSON.stringify(this.#state))
    await rename(fresh, this.file)
  }
}
