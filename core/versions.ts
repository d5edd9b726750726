import { DateTime } from 'luxon'
import type { Core } from './context.js'
import { OtklikError } from './errors.js'
import type { Transaction } from './transaction.js'

/**
 * Optimistic concurrency: when the document is no longer the one the person saw, throws `changed-by-other` with who
 * changed it last and at what time (the company's zone), taken from the audit log.
 */
export async function checkVersion(
  core: Core,
  tx: Transaction,
  document: { _id: string; version: number },
  expected: number | undefined,
): Promise<void> {
  if (expected === undefined || expected === document.version) return
  const last = await core.models.Audit.collection.findOne(
    { 'entity.id': document._id },
    { sort: { at: -1 }, session: tx.session },
  )
  const at = last ? DateTime.fromJSDate(last.at as Date, { zone: core.company.zone }).toFormat('HH:mm') : ''
  throw new OtklikError('changed-by-other', {
    params: { name: (last?.by as { name: string } | undefined)?.name ?? '', at },
  })
}
