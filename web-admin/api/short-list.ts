import { z } from 'zod'
import { parseCursor, writeCursor } from '../../core/paging.js'
import { cursor, limit } from './fields.js'

/** What a list takes that is read whole: there are never many of them. `sort` may be said; there is one order. */
export function shortList<const S extends string>(sort: S) {
  return z.strictObject({
    limit: limit.optional(),
    cursor: cursor.optional(),
    sort: z.literal(sort).optional(),
  })
}

/** A page of such a list; without a limit all of it. Throws `bad-cursor`. */
export function pageOf<T>(
  all: readonly T[],
  { limit: size = all.length, cursor: from }: { limit?: number | undefined; cursor?: string | undefined },
) {
  const start = from === undefined ? 0 : parseCursor(from, z.number().int().nonnegative())
  const end = start + size
  return { items: all.slice(start, end), nextCursor: end < all.length ? writeCursor(end) : null }
}
