import { z } from 'zod'
import { deliveryPurposes, deliveryStates } from '../../../core/deliveries/delivery.model.js'
import { cursor, id, instant, key, limit, page } from '../fields.js'

export const deliveryState = z.enum(deliveryStates)

export const listQuery = z.strictObject({
  /** `trouble`: failed and unknown, what a person has to look at. */
  state: z.union([deliveryState, z.literal('trouble')]).optional(),
  accountId: key.optional(),
  conversationId: id.optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
})

export const deliveryView = z.object({
  id,
  accountId: z.string(),
  /** As people call it: «Розница». */
  accountName: z.string(),
  purpose: z.enum(deliveryPurposes),
  state: deliveryState,
  /** First words of what is sent. */
  preview: z.string(),
  contentType: z.string(),
  conversation: z.object({ id, title: z.string() }).nullable(),
  messageId: id.nullable(),
  attempts: z.number(),
  /** `text` is the platform's own words. */
  reason: z.object({ code: z.string(), text: z.string().optional() }).nullable(),
  createdAt: instant,
  nextAt: instant,
  settledAt: instant.nullable(),
  /** Which buttons make sense now. */
  canRetry: z.boolean(),
  canDiscard: z.boolean(),
})
export const deliveryPage = page(deliveryView)

export type DeliveryListQuery = z.input<typeof listQuery>
export type DeliveryView = z.infer<typeof deliveryView>
