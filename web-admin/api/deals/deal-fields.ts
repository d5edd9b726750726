import type { Core } from '../../../core/context.js'
import { toMinor } from '../money.js'

interface GivenItem {
  name: string
  quantity: number
  unit?: string | undefined
  price?: number | undefined
}
interface Given {
  amount?: { value: number; currency: 'RUB' | string } | undefined
  items?: GivenItem[] | undefined
  variants?:
    | { key: string; name: string; items: GivenItem[]; amount?: number | undefined; notes: string }[]
    | undefined
}

/** Fields of a deal as the API takes them -> as the commands do: sums in minor units. */
export function dealFields<T extends Given>({ amount, items, variants, ...same }: T) {
  return {
    ...same,
    ...(amount === undefined
      ? {}
      : { amountMinor: toMinor(amount.value), currency: amount.currency as Currency<T> }),
    ...(items === undefined ? {} : { items: inMinor(items) }),
    ...(variants === undefined
      ? {}
      : {
          variants: variants.map(({ items: lines, amount: sum, ...variant }) => ({
            ...variant,
            items: inMinor(lines),
            ...(sum === undefined ? {} : { amountMinor: toMinor(sum) }),
          })),
        }),
  }
}

function inMinor(items: readonly GivenItem[]) {
  return items.map(({ price, ...item }) => ({
    ...item,
    ...(price === undefined ? {} : { priceMinor: toMinor(price) }),
  }))
}

type Currency<T extends Given> = NonNullable<T['amount']>['currency']

const dayMs = 24 * 3600_000

/** The filters of board and lists as the queries of core take them. */
export function dealFilters(
  core: Core,
  { q, due }: { q?: string | undefined; due?: 'overdue' | 'week' | undefined },
): { search?: string; dueBefore?: Date; closed?: boolean } {
  const now = core.clock.now()
  return {
    ...(q === undefined ? {} : { search: q }),
    ...(due === undefined
      ? {}
      : { closed: false, dueBefore: due === 'overdue' ? now : new Date(now.getTime() + 7 * dayMs) }),
  }
}
