import { z } from 'zod'
import type { Actor, Core } from '../context.js'
import { OtklikError } from '../errors.js'
import type { Message } from '../inbox/message.model.js'
import { getConversation } from '../inbox/queries.js'
import { sendMessage } from '../inbox/send-message.js'
import type { Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import { fillTemplate } from './fill-template.js'
import { getTemplate } from './queries.js'

export const templateValues = z.record(z.string().max(110), z.string().max(2_000))
export const sendTemplateInput = z.strictObject({
  conversationId: id,
  templateId: id,
  /** By `<place>:<key>`: every variable of the template and nothing else. */
  values: templateValues.default({}),
  clientMessageId: z.string().max(128).optional(),
})

/**
 * Sends an approved template into a conversation, within the answer window or behind it. Throws what `sendMessage` and
 * `fillTemplate` throw; `content-not-supported` for a template of another account.
 */
export async function sendTemplate(
  core: Core,
  by: Actor,
  input: z.input<typeof sendTemplateInput>,
  tx?: Transaction,
): Promise<Message> {
  const { conversationId, templateId, values, clientMessageId } = validate(sendTemplateInput, input)
  const [conversation, template] = await Promise.all([
    getConversation(core, conversationId),
    getTemplate(core, templateId),
  ])
  if (template.accountId !== conversation.accountId) throw new OtklikError('content-not-supported')
  const content = fillTemplate(template, values)
  const key = clientMessageId === undefined ? {} : { clientMessageId }
  return sendMessage(core, by, { conversationId, content, ...key }, tx)
}
