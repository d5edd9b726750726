import type { ClientRow } from '../../../../core/clients/queries.js'
import type { PublicClient } from './schema.js'

export function presentClient(client: ClientRow): PublicClient {
  return {
    id: client._id,
    name: client.name,
    companyId: client.companyId,
    position: client.position,
    phones: client.phones,
    emails: client.emails,
    birthday: client.birthday,
    address: client.address,
    territory: client.territory,
    relation: client.relation,
    state: client.state,
    kind: client.kind,
    agentId: client.agentId,
    bonusPercent: client.bonusPercent,
    source: client.source,
    ownerId: client.ownerId,
    createdAt: client.createdAt.toISOString(),
    lastContactAt: client.lastContactAt?.toISOString() ?? null,
    version: client.version,
  }
}
