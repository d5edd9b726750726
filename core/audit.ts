import type { Actor, Core } from './context.js'
import { newId } from './ids.js'
import type { Transaction } from './transaction.js'

/** Writes who did what to the audit log, in the caller's transaction. `details` hold ids and field names, never texts. */
export async function audit(
  core: Core,
  tx: Transaction,
  by: Actor,
  action: string,
  entity: { kind: string; id: string },
  details: Record<string, unknown> = {},
): Promise<void> {
  await core.models.Audit.collection.insertOne(
    { _id: newId() as never, at: core.clock.now(), by: signature(by), action, entity, details },
    { session: tx.session },
  )
}

/** The short form of an actor kept in histories. */
export function signature(by: Actor): { kind: string; id: string; name: string } {
  return { kind: by.kind, id: by.id, name: by.name }
}
