import { z } from 'zod'
import { withoutUndefined } from '../collection.js'
import { CURRENCIES } from '../parse/parse-money.js'
import { id, line, moment, note } from '../validate.js'
import type { DealItem } from './deal.model.js'

const item = z.strictObject({
  name: line(300),
  quantity: z.number().positive().max(1e9),
  unit: note(20).optional(),
  /** Price of one, minor units. */
  priceMinor: z.number().int().nonnegative().max(1e13).optional(),
})

const variant = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: line(200),
  items: z.array(item).max(200).default([]),
  /** What the items cost together when absent and they all have prices. */
  amountMinor: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).optional(),
  notes: note(2000).default(''),
})

/** The whole list of a deal's variants; keys are unique. */
export const variantsField = z
  .array(variant)
  .max(20)
  .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, { message: 'taken' })
  .transform((list) =>
    list.map(({ items, amountMinor, ...rest }) => {
      const lines = items.map(withoutUndefined) as DealItem[]
      return { ...rest, items: lines, amountMinor: amountMinor ?? itemsTotal(lines) ?? 0 }
    }),
  )

export const dealFields = {
  title: line(300),
  /** Minor units (kopecks): whole numbers, so that no sum loses one. */
  amountMinor: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  currency: z.enum(CURRENCIES),
  clientId: id.nullable(),
  companyId: id.nullable(),
  ownerId: id.nullable(),
  accountId: id.nullable(),
  assistantId: id.nullable(),
  items: z.array(item).max(200),
  priority: z.enum(['low', 'normal', 'high']),
  dueAt: moment.nullable(),
  notes: note(10_000),
}

/** What priced items cost together, to the kopeck (half a kopeck goes up); null when an item has no price. */
export function itemsTotal(items: readonly DealItem[]): number | null {
  if (items.length === 0) return null
  let total = 0
  for (const { quantity, priceMinor } of items) {
    if (priceMinor === undefined) return null
    total += Math.round(quantity * priceMinor)
  }
  return Number.isSafeInteger(total) ? total : null
}
