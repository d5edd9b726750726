import type { ChannelRegistry } from './channel-registry.js'
import type { Clock } from './clock.js'
import type { Database } from './db.js'
import type { FileStore } from './files.js'
import type { Logger } from './log.js'
import type { ErasureJournal } from './privacy/erasure-journal.js'
import type { SecretBox } from './secret-box.js'
import type { Wake } from './wake.js'

/** What every command works with; made once per process by `main.ts` (and by `tests/factories` for a test). */
export interface Core extends Database {
  readonly clock: Clock
  readonly log: Logger
  readonly company: Company
  readonly channels: ChannelRegistry
  readonly files: FileStore
  /** Who was forgotten, kept outside the database. */
  readonly erasures: ErasureJournal
  /** Seals what is stored of tokens and keys. */
  readonly secrets: SecretBox
  /** Tells the workers of this process that there is something to do; others find it on their next sweep. */
  readonly wake: Wake
}

export interface Company {
  readonly name: string
  /** IANA zone in which the company lives and its hours are written. */
  readonly zone: string
  readonly locale: Locale
  readonly publicUrl: string
  readonly chatLinks: ChatLinks
}

/** Addresses below which a messenger opens the chat with one of our bots or numbers. */
export interface ChatLinks {
  readonly telegram: string
  readonly whatsapp: string
}

/** Those of the messengers themselves; the demo's lead to the phones of the sandbox. */
export const officialChatLinks: ChatLinks = { telegram: 'https://t.me', whatsapp: 'https://wa.me' }

export const locales = ['ru', 'en'] as const
export type Locale = (typeof locales)[number]

/** Who does something: it goes into the history, the audit log and the policies. */
export type Actor =
  | { kind: 'staff'; id: string; name: string; role: Role }
  | { kind: 'client'; id: string; name: string }
  | { kind: 'api'; id: string; name: string; role: Role }
  | { kind: 'bot'; id: string; name: string }
  | { kind: 'system'; id: string; name: string }

export const roles = ['admin', 'head', 'sales', 'account', 'assistant', 'marketer'] as const
export type Role = (typeof roles)[number]

/** Otklik itself: jobs, rules, migrations. */
export const system: Actor = { kind: 'system', id: 'system', name: 'Otklik' }
