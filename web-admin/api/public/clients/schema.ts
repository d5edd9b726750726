import { z } from 'zod'
import { clientKind, clientRelation, clientState, createBody, updateBody } from '../../clients/schema.js'
import { id, instant, page, search, words } from '../../fields.js'
import { byCreation, listFields } from '../fields.js'

export { timelinePage, timelineQuery } from '../../clients/schema.js'
export { createBody as clientBody, updateBody as clientPatch }

export const clientList = z.strictObject({
  ...listFields(byCreation),
  search: search.optional(),
  /** In any way of writing. */
  phone: words(40).min(1).optional(),
  /** `none`: the free base. */
  ownerId: z.union([id, z.literal('none')]).optional(),
  state: clientState.optional(),
  companyId: id.optional(),
})

export const publicClient = z
  .object({
    id,
    name: z.string(),
    companyId: id.nullable(),
    position: z.string(),
    phones: z.array(z.string()),
    emails: z.array(z.string()),
    birthday: z.string().nullable(),
    address: z.string(),
    territory: z.string(),
    relation: clientRelation,
    state: clientState,
    kind: clientKind,
    agentId: id.nullable(),
    bonusPercent: z.number(),
    source: z.string(),
    ownerId: id.nullable(),
    createdAt: instant,
    lastContactAt: instant.nullable(),
    version: z.number(),
  })
  .meta({ id: 'Client' })
export const publicClientPage = page(publicClient)
export type PublicClient = z.infer<typeof publicClient>
