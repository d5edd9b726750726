import type { z } from 'zod'
import { listClients } from '../../../core/clients/queries.js'
import type { Actor, Core } from '../../../core/context.js'
import { listMentions } from '../../../core/inbox/mentions.js'
import { unreadConversations } from '../../../core/inbox/personal-views.js'
import type { ConversationFilter } from '../../../core/inbox/queries.js'
import { assigneeOf } from '../assignee.js'
import type { listQuery } from './schema.js'

/** Clients looked at for a search; more of them would say nothing. */
const clientsSearched = 100

/** The inbox as the panel asks for it; a search looks at titles and at clients by name, phone and e-mail. */
export async function inboxFilter(
  core: Core,
  by: Actor,
  { status, assignee, channel, accountId, clientId, label, only, q }: z.output<typeof listQuery>,
): Promise<ConversationFilter> {
  const assigneeId = assigneeOf(by, assignee)
  return {
    ...(status === undefined ? {} : { status }),
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(channel === undefined ? {} : { channel }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(label === undefined ? {} : { label }),
    ...(only === undefined ? {} : await onlyThese(core, by, only)),
    ...(q === undefined ? {} : { search: { title: q, clientIds: await clientIds(core, q) } }),
  }
}

async function onlyThese(
  core: Core,
  by: Actor,
  only: 'unread' | 'mentions' | 'blocked',
): Promise<ConversationFilter> {
  if (only === 'blocked') return { blocked: true }
  if (only === 'unread') return { ids: await unreadConversations(core, by.id) }
  const { items } = await listMentions(core, by.id, { limit: 100 })
  return { ids: [...new Set(items.map(({ conversationId }) => conversationId))] }
}

async function clientIds(core: Core, search: string): Promise<string[]> {
  const { items } = await listClients(core, { search }, { limit: clientsSearched })
  return items.map((client) => client._id)
}
