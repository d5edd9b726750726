import { z } from 'zod'
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
