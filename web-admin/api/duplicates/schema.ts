import { z } from 'zod'
import { matchReasons } from '../../../core/clients/match-keys.js'
import { clientState } from '../clients/schema.js'
import { cursor, id, instant, limit, named, page, version } from '../fields.js'

export const listQuery = z.strictObject({ limit: limit.optional(), cursor: cursor.optional() })

export const twin = z.object({
  id,
  name: z.string(),
  company: named.nullable(),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  state: clientState,
  owner: named.nullable(),
  createdAt: instant,
  lastContactAt: instant.nullable(),
})
export const pairView = z.object({
  id: z.string(),
  reasons: z.array(z.enum(matchReasons)),
  foundAt: instant,
  clients: z.array(twin).length(2),
})
export const pairPage = page(pairView)
export const pairParams = z.strictObject({ pairId: z.string().regex(/^[0-9a-f]{24}:[0-9a-f]{24}$/) })

const two = { survivorId: id, otherId: id }
export const previewBody = z.strictObject(two)
const plain = z.union([z.string(), z.number(), z.boolean(), z.null()])
export const previewView = z.object({
  survivor: z.object({ id, name: z.string(), version }),
  other: z.object({ id, name: z.string(), version }),
  /** Where the cards differ, in words; ids of people and companies as names. */
  fields: z.array(
    z.object({
      field: z.string(),
      survivor: plain,
      other: plain,
      choice: z.enum(['survivor', 'other', 'both']),
    }),
  ),
  /** Both cards' stay. */
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  /** What follows from the other card: conversations, deals… by kind. */
  moves: z.object({
    contacts: z.number(),
    conversations: z.number(),
    inquiries: z.number(),
    deals: z.number(),
    activities: z.number(),
    brought: z.number(),
  }),
})
export const mergeBody = z.strictObject({
  ...two,
  /** Field -> whose value stays; what is not said goes as the preview showed. */
  choices: z.record(z.string().max(80), z.enum(['survivor', 'other', 'both'])).optional(),
  expectedVersion: version.optional(),
  expectedOtherVersion: version.optional(),
})
export const mergeView = z.object({
  mergeId: id,
  survivorId: id,
  otherId: id,
  at: instant,
  undoneAt: instant.nullable(),
})

export type PairView = z.infer<typeof pairView>
export type MergePreviewView = z.infer<typeof previewView>
export type MergeBody = z.input<typeof mergeBody>
export type MergeView = z.infer<typeof mergeView>
