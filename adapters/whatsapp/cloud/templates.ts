import { z } from 'zod'
import type { PlatformTemplate, TemplateButton } from '../../../core/channel.js'
import type { GraphClient } from './graph-client.js'

const example = z.looseObject({
  header_text: z.array(z.string()).optional().catch(undefined),
  body_text: z.array(z.array(z.string())).optional().catch(undefined),
  header_text_named_params: z
    .array(z.object({ param_name: z.string(), example: z.string() }))
    .optional()
    .catch(undefined),
  body_text_named_params: z
    .array(z.object({ param_name: z.string(), example: z.string() }))
    .optional()
    .catch(undefined),
})
const component = z.looseObject({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().max(2_000).optional(),
  example: example.optional().catch(undefined),
  buttons: z
    .array(
      z.looseObject({
        type: z.string(),
        text: z.string().default(''),
        url: z.string().optional(),
        example: z
          .union([z.array(z.string()), z.string()])
          .optional()
          .catch(undefined),
      }),
    )
    .optional(),
})
type Component = z.infer<typeof component>

const listed = z.object({
  id: z.string(),
  name: z.string().min(1),
  language: z.string().min(2),
  category: z.string().default(''),
  status: z.string().default(''),
  rejected_reason: z.string().optional(),
  components: z.array(component).default([]),
})
const page = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({ next: z.string().optional(), cursors: z.object({ after: z.string().optional() }).optional() })
    .optional(),
})

const pageSize = 100
/** Meta lets an account have 6,000 templates; people choose among far fewer. */
const mostPages = 10

/** Every template of a WhatsApp Business Account. Rejects with what the API refused. */
export async function listCloudTemplates(
  graph: GraphClient,
  businessId: string,
): Promise<PlatformTemplate[]> {
  const found: PlatformTemplate[] = []
  let after = ''
  for (let count = 0; count < mostPages; count++) {
    const query = new URLSearchParams({
      limit: String(pageSize),
      fields: 'id,name,language,category,status,rejected_reason,components',
      ...(after ? { after } : {}),
    })
    const { data, paging } = page.parse(await graph.get(`${businessId}/message_templates?${query}`))
    for (const each of data) {
      const result = listed.safeParse(each)
      if (result.success) found.push(readTemplate(result.data))
    }
    after = paging?.next ? (paging.cursors?.after ?? '') : ''
    if (after === '') break
  }
  return found
}

const statuses: Readonly<Record<string, PlatformTemplate['status']>> = {
  APPROVED: 'approved',
  PENDING: 'pending',
  IN_APPEAL: 'pending',
  PAUSED: 'paused',
  LIMIT_EXCEEDED: 'paused',
  REJECTED: 'rejected',
  DISABLED: 'rejected',
}
const buttonTypes: Readonly<Record<string, TemplateButton['type']>> = {
  QUICK_REPLY: 'reply',
  URL: 'url',
  PHONE_NUMBER: 'phone',
}
/** Parts that need nothing from us when the template is sent, and those we fill in. */
const sendable = new Set(['HEADER', 'BODY', 'FOOTER', 'BUTTONS'])

export function readTemplate(template: z.infer<typeof listed>): PlatformTemplate {
  const { components } = template
  const part = (type: string) => components.find((each) => each.type.toUpperCase() === type)
  const header = part('HEADER')
  const body = part('BODY')
  const buttons = (part('BUTTONS')?.buttons ?? []).map(
    ({ type, text, url }): TemplateButton => ({
      type: buttonTypes[type.toUpperCase()] ?? 'other',
      label: text,
      ...(url ? { url } : {}),
    }),
  )
  const unsupported = unsupportedPart(components)
  const reason = template.rejected_reason
  return {
    externalId: template.id,
    name: template.name,
    language: template.language,
    category: template.category.toLowerCase(),
    status: statuses[template.status.toUpperCase()] ?? 'pending',
    ...(reason && reason !== 'NONE' ? { reason: reason.slice(0, 300) } : {}),
    header: header?.text ?? '',
    body: body?.text ?? '',
    footer: part('FOOTER')?.text ?? '',
    buttons,
    examples: {
      ...examplesOf('header', header),
      ...examplesOf('body', body),
      ...urlExamples(part('BUTTONS')),
    },
    ...(unsupported ? { unsupported } : {}),
  }
}

/** A picture or file above the text, a copy code, a carousel: such a template is shown, but cannot be sent from here. */
function unsupportedPart(components: readonly Component[]): string | undefined {
  const header = components.find(({ type }) => type.toUpperCase() === 'HEADER')
  if (header?.format && header.format.toUpperCase() !== 'TEXT') return `header ${header.format.toLowerCase()}`
  const strange = components.find(({ type }) => !sendable.has(type.toUpperCase()))
  if (strange) return strange.type.toLowerCase()
  const needy = components
    .flatMap(({ buttons = [] }) => buttons)
    .find(({ type }) => ['OTP', 'COPY_CODE', 'FLOW', 'CATALOG', 'MPM', 'SPM'].includes(type.toUpperCase()))
  return needy && `button ${needy.type.toLowerCase()}`
}

function examplesOf(place: 'header' | 'body', part: Component | undefined): Record<string, string> {
  const given = part?.example
  const named = place === 'header' ? given?.header_text_named_params : given?.body_text_named_params
  const listOf = place === 'header' ? given?.header_text : given?.body_text?.[0]
  return Object.fromEntries<string>([
    ...(listOf ?? []).map((value, index) => [`${place}:${index + 1}`, value] as const),
    ...(named ?? []).map((each) => [`${place}:${each.param_name}`, each.example] as const),
  ])
}

function urlExamples(part: Component | undefined): Record<string, string> {
  return Object.fromEntries<string>(
    (part?.buttons ?? []).flatMap(({ example: given }, index) => {
      const [first] = [given].flat()
      return first ? [[`url:${index}`, first] as const] : []
    }),
  )
}
