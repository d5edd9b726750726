import type { z } from 'zod'
import { listClients } from '../../../core/clients/queries.js'
import type { Actor, Core } from '../../../core/context.js'
import type { ConversationFilter } from '../../../core/inbox/queries.js'
import { assigneeOf } from '../assignee.js'
import type { listQuery } from './schema.js'

/** Clients looked at for a search; more of them would say nothing. */
const clientsSearched = 100

/** The inbox as the panel asks for it; a search looks at titles and at clients by name, phone and e-mail. */
export async function inboxFilter(
  core: Core,
  by: Actor,
  { status, assignee, channel, clientId, q }: z.output<typeof listQuery>,
): Promise<ConversationFilter> {
  const assigneeId = assigneeOf(by, assignee)
  return {
    ...(status === undefined ? {} : { status }),
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(channel === undefined ? {} : { channel }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(q === undefined ? {} : { search: { title: q, clientIds: await clientIds(core, q) } }),
  }
}

async function clientIds(core: Core, search: string): Promise<string[]> {
  const { items } = await listClients(core, { search }, { limit: clientsSearched })
  return items.map((client) => client._id)
}
