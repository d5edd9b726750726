import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { retryDuplicate } from '../retry.js'
import { mustBeInTeam } from '../staff/must-be-in-team.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, line, note, validate } from '../validate.js'
import type { CompanyCard } from './company.model.js'
import { companyNameKey } from './company-name.js'
import { companyWords } from './company-words.js'

export const companyInput = z.strictObject({
  name: line(200),
  /** ИНН of Russia (10 or 12 digits) or the like of a neighbour. */
  inn: z
    .union([
      z.literal(''),
      z
        .string()
        .trim()
        .regex(/^\d{9,12}$/),
    ])
    .optional(),
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
    words: companyWords({ name: given.name, inn: given.inn ?? '' }),
    version: 1,
    createdAt: core.clock.now(),
  }
  const run = async (tx: Transaction) => {
    const companies = rows(core.models.Company)
    const known = await companies.findOne({ nameKey: fresh.nameKey }, { session: tx.session })
    if (known) return { company: known, created: false }
    await mustBeInTeam(core, tx, fresh.ownerId)
    await companies.insertOne(fresh, { session: tx.session })
    await audit(core, tx, by, 'company.create', { kind: 'company', id: fresh._id })
    tx.publish(event('company.created', fresh._id, fresh.version, { companyId: fresh._id, byId: by.id }))
    return { company: fresh, created: true }
  }
  return tx ? run(tx) : retryDuplicate(() => inTransaction(core, run))
}

/** Makes a company. Throws `already-exists` naming the one that has that name, `bad-input`. */
export async function createCompany(
  core: Core,
  by: Actor,
  input: z.input<typeof companyInput>,
): Promise<CompanyCard> {
  const { company, created } = await findOrCreateCompany(core, by, input)
  if (!created) throw new OtklikError('already-exists', { params: { name: company.name } })
  return company
}
