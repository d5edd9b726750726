import { z } from 'zod'
import { channelKinds } from '../../core/channel.js'
import { CURRENCIES } from '../../core/parse/parse-money.js'

/**
 * The vocabulary of requests and answers. Every request schema is strict and names plain values only, so an operator
 * (`{"$ne": null}`, `name[$regex]`) is refused before anybody reads it.
 */

/** A document id, as `core/ids.ts` makes them. */
export const id = z.string().regex(/^[0-9a-f]{24}$/)
/** A key people write: of a pipeline, a stage, a script, a form, a channel account. */
export const key = z.string().regex(/^[\wа-яёА-ЯЁ][\wа-яёА-ЯЁ .:-]{0,79}$/)

/** An instant in answers: ISO 8601, UTC. */
export const instant = z.iso.datetime()
/** An instant in requests: ISO 8601 with a zone. */
export const givenInstant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
/** A day or an instant in filters; a day means its beginning in UTC. */
export const givenDate = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .transform((text) => new Date(text))

export const channelKind = z.enum(channelKinds)

/** Whole numbers in a query string: digits only, so that `1e3`, ` 1` and `0x1` are refused. */
export function numberInQuery(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .pipe(z.number().int().min(min).max(max))
    .meta({ type: 'integer', minimum: min, maximum: max, pattern: undefined })
}

/** Page size of a list, 1-100. */
export const limit = numberInQuery(1, 100)
/** Where a page goes on: what `nextCursor` said, never looked into. */
export const cursor = z.string().regex(/^[\w.:~-]{1,4000}$/)
/** What a person types into a search box. */
export const search = z.string().trim().min(1).max(200)
export const version = z.number().int().min(0)

/** Text of one or many lines; NUL and other control characters have no business in it. */
export function words(max: number) {
  return z
    .string()
    .max(max)
    .refine((text) => /^(?:\P{Cc}|[\t\n\r])*$/u.test(text), { message: 'wrong-format' })
}

/** A sum in whole units of its currency, to the hundredth: `1500.5` is 1,500 roubles 50 kopecks. */
export const amount = z
  .number()
  .min(0)
  .max(1e12)
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-3, { message: 'wrong-format' })
export const money = z.strictObject({ value: amount, currency: z.enum(CURRENCIES).default('RUB') })
export const moneyView = z.object({ value: z.number(), currency: z.enum(CURRENCIES) })
export type Money = z.infer<typeof moneyView>

export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}
export interface Page<T> {
  items: T[]
  nextCursor: string | null
}

/** Somebody of the team, a client or a machine, by name. */
export const named = z.object({ id, name: z.string() })
export type Named = z.infer<typeof named>
export const signature = z.object({ kind: z.string(), id: z.string(), name: z.string() })

export const idParams = z.strictObject({ id })
/** A request that takes no query, no body. */
export const nothing = z.strictObject({})

/** Every refusal, on every route. `fields`: path of a field -> what is wrong with it, in the caller's language. */
export const errorAnswer = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
  }),
})
export type ErrorAnswer = z.infer<typeof errorAnswer>
