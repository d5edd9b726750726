import { toMinor } from '../money.js'

interface Given {
  amount?: { value: number; currency: 'RUB' | string } | undefined
  items?:
    | { name: string; quantity: number; unit?: string | undefined; price?: number | undefined }[]
    | undefined
}

/** Fields of a deal as the API takes them -> as the commands do: sums in minor units. */
export function dealFields<T extends Given>({ amount, items, ...same }: T) {
  return {
    ...same,
    ...(amount === undefined
      ? {}
      : { amountMinor: toMinor(amount.value), currency: amount.currency as Currency<T> }),
    ...(items === undefined
      ? {}
      : {
          items: items.map(({ price, ...item }) => ({
            ...item,
            ...(price === undefined ? {} : { priceMinor: toMinor(price) }),
          })),
        }),
  }
}

type Currency<T extends Given> = NonNullable<T['amount']>['currency']
