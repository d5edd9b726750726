import type { z } from 'zod'
import type { ClientCard } from '../../../core/clients/client.model.js'
import { updateClient } from '../../../core/clients/update-client.js'
import { findOrCreateCompany } from '../../../core/companies/find-or-create-company.js'
import type { Actor, Core } from '../../../core/context.js'
import { retryDuplicate } from '../../../core/retry.js'
import { inTransaction, type Transaction } from '../../../core/transaction.js'
import type { updateBody } from './schema.js'

/** Changes a card; a company given by name is found or made in the same transaction, null takes it off. */
export function changeClient(
  core: Core,
  by: Actor,
  clientId: string,
  { companyName, ...changes }: z.output<typeof updateBody>,
  tx?: Transaction,
): Promise<ClientCard> {
  const run = async (tx: Transaction) => {
    const named = companyName ? await findOrCreateCompany(core, by, { name: companyName }, tx) : undefined
    const companyId = companyName === null ? null : (named?.company._id ?? changes.companyId)
    return updateClient(core, by, { clientId, ...changes, companyId }, tx)
  }
  return tx ? run(tx) : retryDuplicate(() => inTransaction(core, run))
}
