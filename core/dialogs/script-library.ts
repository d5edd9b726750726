import { z } from 'zod'
import { type AccountProfile, accountProfiles } from '../channel-accounts/account-profile.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { newId } from '../ids.js'
import { type Script, scriptSchema } from './script.js'
import type { StoredScript } from './stored-script.model.js'

/**
 * Which script meets new inquiries; null: none. Kept in `settings` under `dialogs`. An account of the Channels room that
 * names one of its own wins over it.
 */
export const dialogSettings = z.object({
  default: z.string().nullable(),
  accounts: z.record(z.string(), z.string().nullable()).default({}),
})
export type DialogSettings = z.infer<typeof dialogSettings>

/** How long a process may go on with scripts somebody has just replaced, ms. */
const freshMs = 5_000

/** The scripts of the installation. Versions never change, so they are kept for ever; which one is active is re-read. */
export class ScriptLibrary {
  readonly #versions = new Map<string, Script | null>()
  #active = new Map<string, Script>()
  #settings: DialogSettings = { default: null, accounts: {} }
  #accounts: ReadonlyMap<string, AccountProfile> = new Map()
  #readAt = Number.NEGATIVE_INFINITY

  constructor(private readonly core: Pick<Core, 'models' | 'clock' | 'log'>) {}

  /** Stores scripts that are not there yet; the newest version of each becomes active unless somebody chose another. */
  async install(scripts: readonly Script[], defaultScriptId: string | null): Promise<void> {
    for (const script of scripts) {
      const known = await this.core.models.Script.exists({ scriptId: script.id })
      const row: StoredScript = {
        _id: newId(),
        scriptId: script.id,
        scriptVersion: script.version,
        active: known === null,
        body: script,
        createdAt: this.core.clock.now(),
      }
      try {
        await this.core.models.Script.create(row)
      } catch (err) {
        if (!isDuplicateKey(err)) throw err
      }
    }
    await this.core.models.Setting.updateOne(
      { _id: 'dialogs' },
      { $setOnInsert: { value: { default: defaultScriptId, accounts: {} }, version: 1 } },
      { upsert: true },
    )
    this.#readAt = Number.NEGATIVE_INFINITY
    await this.refresh()
  }

  /** Re-reads what is active, at most every five seconds, and which account goes its own way. */
  async refresh(): Promise<void> {
    this.#accounts = await accountProfiles(this.core)
    if (performance.now() - this.#readAt < freshMs) return
    this.#readAt = performance.now()
    const [setting, rows] = await Promise.all([
      this.core.models.Setting.findById('dialogs').lean<{ value: unknown } | null>(),
      this.core.models.Script.find({ active: true }).lean<StoredScript[]>(),
    ])
    const settings = dialogSettings.safeParse(setting?.value)
    this.#settings = settings.success ? settings.data : { default: null, accounts: {} }
    const active = new Map<string, Script>()
    for (const row of rows) {
      const script = this.#read(row)
      if (script) active.set(row.scriptId, script)
    }
    this.#active = active
  }

  /** The script that meets new inquiries of this account, as of the last `refresh`. */
  activeFor(accountId: string): Script | null {
    const { accounts } = this.#settings
    const own = this.#accounts.get(accountId)?.scriptName
    const set = accountId in accounts ? accounts[accountId] : this.#settings.default
    const scriptId = own === undefined ? set : own
    return (scriptId && this.#active.get(scriptId)) || null
  }

  /** A version a running dialog is on; null when it is gone or unreadable: the engine then hands over to a person. */
  async get(scriptId: string, version: number): Promise<Script | null> {
    const key = `${scriptId}@${version}`
    if (this.#versions.has(key)) return this.#versions.get(key) ?? null
    const row = await this.core.models.Script.findOne({
      scriptId,
      scriptVersion: version,
    }).lean<StoredScript | null>()
    return row ? this.#read(row) : null
  }

  #read(row: StoredScript): Script | null {
    const key = `${row.scriptId}@${row.scriptVersion}`
    const known = this.#versions.get(key)
    if (known !== undefined) return known
    const parsed = scriptSchema.safeParse(row.body)
    if (!parsed.success)
      this.core.log.error(
        { scriptId: row.scriptId, version: row.scriptVersion },
        'dialogs: a stored script is broken',
      )
    this.#versions.set(key, parsed.success ? parsed.data : null)
    return parsed.success ? parsed.data : null
  }
}
