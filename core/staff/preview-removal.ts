import { z } from 'zod'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { authorise } from '../policies/authorise.js'
import { readRouting } from '../routing/routing-settings.js'
import { id, validate } from '../validate.js'
import { headOver } from './head-over.js'
import { dealParts, type HandedOver } from './remove-staff.js'

export const previewRemovalInput = z.strictObject({ staffId: id })

export interface RemovalPreview {
  person: { id: string; name: string }
  /** Who gets the work when nobody else is chosen. */
  heir: { id: string; name: string } | null
  moves: HandedOver
  /** Departments that lose their head. */
  departments: string[]
  /** Routing rules that name the person: they will find somebody else, and should be looked at. */
  rules: string[]
}

/** What would move if this person left now. Throws `not-found`, `not-allowed`. */
export async function previewRemoval(
  core: Core,
  by: Actor,
  input: z.input<typeof previewRemovalInput>,
): Promise<RemovalPreview> {
  const { staffId } = validate(previewRemovalInput, input)
  const { models } = core
  const person = found(await rows(models.Staff).findOne({ _id: staffId, active: true }), 'staff')
  authorise(by, 'staff.remove', { _id: staffId, role: person.role })
  const [conversations, inquiries, clients, companies, deals, activities, departments, heir, routing] =
    await Promise.all([
      rows(models.Conversation).countDocuments({ assigneeId: staffId }),
      rows(models.Inquiry).countDocuments({ assigneeId: staffId }),
      rows(models.Client).countDocuments({ ownerId: staffId }),
      rows(models.Company).countDocuments({ ownerId: staffId }),
      rows(models.Deal).countDocuments({ $or: dealParts.map((part) => ({ [part]: staffId })) }),
      rows(models.Activity).countDocuments({ staffId, status: 'planned' }),
      rows(models.Department).find({ headId: staffId, active: true }).toArray(),
      headOver(core, person),
      readRouting(core),
    ])
  return {
    person: { id: staffId, name: person.name },
    heir: heir && { id: heir._id, name: heir.name },
    moves: { conversations, inquiries, clients, companies, deals, activities },
    departments: departments.map(({ name }) => name),
    rules: routing.rules
      .filter(({ target }) => target.kind === 'person' && target.staffId === staffId)
      .map(({ name }) => name),
  }
}
