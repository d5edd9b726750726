import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import type { Conversation } from '../inbox/conversation.model.js'
import type { MessageTemplate } from './template.model.js'
import { type VariableSource, variableId } from './template-variables.js'

/** All templates of an account, or of all accounts, by name. There are hundreds at most: the platform bounds them. */
export function listTemplates(
  core: Core,
  filter: { accountId?: string | undefined } = {},
): Promise<MessageTemplate[]> {
  const { accountId } = filter
  return rows(core.models.MessageTemplate)
    .find(accountId === undefined ? {} : { accountId }, { limit: 1_000 })
    .sort({ accountId: 1, name: 1, language: 1 })
    .toArray()
}

/** Throws `not-found`. */
export async function getTemplate(core: Core, templateId: string): Promise<MessageTemplate> {
  return found(await rows(core.models.MessageTemplate).findOne({ _id: templateId }), 'template')
}

/** A template that may be sent now, with what is known of its variables filled in. */
export interface OfferedTemplate extends MessageTemplate {
  /** By `<place>:<key>`; empty where a person has to write it. */
  suggested: Record<string, string>
}

/** Templates that can be sent into a conversation, those in the client's language first. */
export async function offeredTemplates(
  core: Core,
  by: Actor,
  conversation: Pick<Conversation, 'accountId' | 'clientId' | 'title' | 'locale'>,
): Promise<OfferedTemplate[]> {
  if (!core.channels.capabilitiesOf(conversation.accountId)?.templates) return []
  const all = await listTemplates(core, { accountId: conversation.accountId })
  const usable = all.filter(({ status, unsupported }) => status === 'approved' && unsupported === null)
  const known = await knownValues(core, by, conversation, usable)
  const foreign = ({ language }: MessageTemplate) => (language.startsWith(conversation.locale) ? 0 : 1)
  return usable
    .map((template) => ({
      ...template,
      suggested: Object.fromEntries(
        template.variables.map((each) => [variableId(each), known[each.source] ?? '']),
      ),
    }))
    .sort((a, b) => foreign(a) - foreign(b) || a.name.localeCompare(b.name))
}

async function knownValues(
  core: Core,
  by: Actor,
  { clientId, title }: Pick<Conversation, 'clientId' | 'title'>,
  templates: readonly MessageTemplate[],
): Promise<Partial<Record<VariableSource, string>>> {
  const asksDeal = templates.some(({ variables }) => variables.some(({ source }) => source === 'deal-number'))
  const deal =
    asksDeal && clientId !== null
      ? await rows(core.models.Deal).findOne({ clientId }, { sort: { _id: -1 }, projection: { number: 1 } })
      : null
  return {
    'client-name': title,
    'staff-name': by.kind === 'staff' ? by.name : '',
    company: core.company.name,
    ...(deal ? { 'deal-number': String(deal.number) } : {}),
  }
}
