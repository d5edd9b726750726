import type { Content } from '../content.js'
import { OtklikError } from '../errors.js'
import type { MessageTemplate } from './template.model.js'
import { fillVariables, variableId } from './template-variables.js'

/** Values by `<place>:<key>`: `{'body:1': 'Анна'}`. */
export type TemplateValues = Readonly<Record<string, string>>

/** Platforms refuse line breaks and runs of spaces inside a value (Meta error 132005 and its kind). */
const runs = /[\r\n\t]+| {4,}/g
const longestValue = 1_000

/**
 * A template with its variables filled in, as content. Throws `template-not-usable` for one that is not approved or has a
 * part we cannot send, `bad-input` naming the variables without a value.
 */
export function fillTemplate(
  template: MessageTemplate,
  values: TemplateValues,
): Extract<Content, { type: 'template' }> {
  if (template.status !== 'approved' || template.unsupported !== null)
    throw new OtklikError('template-not-usable')
  const given = new Map(
    template.variables.map((each) => {
      const id = variableId(each)
      return [id, (values[id] ?? '').trim().replace(runs, ' ').slice(0, longestValue)]
    }),
  )
  const missing = [...given].filter(([, value]) => value === '').map(([id]) => id)
  const strange = Object.keys(values).filter((id) => !given.has(id))
  if (missing.length > 0 || strange.length > 0) {
    throw new OtklikError('bad-input', {
      fields: Object.fromEntries<string>([
        ...missing.map((id) => [`values.${id}`, 'required'] as const),
        ...strange.map((id) => [`values.${id}`, 'unknown-field'] as const),
      ]),
    })
  }
  const fill = (place: string, text: string) => fillVariables(text, (key) => given.get(`${place}:${key}`))
  return {
    type: 'template',
    name: template.name,
    language: template.language,
    text: [fill('header', template.header), fill('body', template.body), template.footer]
      .filter(Boolean)
      .join('\n\n'),
    parameters: template.variables.map((each) => ({
      place: each.place,
      key: each.key,
      value: given.get(variableId(each)) ?? '',
    })),
    choices: template.buttons.flatMap((button, index) =>
      button.type === 'reply'
        ? [{ id: `${template.name}:${index}`.slice(-60), label: button.label, index }]
        : [],
    ),
  }
}
