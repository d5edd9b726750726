import type { ClientUpdateBody, ClientView } from '../../api/contract'
import type { CustomValues } from './custom-inputs'

export const kinds = ['direct', 'through-agent', 'agent'] as const

type Fields = Omit<
  Required<ClientUpdateBody>,
  'expectedVersion' | 'companyId' | 'companyName' | 'birthday' | 'custom'
>
export interface ClientValues extends Fields {
  companyName: string
  birthday: string
  custom: CustomValues
}

export function clientValues(client: ClientView | null): ClientValues {
  return {
    name: client?.name ?? '',
    companyName: client?.company?.name ?? '',
    position: client?.position ?? '',
    phones: client?.phones ?? [],
    emails: client?.emails ?? [],
    birthday: client?.birthday ?? '',
    notes: client?.notes ?? '',
    address: client?.address ?? '',
    territory: client?.territory ?? '',
    kind: client?.kind ?? 'direct',
    agentId: client?.agent?.id ?? null,
    bonusPercent: client?.bonusPercent ?? 0,
    source: client?.source ?? '',
    ownerId: client?.owner?.id ?? null,
    photoFileId: client?.photoFileId ?? null,
    custom: client?.custom ?? {},
  }
}

/** What differs from the card, as the API wants it. */
export function clientChanges(client: ClientView | null, values: ClientValues): ClientUpdateBody {
  const before = clientValues(client)
  const changed = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof ClientValues]),
  )
  const changes = Object.fromEntries(
    changed.map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]),
  )
  if (changes.companyName === '') changes.companyName = null
  if (changes.birthday === '') changes.birthday = null
  if (changes.bonusPercent === '') changes.bonusPercent = 0
  if (changes.custom) {
    const custom = Object.fromEntries(
      Object.entries(values.custom).filter(([key, value]) => value !== (before.custom[key] ?? null)),
    )
    changes.custom = custom
    if (Object.keys(custom).length === 0) delete changes.custom
  }
  return changes as ClientUpdateBody
}
