import { getClient } from '../../../core/clients/queries.js'
import { listContactPoints } from '../../../core/contacts/queries.js'
import type { Core } from '../../../core/context.js'
import { listConversations } from '../../../core/inbox/queries.js'
import { loadNames } from '../names.js'
import { presentClient } from './presenter.js'
import type { ClientView } from './schema.js'

/** The whole card. Throws `not-found`. */
export async function loadClient(core: Core, clientId: string): Promise<ClientView> {
  const client = await getClient(core, clientId)
  const [names, points, conversations] = await Promise.all([
    loadNames(core, { staff: [client.ownerId], clients: [client.agentId], companies: [client.companyId] }),
    listContactPoints(core, { clientId }),
    listConversations(core, { clientId }, { limit: 50 }),
  ])
  return presentClient(client, names, points, conversations.items)
}
