import type { z } from 'zod'
import { audit } from '../audit.js'
import { rows, withoutUndefined } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { fieldChanges } from '../field-changes.js'
import { authorise } from '../policies/authorise.js'
import { mustBeInTeam } from '../staff/must-be-in-team.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import type { CompanyCard } from './company.model.js'
import { companyNameKey } from './company-name.js'
import { companyWords } from './company-words.js'
import { companyInput } from './find-or-create-company.js'

export const updateCompanyInput = companyInput.partial().extend({ companyId: id, expectedVersion })

/**
 * Changes a company card. Throws `already-exists` when another company has that name, `changed-by-other`, `not-allowed` for
 * the owner of others, `bad-input` for a person who is not in the team.
 */
export async function updateCompany(
  core: Core,
  by: Actor,
  input: z.input<typeof updateCompanyInput>,
  tx?: Transaction,
): Promise<CompanyCard> {
  authorise(by, 'company.update')
  const { companyId, expectedVersion: expected, ...changes } = validate(updateCompanyInput, input)
  const run = async (tx: Transaction) => {
    const companies = rows(core.models.Company)
    const company = found(await companies.findOne({ _id: companyId }, { session: tx.session }), 'company')
    await checkVersion(core, tx, company, expected)
    if (changes.ownerId !== undefined && changes.ownerId !== company.ownerId) {
      authorise(by, 'company.change-owner', company)
      await mustBeInTeam(core, tx, changes.ownerId)
    }
    const next: CompanyCard = { ...company, ...withoutUndefined(changes) }
    const updated = await companies.findOneAndUpdate(
      { _id: companyId },
      {
        $set: {
          ...withoutUndefined(changes),
          nameKey: companyNameKey(next.name),
          words: companyWords(next),
        },
        $inc: { version: 1 },
      },
      { session: tx.session, returnDocument: 'after' },
    )
    await audit(
      core,
      tx,
      by,
      'company.update',
      { kind: 'company', id: companyId },
      { fields: Object.keys(changes) },
      fieldChanges(company, changes),
    )
    const changed = found(updated, 'company')
    tx.publish(event('company.changed', companyId, changed.version, { companyId, byId: by.id }))
    return changed
  }
  try {
    return await (tx ? run(tx) : inTransaction(core, run))
  } catch (err) {
    if (isDuplicateKey(err))
      throw new OtklikError('already-exists', { params: { name: changes.name ?? '' }, cause: err })
    throw err
  }
}
