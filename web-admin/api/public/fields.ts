import { z } from 'zod'
import { parseCursor, writeCursor } from '../../../core/paging.js'
import { cursor, limit } from '../fields.js'

/** What every list takes beside its filters; `sort` names a field, `-` before it turns the order. */
export function listFields<const S extends readonly [string, ...string[]]>(sorts: S) {
  return {
    limit: limit.optional(),
    cursor: cursor.optional(),
    sort: z.enum(sorts).optional(),
  }
}

export const byCreation = ['createdAt', '-createdAt'] as const

/** Paging for lists that are read whole: there are never many of them. */
export function pageOf<T>(
  all: readonly T[],
  { limit: size = 40, cursor: from }: { limit?: number | undefined; cursor?: string | undefined },
) {
  const start = from === undefined ? 0 : parseCursor(from, z.number().int().nonnegative())
  const end = start + size
  return { items: all.slice(start, end), nextCursor: end < all.length ? writeCursor(end) : null }
}
