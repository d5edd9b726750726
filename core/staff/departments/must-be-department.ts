import { rows } from '../../collection.js'
import type { Core } from '../../context.js'
import { OtklikError } from '../../errors.js'
import type { Transaction } from '../../transaction.js'

/** Throws `bad-input` unless there is such a department; null is none. */
export async function mustBeDepartment(
  core: Core,
  tx: Transaction,
  departmentId: string | null | undefined,
  field = 'departmentId',
): Promise<void> {
  if (!departmentId) return
  const department = await rows(core.models.Department).findOne(
    { _id: departmentId, active: true },
    { session: tx.session, projection: { _id: 1 } },
  )
  if (!department) throw new OtklikError('bad-input', { fields: { [field]: 'no-such' } })
}
