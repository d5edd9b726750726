import type { TemplateButton } from '../channel.js'

/** Where the value of a variable comes from when nobody types it: shown filled in, and may be changed. */
export const variableSources = ['none', 'client-name', 'staff-name', 'company', 'deal-number'] as const
export type VariableSource = (typeof variableSources)[number]

export interface TemplateVariable {
  /** `url`: at the end of a link button. */
  place: 'header' | 'body' | 'url'
  /** `1`, `order_number`; for `url` the number of the button. */
  key: string
  /** What people call it; empty: the example says enough. */
  label: string
  example: string
  source: VariableSource
}

/** How a variable is named in values and forms: `body:1`. */
export function variableId({ place, key }: Pick<TemplateVariable, 'place' | 'key'>): string {
  return `${place}:${key}`
}

const variable = /\{\{\s*([\w-]{1,60})\s*\}\}/g

/** Keys of the variables of a text, in order, each once. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(variable)].map(([, key]) => key as string))]
}

export interface TemplateWords {
  header: string
  body: string
  footer: string
  buttons: readonly TemplateButton[]
}

/** Every variable of a template. What people said of one (`known`) stays as long as it is there. */
export function findVariables(
  words: TemplateWords,
  known: readonly TemplateVariable[] = [],
  examples: Readonly<Record<string, string>> = {},
): TemplateVariable[] {
  const found = [
    ...variablesOf(words.header).map((key) => ({ place: 'header' as const, key })),
    ...variablesOf(words.body).map((key) => ({ place: 'body' as const, key })),
    ...words.buttons.flatMap((button, index) =>
      button.type === 'url' && variablesOf(button.url ?? '').length > 0
        ? [{ place: 'url' as const, key: String(index) }]
        : [],
    ),
  ]
  return found.map((each) => {
    const before = known.find((one) => variableId(one) === variableId(each))
    return {
      ...each,
      label: before?.label ?? '',
      example: examples[variableId(each)] ?? before?.example ?? '',
      source: before?.source ?? 'none',
    }
  })
}

/** The text with its variables filled in; one without a value stays as it is. */
export function fillVariables(text: string, filled: (key: string) => string | undefined): string {
  return text.replace(variable, (whole, key: string) => filled(key) ?? whole)
}
