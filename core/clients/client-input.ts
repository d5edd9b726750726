import { z } from 'zod'
import { emailField, phoneField } from '../contacts/address-fields.js'
import { id, line, note } from '../validate.js'

/** `YYYY-MM-DD`, or `--MM-DD` when the year is not known. */
const birthday = z.union([z.iso.date(), z.string().regex(/^--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)])

const customValue = z.union([z.string().max(2000), z.number(), z.boolean(), z.null()])
export type CustomValue = z.output<typeof customValue>

/** What a custom field may be called: letters, digits, `_` and `-`. */
export const customKey = z.string().regex(/^[\p{L}\p{N}_-]{1,60}$/u)

export const clientFields = {
  name: line(200),
  companyId: id.nullable(),
  position: note(200),
  phones: z.array(phoneField).max(20),
  emails: z.array(emailField).max(20),
  birthday: birthday.nullable(),
  notes: note(10_000),
  address: note(500),
  territory: note(200),
  relation: z.enum(['potential', 'active', 'inactive']),
  kind: z.enum(['direct', 'through-agent', 'agent']),
  agentId: id.nullable(),
  bonusPercent: z.number().min(0).max(100),
  source: note(100),
  ownerId: id.nullable(),
  consent: z.object({ text: note(10_000), at: z.date() }).nullable(),
  photoFileId: id.nullable(),
  custom: z.record(customKey, customValue),
}
