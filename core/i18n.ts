import type { Locale } from './context.js'
import { OtklikError } from './errors.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'
import { createTexts, type TextKey, type TextParams } from './texts.js'

const core = createTexts(ru, en)

export type CoreTextKey = TextKey<typeof ru>

/** A text of the core in a language: `translate('ru', 'inquiryStatuses.new')`, `translate('ru', 'counts.deals', {count: 5})`. */
export function translate(locale: Locale, key: CoreTextKey, params?: TextParams): string {
  return core.text(locale, key, params)
}

/** The name of a value of an enumeration (`label('ru', 'channels', deal.channel)`); a value without one shows as it is. */
export function label(locale: Locale, group: keyof typeof ru, value: string): string {
  return core.find(locale, `${group}.${value}`, value)
}

/**
 * Why something was not sent or changed, in words: ours where the code is known (often with what to do), with what the
 * platform itself said in quotes.
 */
export function explainReason(locale: Locale, { code, text = '' }: { code: string; text?: string }): string {
  const theirs = /^[a-z-]+$/.test(text) ? label(locale, 'deliveryReasons', text) : text.slice(0, longestQuote)
  const ours = core.find(locale, `deliveryReasons.${code}`, '')
  if (ours === '') return theirs || code
  return theirs ? `${ours} («${theirs}»)` : ours
}

/** Characters of a platform's words that a person is shown. */
const longestQuote = 300

export interface Explained {
  code: string
  message: string
  /** Field path -> what is wrong with it, in words. */
  fields?: Record<string, string>
}

/** What a person is told of an error. Errors that are not ours are `internal`: their words may carry anything. */
export function explainError(err: unknown, locale: Locale): Explained {
  if (!(err instanceof OtklikError))
    return { code: 'internal', message: translate(locale, 'errors.internal') }
  const fields = err.fields && explainFields(err.fields, locale)
  const message = translate(locale, `errors.${err.code}`, {
    ...explainParams(err, locale),
    fields: listFields(fields, locale),
  }).replace(hole, '')
  return { code: err.code, message, ...(fields ? { fields } : {}) }
}

/** A value that the refusal does not have leaves nothing behind. */
const hole = /\{\{\w+\}\}/g

function explainFields(fields: Record<string, string>, locale: Locale): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, code]) => {
      const colon = code.indexOf(':')
      const name = colon === -1 ? code : code.slice(0, colon)
      return [
        path,
        core.find(locale, `fields.${name}`, code, { limit: colon === -1 ? '' : code.slice(colon + 1) }),
      ]
    }),
  )
}

function listFields(fields: Record<string, string> | undefined, locale: Locale): string {
  const list = Object.entries(fields ?? {}).map(
    ([path, what]) => `${label(locale, 'fieldNames', path)}: ${what}`,
  )
  return list.length === 0 ? '—' : list.join('; ')
}

/** Codes in the parameters become words where the refusal says what they are codes of (`entity`). */
function explainParams(err: OtklikError, locale: Locale): TextParams {
  const params: TextParams = { what: '', name: '', at: '', from: '', allowed: '', ...err.params }
  if (err.code === 'not-found') params.what = label(locale, 'things', String(params.what) || 'any')
  if (err.code === 'file-unavailable')
    params.why = core.find(locale, `fileReasons.${params.why}`, label(locale, 'fileReasons', 'other'))
  // Names that live in the database come in both languages.
  const named = err.params[`allowed_${locale}`]
  if (named !== undefined) params.allowed = named
  const groups = transitionGroups[String(params.entity)]
  if (groups) {
    params.from = label(locale, groups.states, String(params.from))
    params.allowed = String(params.allowed)
      .split(', ')
      .map((event) => label(locale, groups.events, event))
      .join(', ')
  }
  return params
}

const transitionGroups: Record<string, { states: keyof typeof ru; events: keyof typeof ru }> = {
  inquiry: { states: 'inquiryStatuses', events: 'inquiryEvents' },
  client: { states: 'clientStates', events: 'clientEvents' },
  activity: { states: 'activityStatuses', events: 'activityEvents' },
}
