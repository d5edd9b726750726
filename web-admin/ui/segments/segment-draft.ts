import type { SegmentDefinition, SegmentFieldView } from '../../api/contract'

/** A rule on its way: `value` may still be empty. */
export interface DraftRule {
  field: string
  operator: string
  value: string[]
}
export interface DraftGroup {
  match: 'all' | 'any'
  rules: (DraftRule | DraftGroup)[]
}

export const isGroup = (rule: DraftRule | DraftGroup): rule is DraftGroup => 'rules' in rule

export const newRule = (): DraftRule => ({ field: 'territory', operator: 'is', value: [] })
export const newGroup = (): DraftGroup => ({ match: 'any', rules: [newRule()] })

const withoutValue = new Set(['filled', 'empty', 'yes', 'no'])
export const needsValue = (operator: string): boolean => !withoutValue.has(operator)
/** Fields of which several values may fit at once. */
export const takesMany = (field: SegmentFieldView | undefined, operator: string): boolean =>
  (operator === 'is' || operator === 'is-not') &&
  field !== undefined &&
  ['text', 'choice', 'person'].includes(field.kind)

export function draftOf(definition: SegmentDefinition): DraftGroup {
  return {
    match: definition.match,
    rules: definition.rules.map((rule) =>
      'rules' in rule
        ? draftOf(rule)
        : {
            field: rule.field,
            operator: rule.operator,
            value: (Array.isArray(rule.value)
              ? rule.value
              : rule.value === undefined
                ? []
                : [rule.value]
            ).map(String),
          },
    ),
  }
}

/** What the API takes; null while a value is still missing. */
export function definitionOf(
  draft: DraftGroup,
  fields: readonly SegmentFieldView[],
): SegmentDefinition | null {
  const rules = draft.rules.map((rule) => (isGroup(rule) ? definitionOf(rule, fields) : ruleOf(rule, fields)))
  if (rules.length === 0 || rules.some((rule) => rule === null)) return null
  return { match: draft.match, rules } as SegmentDefinition
}

function ruleOf({ field, operator, value }: DraftRule, fields: readonly SegmentFieldView[]) {
  if (!needsValue(operator)) return { field, operator }
  const known = fields.find((each) => each.key === field)
  const values = value.map((each) => each.trim()).filter((each) => each !== '')
  if (!known || values.length === 0) return null
  const isNumber = operator.endsWith('-days') || known.kind === 'number' || known.kind === 'money'
  const typed = isNumber ? values.map(Number) : values
  if (typed.some((each) => Number.isNaN(each))) return null
  return { field, operator, value: typed.length > 1 ? typed : typed[0] }
}
