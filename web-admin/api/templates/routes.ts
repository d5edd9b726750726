import { getConversation } from '../../../core/inbox/queries.js'
import { listTemplates, offeredTemplates } from '../../../core/templates/queries.js'
import { createTemplate, removeTemplate, updateTemplate } from '../../../core/templates/save-template.js'
import { sendTemplate } from '../../../core/templates/send-template.js'
import { syncTemplates } from '../../../core/templates/sync-templates.js'
import { presentMessage } from '../conversations/presenter.js'
import { messageView } from '../conversations/schema.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { presentOffered, presentTemplate } from './presenter.js'
import * as schema from './schema.js'

/** Messages that a messenger approved beforehand: kept in the settings, sent from the inbox. */
export function templateRoutes(routes: RouteTable): void {
  routes.get(
    '/templates',
    { may: 'template.read', query: schema.templateQuery, answer: schema.templatesView },
    async ({ core, query }) => ({ items: (await listTemplates(core, query)).map(presentTemplate) }),
  )

  routes.post(
    '/templates',
    { may: 'template.manage', body: schema.templateBody, answer: schema.templateView, status: 201 },
    async ({ core, by, body }) => presentTemplate(await createTemplate(core, by, body)),
  )

  routes.post(
    '/templates/sync',
    { may: 'template.manage', body: schema.syncBody, answer: schema.syncedView },
    async ({ core, by, body }) => syncTemplates(core, by, body),
  )

  routes.put(
    '/templates/:id',
    { may: 'template.manage', params: idParams, body: schema.templateBody, answer: schema.templateView },
    async ({ core, by, params, body }) =>
      presentTemplate(await updateTemplate(core, by, { templateId: params.id, ...body })),
  )

  routes.delete(
    '/templates/:id',
    { may: 'template.manage', params: idParams },
    async ({ core, by, params }) => removeTemplate(core, by, { templateId: params.id }),
  )

  routes.get(
    '/conversations/:id/templates',
    { may: 'template.read', params: idParams, answer: schema.offeredView },
    async ({ core, by, params }) => {
      const conversation = await getConversation(core, params.id)
      return { items: (await offeredTemplates(core, by, conversation)).map(presentOffered) }
    },
  )

  routes.post(
    '/conversations/:id/templates',
    {
      may: 'message.send',
      params: idParams,
      body: schema.sendTemplateBody,
      answer: messageView,
      status: 201,
    },
    async ({ core, by, params, body }) =>
      presentMessage(await sendTemplate(core, by, { conversationId: params.id, ...body })),
  )
}
