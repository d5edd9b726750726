import type { ApiInlineButton, ApiMessage } from '../telegram/bot-api.js'
import { type OutgoingTemplate, templateButtons } from './convert.js'
import { graphError } from './graph-error.js'

/** A template as the Graph API lists it. */
export interface CloudTemplate {
  id: string
  name: string
  language: string
  category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION'
  status: 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED'
  rejected_reason?: string
  components: TemplateComponent[]
}

export interface TemplateComponent {
  type: 'HEADER' | 'BODY' | 'FOOTER' | 'BUTTONS'
  format?: string
  text?: string
  example?: Record<string, unknown>
  buttons?: { type: 'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER'; text: string; url?: string }[]
}

/** What a printing agency would have approved. */
export const sampleTemplates: readonly CloudTemplate[] = [
  {
    id: '900100000000001',
    name: 'order_ready',
    language: 'ru',
    category: 'UTILITY',
    status: 'APPROVED',
    components: [
      {
        type: 'BODY',
        text: 'Здравствуйте, {{1}}! Ваш заказ № {{2}} готов, его можно забрать с 10 до 19 часов.',
        example: { body_text: [['Анна', '1024']] },
      },
      { type: 'FOOTER', text: 'Реклама и мерч' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Приеду сегодня' },
          { type: 'QUICK_REPLY', text: 'Нужна доставка' },
        ],
      },
    ],
  },
  {
    id: '900100000000002',
    name: 'layout_for_approval',
    language: 'ru',
    category: 'UTILITY',
    status: 'APPROVED',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Макет готов' },
      {
        type: 'BODY',
        text: '{{client}}, макет по заявке «{{request}}» готов. Посмотрите и ответьте, всё ли верно.',
        example: {
          body_text_named_params: [
            { param_name: 'client', example: 'Анна' },
            { param_name: 'request', example: 'Кружки с логотипом' },
          ],
        },
      },
      {
        type: 'BUTTONS',
        buttons: [{ type: 'URL', text: 'Открыть макет', url: 'https://example.com/layouts/{{1}}' }],
      },
    ],
  },
  {
    id: '900100000000003',
    name: 'talk_again',
    language: 'ru',
    category: 'UTILITY',
    status: 'APPROVED',
    components: [
      {
        type: 'BODY',
        text: 'Здравствуйте! У нас есть ответ на ваш вопрос. Напишите любое слово, и мы продолжим.',
      },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Продолжим' }] },
    ],
  },
  {
    id: '900100000000004',
    name: 'new_year_offer',
    language: 'ru',
    category: 'MARKETING',
    status: 'PAUSED',
    components: [{ type: 'BODY', text: 'До 15 декабря календари со скидкой 10 %.' }],
  },
]

/** What the person sees of a sent template. Throws `GraphError` in Meta's words where it does not fit. */
export function renderTemplate(
  sent: OutgoingTemplate,
  templates: readonly CloudTemplate[],
): Partial<ApiMessage> {
  const template = templates.find(
    ({ name, language }) => name === sent.name && language === sent.language.code,
  )
  if (!template)
    throw graphError(132001, `template name (${sent.name}) does not exist in ${sent.language.code}`)
  if (template.status === 'PAUSED') throw graphError(132015)
  if (template.status !== 'APPROVED') throw graphError(132001, 'template is not approved')
  const words = (['HEADER', 'BODY'] as const).map((type) => fill(template, sent, type))
  const footer = template.components.find(({ type }) => type === 'FOOTER')?.text
  const buttons = template.components.find(({ type }) => type === 'BUTTONS')?.buttons ?? []
  return {
    text: [...words, footer].filter(Boolean).join('\n\n'),
    ...templateButtons(buttons.map((button, index) => shownButton(button, index, sent))),
  }
}

function fill(template: CloudTemplate, sent: OutgoingTemplate, type: 'HEADER' | 'BODY'): string {
  const text = template.components.find((each) => each.type === type)?.text ?? ''
  const wanted = [...new Set([...text.matchAll(/\{\{([\w-]+)\}\}/g)].map(([, key]) => key as string))]
  const given = sent.components.find((each) => each.type.toUpperCase() === type)?.parameters ?? []
  if (given.length !== wanted.length)
    throw graphError(
      132000,
      `${type.toLowerCase()}: number of params (${given.length}) does not match (${wanted.length})`,
    )
  return text.replace(/\{\{([\w-]+)\}\}/g, (_whole, key: string) => {
    const named = given.find(({ parameter_name: name }) => name === key)
    return (named ?? given[wanted.indexOf(key)])?.text ?? ''
  })
}

function shownButton(
  button: NonNullable<TemplateComponent['buttons']>[number],
  index: number,
  sent: OutgoingTemplate,
): ApiInlineButton {
  const own = sent.components.find((each) => each.type === 'button' && each.index === index)?.parameters[0]
  if (button.type === 'QUICK_REPLY')
    return { text: button.text, callback_data: `t|${own?.payload ?? button.text}` }
  if (button.type === 'PHONE_NUMBER') return { text: button.text, url: 'tel:+70000000000' }
  const url = button.url ?? ''
  if (url.includes('{{') && own?.text === undefined)
    throw graphError(132000, `button ${index}: a parameter is missing`)
  return { text: button.text, url: url.replace(/\{\{\w+\}\}/, encodeURIComponent(own?.text ?? '')) }
}
