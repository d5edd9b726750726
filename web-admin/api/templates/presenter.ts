import type { OfferedTemplate } from '../../../core/templates/queries.js'
import type { MessageTemplate } from '../../../core/templates/template.model.js'
import { variableId } from '../../../core/templates/template-variables.js'
import type { OfferedTemplateView, TemplateView } from './schema.js'

export function presentTemplate(template: MessageTemplate): TemplateView {
  const { accountId, name, language, category, status, reason, header, body, footer } = template
  return {
    id: template._id,
    accountId,
    name,
    language,
    category,
    status,
    reason,
    header,
    body,
    footer,
    buttons: template.buttons,
    variables: template.variables.map((variable) => ({ id: variableId(variable), ...variable })),
    unsupported: template.unsupported,
    source: template.source,
    updatedAt: template.updatedAt.toISOString(),
  }
}

export function presentOffered(template: OfferedTemplate): OfferedTemplateView {
  return { ...presentTemplate(template), suggested: template.suggested }
}
