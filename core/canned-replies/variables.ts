/** What a ready reply may fill in, from the conversation it is used in. */
export const variables = [
  'client.name',
  'client.first-name',
  'company.name',
  'staff.name',
  'staff.title',
  'inquiry.number',
  'deal.number',
  'deal.title',
  'deal.amount',
  'deal.due',
] as const
export type Variable = (typeof variables)[number]
export type Values = Readonly<Record<Variable, string>>

/** `{{client.name}}`, or with words for when it is not known: `{{client.name|коллеги}}`. */
const place = /\{\{\s*([\w.-]+)\s*(?:\|([^{}]*))?\}\}/g

/** Names in a text that are no variables of ours. */
export function unknownVariables(text: string): string[] {
  return [...text.matchAll(place)]
    .map((match) => match[1] ?? '')
    .filter((name) => !variables.some((each) => each === name))
}

export interface FilledIn {
  text: string
  /** Variables without a value and without words of their own: their places are empty. */
  missing: Variable[]
}

/** The text with its variables filled in; blanks that an empty one leaves behind are closed. */
export function fillIn(text: string, values: Values): FilledIn {
  const missing = new Set<Variable>()
  const filled = text.replace(place, (whole: string, name: string, otherwise: string | undefined) => {
    const variable = variables.find((each) => each === name)
    if (!variable) return whole
    const value = values[variable]
    if (value !== '') return value
    if (otherwise !== undefined) return otherwise.trim()
    missing.add(variable)
    return ''
  })
  return {
    text: filled
      .replace(/[ \t]+([,.!?;:])/g, '$1')
      .replace(/[ \t]{2,}/g, ' ')
      .trim(),
    missing: [...missing],
  }
}
