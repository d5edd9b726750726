import { z } from 'zod'
import { CURRENCIES } from '../parse/parse-money.js'

/**
 * A scripted dialog as data (a YAML file, or the panel's editor). The schema holds the shape of one step;
 * `checkScript` holds what spans steps: targets, reachability, loops, translations.
 */

const text = z.string().trim().min(1).max(4000)
const localized = z.union([text, z.strictObject({ ru: text.optional(), en: text.optional() })])

/** Short, lower case, as it becomes part of button ids (Telegram gives a button 64 bytes). */
const stepId = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'lower-case letters, digits and "-", at most 32')
const optionId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,47}$/, 'lower-case letters, digits and "-", at most 48')
const answerKey = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9_]{0,39}$/, 'a letter, then letters, digits and "_", at most 40')
  .refine((key) => !(key in {}), 'this name is reserved')

/** Which answers lead somewhere. `is` and `in` also look inside a multiple choice; `given` is false for a skipped one. */
export type Condition =
  | { answer: string; is: string | number }
  | { answer: string; in: Array<string | number> }
  | { answer: string; given: boolean }
  | { answer: string; atLeast?: number | undefined; atMost?: number | undefined }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

const scalar = z.union([z.string(), z.number()])
const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ answer: answerKey, is: scalar }),
    z.strictObject({ answer: answerKey, in: z.array(scalar).min(1) }),
    z.strictObject({ answer: answerKey, given: z.boolean() }),
    z.strictObject({ answer: answerKey, atLeast: z.number().optional(), atMost: z.number().optional() }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ not: condition }),
  ]),
)

const option = z.strictObject({
  id: optionId,
  label: localized,
  /** Offered only then. */
  when: condition.optional(),
  /** Chosen also by any words that match no option; they become the answer to the question that saves as this key. */
  into: answerKey.optional(),
  /** In a multiple choice: goes alone and ends the choosing ("help me choose"). */
  exclusive: z.boolean().optional(),
})
export type Option = z.infer<typeof option>

/** `today`, `now`, `+3d`, `-2w`, `+1m`, `-100y`, or a date such as 2027-03-01. */
const dateBound = z
  .string()
  .regex(/^(?:today|now|[+-]\d{1,4}[dwmy]|\d{4}-\d\d-\d\d)$/, 'today, now, +3d, -2w, +1m or 2027-03-01')

const fileKind = z.enum(['image', 'document', 'video', 'voice'])

const answerSpec = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    minLength: z.number().int().min(1).default(1),
    maxLength: z.number().int().min(1).max(10_000).default(1000),
    /** A regular expression over the whole answer. */
    pattern: z.string().max(300).optional(),
    /** A person's name: «меня зовут Анна» becomes "Анна". */
    name: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    whole: z.boolean().default(false),
    /** Shown after the number. */
    unit: localized.optional(),
    /** A length: «2,4 м» is understood and kept in this unit. */
    length: z.enum(['mm', 'cm', 'm']).optional(),
  }),
  z.strictObject({
    type: z.literal('money'),
    currency: z.enum(CURRENCIES).default('RUB'),
    /** In whole roubles, dollars and so on. */
    min: z.number().nonnegative().optional(),
    max: z.number().nonnegative().optional(),
  }),
  z.strictObject({
    type: z.literal('date'),
    min: dateBound.optional(),
    max: dateBound.optional(),
    /** A time of day must be given as well. */
    withTime: z.boolean().optional(),
  }),
  /** `requestContact` is the label of the platform's "share my phone" button. */
  z.strictObject({ type: z.literal('phone'), requestContact: localized.optional() }),
  /** As `phone`, the button always there with the house's own label unless another is given. */
  z.strictObject({ type: z.literal('contact'), requestContact: localized.optional() }),
  z.strictObject({ type: z.literal('email') }),
  z.strictObject({ type: z.literal('choice'), options: z.array(option).min(1).max(25) }),
  z.strictObject({
    type: z.literal('multiple'),
    options: z.array(option).min(1).max(25),
    min: z.number().int().min(1).default(1),
    max: z.number().int().min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('file'),
    accept: z.array(fileKind).min(1).optional(),
    /** A link to a file somewhere is as good. */
    links: z.boolean().default(true),
  }),
  /** `statement` is what the person agrees to; it is stored with the time. */
  z.strictObject({
    type: z.literal('consent'),
    statement: localized,
    agree: localized.optional(),
    decline: localized.optional(),
  }),
])
export type AnswerSpec = z.infer<typeof answerSpec>

const common = { id: stepId, when: condition.optional() }

const say = z.strictObject({ ...common, kind: z.literal('say'), text: localized, next: stepId.optional() })

const ask = z.strictObject({
  ...common,
  kind: z.literal('ask'),
  text: localized,
  /** Two words for the summary and for «исправить»; without it the step id shows. */
  label: localized.optional(),
  answer: answerSpec,
  /** Where the answer is kept; without it under the step id with its dashes as underscores. */
  saveAs: answerKey.optional(),
  optional: z.boolean().default(false),
  /** Said instead of our own words when the answer does not fit. */
  retry: localized.optional(),
  maxRetries: z.number().int().min(1).max(10).default(3),
  summary: z.boolean().default(true),
  next: stepId.optional(),
})

const branch = z.strictObject({
  ...common,
  kind: z.literal('branch'),
  cases: z
    .array(z.strictObject({ if: condition, next: stepId }))
    .min(1)
    .max(50),
  next: stepId.optional(),
})

const handover = z.strictObject({
  ...common,
  kind: z.literal('handover'),
  text: localized.optional(),
  reason: z.string().max(60).default('script'),
})

const end = z.strictObject({ ...common, kind: z.literal('end'), text: localized.optional() })

const scriptStep = z.discriminatedUnion('kind', [say, ask, branch, handover, end])
export type ScriptStep = z.infer<typeof scriptStep>
export type AskStep = z.infer<typeof ask>

/** Which answers become what. Titles are texts with `{key}` places. */
const result = z.strictObject({
  clientName: answerKey.optional(),
  phone: answerKey.optional(),
  email: answerKey.optional(),
  companyName: answerKey.optional(),
  dealTitle: localized.optional(),
  dueAt: answerKey.optional(),
  amount: answerKey.optional(),
  consent: answerKey.optional(),
  items: z
    .array(
      z.strictObject({
        title: localized,
        quantity: answerKey.optional(),
        details: z.array(answerKey).max(50).optional(),
        when: condition.optional(),
      }),
    )
    .max(20)
    .optional(),
})
export type ResultMapping = z.infer<typeof result>

export const scriptSchema = z.strictObject({
  id: stepId,
  version: z.number().int().min(1),
  title: localized,
  /** The first step; without it the first in the list. */
  entry: stepId.optional(),
  /** Ends with a summary to confirm. */
  confirm: z.boolean().default(true),
  /** After so many hours of silence the person is greeted and asked whether to go on. */
  staleAfterHours: z.number().positive().max(8760).default(12),
  steps: z.array(scriptStep).min(1).max(200),
  result: result.default({}),
})
export type Script = z.infer<typeof scriptSchema>

/** Where the answer to a question is kept. */
export function answerKeyOf(step: AskStep): string {
  return step.saveAs ?? (step.id.includes('-') ? step.id.replaceAll('-', '_') : step.id)
}
