import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { retryDuplicate } from '../retry.js'
import { searchWords } from '../search-words.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, line, note, validate } from '../validate.js'
import type { CompanyCard } from './company.model.js'
import { companyNameKey } from './company-name.js'

export const companyInput = z.strictObject({
  name: line(200),
  inn: note(12).optional(),
  website: note(300).optional(),
  address: note(500).optional(),
  notes: note(5000).optional(),
  ownerId: id.nullable().optional(),
})

/**
 * The company of that name, made when there is none. Names are compared without case, quotes and legal form, and the
 * unique key decides races: two who ask at once get one card. A card that is there is not changed.
 */
export async function findOrCreateCompany(
  core: Core,
  by: Actor,
  input: z.input<typeof companyInput>,
  tx?: Transaction,
): Promise<{ company: CompanyCard; created: boolean }> {
  authorise(by, 'company.create')
  const given = validate(companyInput, input)
  const fresh: CompanyCard = {
    _id: newId(),
    name: given.name,
    nameKey: companyNameKey(given.name),
    inn: given.inn ?? '',
    website: given.website ?? '',
    address: given.address ?? '',
    notes: given.notes ?? '',
    custom: {},
    ownerId: given.ownerId ?? null,
    words: searchWords({ texts: [given.name, given.inn ?? ''] }),
    version: 1,
    createdAt: core.clock.now(),
  }
  const run = async (tx: Transaction) => {
    const companies = rows(core.models.Company)
    const known = await companies.findOne({ nameKey: fresh.nameKey }, { session: tx.session })
    if (known) return { company: known, created: false }
    await companies.insertOne(fresh, { session: tx.session })
    await audit(core, tx, by, 'company.create', { kind: 'company', id: fresh._id })
    return { company: fresh, created: true }
  }
  return tx ? run(tx) : retryDuplicate(() => inTransaction(core, run))
}
