import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { newId } from '../ids.js'
import { type Page, type PageQuery, pageQuery, planPage, readPage, type Sorts } from '../paging.js'
import { listStaff } from '../staff/queries.js'
import type { Transaction } from '../transaction.js'
import { validate } from '../validate.js'
import type { Mention } from './mention.model.js'
import type { Message } from './message.model.js'

const byTime: Sorts = { at: { path: 'at', type: 'date' } }

/** Letters and digits go on a name; anything else ends it. */
const goesOn = /^[\p{L}\p{N}]/u

/**
 * Whom a note calls: `@Мария`, `@Мария Петрова`, by full name or by a first name that only one colleague has. Ids of
 * active colleagues, those the caller names (`given`) first.
 */
export async function mentionedIn(
  core: Core,
  text: string,
  given: readonly string[] = [],
): Promise<string[]> {
  if (!text.includes('@') && given.length === 0) return []
  const team = await listStaff(core, { active: true })
  const ids = new Set(given.filter((id) => team.some((person) => person._id === id)))
  for (const { index } of text.matchAll(/@/g)) {
    const after = text.slice(index + 1).toLowerCase()
    const says = (name: string) => {
      const lower = name.toLowerCase()
      return lower !== '' && after.startsWith(lower) && !goesOn.test(after.slice(lower.length))
    }
    const full = team.filter((person) => says(person.name)).sort((a, b) => b.name.length - a.name.length)
    const first = team.filter((person) => says(person.name.split(/\s+/)[0] ?? ''))
    const who = full[0] ?? (first.length === 1 ? first[0] : undefined)
    if (who) ids.add(who._id)
  }
  return [...ids]
}

/** Writes down whom a note calls, in its transaction. Nobody is told of their own words. */
export async function storeMentions(core: Core, tx: Transaction, by: Actor, note: Message): Promise<void> {
  const called = (note.mentions ?? []).filter((staffId) => staffId !== by.id)
  if (called.length === 0) return
  const mentions = called.map(
    (staffId): Mention => ({
      _id: newId(),
      staffId,
      conversationId: note.conversationId,
      messageId: note._id,
      byId: by.id,
      byName: by.name,
      at: note.createdAt,
      seenAt: null,
    }),
  )
  await rows(core.models.Mention).insertMany(mentions, { session: tx.session })
}

/** Where this person was called, the newest first. Throws `bad-cursor`. */
export function listMentions(core: Core, staffId: string, page: PageQuery = {}): Promise<Page<Mention>> {
  const plan = planPage(validate(pageQuery, page), byTime, '-at')
  return readPage<Mention>(rows(core.models.Mention), { staffId }, plan)
}

/** How often this person was called where they have not looked since. */
export function countUnseenMentions(core: Core, staffId: string): Promise<number> {
  return core.models.Mention.countDocuments({ staffId, seenAt: null }, { limit: 1_000 })
}

/** The person has opened the conversation: what called them there is seen. */
export async function seeMentions(
  core: Core,
  tx: Transaction,
  staffId: string,
  conversationId: string,
): Promise<void> {
  await rows(core.models.Mention).updateMany(
    { staffId, conversationId, seenAt: null },
    { $set: { seenAt: core.clock.now() } },
    { session: tx.session },
  )
}
