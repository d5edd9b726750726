import { type CustomField, presentCustom } from '../../../../core/clients/custom-fields.js'
import type { ClientRow } from '../../../../core/clients/queries.js'
import type { PublicClient } from './schema.js'

export function presentClient(client: ClientRow, fields: readonly CustomField[]): PublicClient {
  return {
    id: client._id,
    name: client.name,
    companyId: client.companyId,
    position: client.position,
    phones: client.phones,
    emails: client.emails,
    birthday: client.birthday,
    notes: client.notes,
    address: client.address,
    territory: client.territory,
    relation: client.relation,
    state: client.state,
    base: client.base ?? 'cold',
    kind: client.kind,
    agentId: client.agentId,
    bonusPercent: client.bonusPercent,
    source: client.source,
    ownerId: client.ownerId,
    photoFileId: client.photoFileId,
    custom: presentCustom(fields, client.custom),
    contact: client.facts?.contact ?? 'none',
    createdAt: client.createdAt.toISOString(),
    lastContactAt: client.lastContactAt?.toISOString() ?? null,
    version: client.version,
  }
}
