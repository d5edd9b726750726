import type { StoredFile } from '../content.js'
import type { Locale } from '../context.js'
import type { Money } from '../parse/parse-money.js'
import { answerTo, holds } from './conditions.js'
import type { Answer, Answers } from './dialog-state.js'
import { localize } from './localized.js'
import { answerKeyOf, type Script } from './script.js'
import { askedBy, fillText, type ShowContext, showAnswer } from './show-answer.js'

export interface OutcomeItem {
  title: string
  quantity?: number
  /** Labels and answers as people read them. */
  details: Array<{ label: string; value: string }>
}

/** What a finished dialog tells the CRM. What was not asked or was skipped is absent. */
export interface DialogOutcome {
  clientName?: string
  /** E.164; `phoneVerified` when the platform vouched that it is the person's own. */
  phone?: string
  phoneVerified: boolean
  email?: string
  companyName?: string
  dealTitle: string
  dueAt?: Date
  /** `dueAt` names a time of day, not only a day. */
  dueHasTime: boolean
  amount?: Money
  items: OutcomeItem[]
  consent?: { text: string; at: Date }
  /** Files that were sent as answers. */
  files: StoredFile[]
}

/** Maps the answers of a script to client, company and deal. Texts are in `locale`, dates in them shown in `zone` (IANA). */
export function outcomeOf(script: Script, answers: Answers, locale: Locale, zone: string): DialogOutcome {
  const { result } = script
  const context: ShowContext = { locale, zone }
  const valueAt = (key: string | undefined) => (key === undefined ? undefined : answerTo(answers, key)?.value)
  const textOf = (key: string | undefined) => {
    const value = valueAt(key)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const due = valueAt(result.dueAt)
  const dueAt = due !== null && typeof due === 'object' && 'hasTime' in due ? due : undefined
  const amount = valueAt(result.amount)
  const consent = valueAt(result.consent)
  const title = tidyTitle(fillText(result.dealTitle, script, answers, context))
  return {
    ...present('clientName', textOf(result.clientName)),
    ...present('phone', textOf(result.phone)),
    phoneVerified: (result.phone !== undefined && answerTo(answers, result.phone)?.verified) ?? false,
    ...present('email', textOf(result.email)),
    ...present('companyName', textOf(result.companyName)),
    dealTitle: title || localize(script.title, locale),
    ...present('dueAt', dueAt && new Date(dueAt.at)),
    dueHasTime: dueAt?.hasTime ?? false,
    ...present(
      'amount',
      amount !== null && typeof amount === 'object' && 'minor' in amount ? amount : undefined,
    ),
    items: itemsOf(script, answers, context),
    ...present(
      'consent',
      consent !== null && typeof consent === 'object' && 'given' in consent
        ? { text: consent.text, at: new Date(consent.at) }
        : undefined,
    ),
    files: Object.values(answers).flatMap(filesIn),
  }
}

/** Every answer with its label, in the order the script asks, as people read them; skipped ones are left out. */
export function listAnswers(
  script: Script,
  answers: Answers,
  locale: Locale,
  zone: string,
): Array<{ key: string; label: string; value: string }> {
  return script.steps.flatMap((step) => {
    if (step.kind !== 'ask') return []
    const key = answerKeyOf(step)
    const answer = answerTo(answers, key)
    if (answer?.step !== step.id || answer.value === null) return []
    return [
      {
        key,
        label: localize(step.label, locale) || step.id,
        value: showAnswer(step, answer, { locale, zone }),
      },
    ]
  })
}

function itemsOf(script: Script, answers: Answers, context: ShowContext): OutcomeItem[] {
  return (script.result.items ?? [])
    .filter((item) => holds(item.when, answers))
    .map((item) => {
      const quantity = item.quantity === undefined ? undefined : answerTo(answers, item.quantity)?.value
      const details = (item.details ?? []).flatMap((key) => {
        const answer = answerTo(answers, key)
        const ask = answer && askedBy(script, answer, key)
        if (!answer || answer.value === null || !ask) return []
        return [
          { label: localize(ask.label, context.locale) || key, value: showAnswer(ask, answer, context) },
        ]
      })
      return {
        title: tidyTitle(fillText(item.title, script, answers, context)),
        ...present('quantity', typeof quantity === 'number' ? quantity : undefined),
        details,
      }
    })
    .filter((item) => item.title !== '')
}

/** Places without an answer leave commas behind. */
function tidyTitle(title: string): string {
  return title
    .replace(/\s+/g, ' ')
    .replace(/(?:\s*,)+\s*(?=,|$)/g, '')
    .replace(/^[\s,]+/, '')
    .trim()
}

function filesIn(answer: Answer): StoredFile[] {
  const { value } = answer
  return value !== null && typeof value === 'object' && 'files' in value ? value.files : []
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value })
}
