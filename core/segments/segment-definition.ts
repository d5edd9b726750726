import { z } from 'zod'

/** What can be asked of a field, by its kind. */
export const operatorsOf = {
  text: ['is', 'is-not', 'begins', 'filled', 'empty'],
  choice: ['is', 'is-not', 'filled', 'empty'],
  /** Somebody of the team, an agent or a company, by id; `me` is whoever asks. */
  person: ['is', 'is-not', 'filled', 'empty'],
  number: ['is', 'at-least', 'at-most', 'filled', 'empty'],
  money: ['is', 'at-least', 'at-most', 'filled', 'empty'],
  flag: ['yes', 'no'],
  /** Of the last and of the next days, counted from now. */
  moment: ['within-days', 'before-days', 'next-days', 'after', 'before', 'filled', 'empty'],
  /** A day without time, `YYYY-MM-DD`. */
  day: ['after', 'before', 'filled', 'empty'],
  /** A day of every year. */
  yearday: ['next-days', 'filled', 'empty'],
} as const
export type FieldKind = keyof typeof operatorsOf
export type Operator = (typeof operatorsOf)[FieldKind][number]

const operators = [...new Set(Object.values(operatorsOf).flat())] as [Operator, ...Operator[]]

/** `value` is one value, or several of which any fits. */
const plain = z.union([z.string().trim().min(1).max(200), z.number(), z.boolean()])
export const segmentRule = z.strictObject({
  field: z.string().min(1).max(80),
  operator: z.enum(operators),
  value: z.union([plain, z.array(plain).min(1).max(50)]).optional(),
})
export type SegmentRule = z.output<typeof segmentRule>

export interface SegmentGroup {
  /** All of the rules must fit, or any of them. */
  match: 'all' | 'any'
  rules: (SegmentRule | SegmentGroup)[]
}

const flatGroup = z.strictObject({
  match: z.enum(['all', 'any']),
  rules: z.array(segmentRule).min(1).max(20),
})
const middleGroup = z.strictObject({
  match: z.enum(['all', 'any']),
  rules: z
    .array(z.union([segmentRule, flatGroup]))
    .min(1)
    .max(20),
})
/** Groups within groups, three deep. */
export const segmentGroup: z.ZodType<SegmentGroup, SegmentGroup> = z.strictObject({
  match: z.enum(['all', 'any']),
  rules: z
    .array(z.union([segmentRule, middleGroup]))
    .min(1)
    .max(20),
}) as never
