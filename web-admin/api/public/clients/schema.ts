import { z } from 'zod'
import {
  clientBase,
  clientKind,
  clientRelation,
  clientState,
  createBody,
  updateBody,
} from '../../clients/schema.js'
import { id, instant, page, search, words } from '../../fields.js'
import { byCreation, listFields } from '../fields.js'

export { linkBody, linkView, stateBody, timelinePage, timelineQuery } from '../../clients/schema.js'
export { createBody as clientBody, updateBody as clientPatch }

export const clientList = z.strictObject({
  ...listFields(byCreation),
  search: search.optional(),
  /** In any way of writing. */
  phone: words(40).min(1).optional(),
  /** `none`: the free base. */
  ownerId: z.union([id, z.literal('none')]).optional(),
  state: clientState.optional(),
  base: clientBase.optional(),
  kind: clientKind.optional(),
  /** Clients this agent brought. */
  agentId: id.optional(),
  companyId: id.optional(),
  /** A saved segment. */
  segment: id.optional(),
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
    notes: z.string(),
    address: z.string(),
    territory: z.string(),
    relation: clientRelation,
    state: clientState,
    base: clientBase,
    kind: clientKind,
    agentId: id.nullable(),
    bonusPercent: z.number(),
    source: z.string(),
    ownerId: id.nullable(),
    photoFileId: id.nullable(),
    /** Declared fields by their keys; sums in roubles. */
    custom: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** Whether we have a phone, e-mail or chat, and whether anybody made sure of one. */
    contact: z.enum(['none', 'received', 'verified']),
    createdAt: instant,
    lastContactAt: instant.nullable(),
    version: z.number(),
  })
  .meta({ id: 'Client' })
export const publicClientPage = page(publicClient)
export type PublicClient = z.infer<typeof publicClient>
