import { z } from 'zod'
import type { Signature } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import type { AuditEntry } from '../models.js'
import { type Page, type PageQuery, pageQuery, planPage, readPage, type Sorts } from '../paging.js'
import { authorise } from '../policies/authorise.js'
import { id, moment, validate } from '../validate.js'

export const auditFilter = z.strictObject({
  /** Id of who did it: of the team, of a key, `system`, `routing`… */
  byId: id.optional(),
  /** What it was done to: `deal`, `client`, `setting`… */
  kind: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .optional(),
  entityId: id.optional(),
  action: z
    .string()
    .regex(/^[\w.-]{1,60}$/)
    .optional(),
  /** Done not before `from` and before `to`. */
  from: moment.optional(),
  to: moment.optional(),
})

const sorts: Sorts = { at: { path: 'at', type: 'date' } }

/** The audit log, newest first. Throws `not-allowed`, `bad-cursor`. */
export async function listAudit(
  core: Core,
  by: Actor,
  filter: z.input<typeof auditFilter> = {},
  page: PageQuery = {},
): Promise<Page<AuditEntry>> {
  authorise(by, 'audit.read')
  const { byId, kind, entityId, action, from, to } = validate(auditFilter, filter)
  const where: Record<string, unknown> = {}
  if (byId) where['by.id'] = byId
  if (kind) where['entity.kind'] = kind
  if (entityId) where['entity.id'] = entityId
  if (action) where.action = action
  if (from || to) where.at = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) }
  const plan = planPage(validate(pageQuery, page), sorts, '-at')
  return readPage<AuditEntry>(rows(core.models.Audit), where, plan)
}

/** Who changed this thing last and when; null when nobody did since it was made without a record. */
export async function lastChange(core: Core, entityId: string): Promise<{ by: Signature; at: Date } | null> {
  return rows(core.models.Audit).findOne(
    { 'entity.id': entityId },
    { sort: { at: -1, _id: -1 }, projection: { by: 1, at: 1 } },
  )
}
