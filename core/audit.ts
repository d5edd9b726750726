import type { Actor, Core } from './context.js'
import type { FieldChange } from './field-changes.js'
import { newId } from './ids.js'
import type { Transaction } from './transaction.js'

/**
 * Writes who did what to the audit log, in the caller's transaction. `details` hold ids and field names, never texts;
 * `changes` (`fieldChanges`) what each field was and became.
 */
export async function audit(
  core: Core,
  tx: Transaction,
  by: Actor,
  action: string,
  entity: { kind: string; id: string },
  details: Record<string, unknown> = {},
  changes: Record<string, FieldChange> = {},
): Promise<void> {
  await core.models.Audit.collection.insertOne(
    {
      _id: newId() as never,
      at: core.clock.now(),
      by: signature(by),
      action,
      entity,
      details,
      ...(Object.keys(changes).length > 0 ? { changes } : {}),
    },
    { session: tx.session },
  )
}

/** The short form of an actor kept in histories. */
export interface Signature {
  kind: string
  id: string
  name: string
}

export function signature(by: Actor): Signature {
  return { kind: by.kind, id: by.id, name: by.name }
}
