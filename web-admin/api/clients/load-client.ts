import { allowedManualEvents } from '../../../core/clients/change-client-state.js'
import { customFields } from '../../../core/clients/custom-fields.js'
import { clientsOfAgent, getClient } from '../../../core/clients/queries.js'
import { listContactPoints } from '../../../core/contacts/queries.js'
import type { Actor, Core } from '../../../core/context.js'
import { duplicatesOf, mergesInto } from '../../../core/duplicates/queries.js'
import { listConversations } from '../../../core/inbox/queries.js'
import { linkableChannels } from '../../../core/links/create-link.js'
import { loadNames } from '../names.js'
import { presentClient } from './presenter.js'
import type { ClientView } from './schema.js'

/** The whole card, as `by` may use it; a merged card's id gives the one it went into. Throws `not-found`. */
export async function loadClient(core: Core, by: Actor, givenId: string): Promise<ClientView> {
  const client = await getClient(core, givenId)
  const clientId = client._id
  const [names, contactPoints, conversations, fields, brought, merges, duplicates, linkable] =
    await Promise.all([
      loadNames(core, { staff: [client.ownerId], clients: [client.agentId], companies: [client.companyId] }),
      listContactPoints(core, { clientId }),
      listConversations(core, { clientId }, { limit: 50 }),
      customFields(core),
      client.kind === 'agent' ? clientsOfAgent(core, clientId) : [],
      mergesInto(core, clientId),
      duplicatesOf(core, clientId),
      linkableChannels(core),
    ])
  return presentClient(client, {
    names,
    contactPoints,
    conversations: conversations.items,
    fields,
    moves: allowedManualEvents(by, client.state),
    brought,
    merges,
    duplicates,
    linkChannels: (['telegram', 'whatsapp'] as const).filter((kind) => linkable.includes(kind)),
  })
}
