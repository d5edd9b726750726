import { z } from 'zod'
import { cursor, givenDate, id, instant, limit, page, signature } from '../fields.js'

const word = z.string().regex(/^[\w.-]{1,60}$/)

export const listQuery = z.strictObject({
  by: z.union([id, word]).optional(),
  kind: word.optional(),
  entityId: z.string().min(1).max(64).optional(),
  action: word.optional(),
  from: givenDate.optional(),
  to: givenDate.optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
})

export const auditView = z.object({
  id,
  at: instant,
  by: signature,
  /** `deal.move`, `client.update`…: the panel has the words. */
  action: z.string(),
  entity: z.object({
    kind: z.string(),
    id: z.string(),
    /** What it is called now; empty where it has no name or is gone. */
    name: z.string(),
  }),
  /** Field -> what it was and what it became. */
  changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
  /** Ids and marks of the case. */
  details: z.record(z.string(), z.unknown()),
})
export const auditPage = page(auditView)

export type AuditListQuery = z.input<typeof listQuery>
export type AuditView = z.infer<typeof auditView>
