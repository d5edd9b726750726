import { type CustomField, presentCustom } from '../../../core/clients/custom-fields.js'
import type { ClientMerge } from '../../../core/duplicates/client-merge.model.js'
import type { MergePreview } from '../../../core/duplicates/merge-clients.js'
import type { FoundPair } from '../../../core/duplicates/queries.js'
import { type Names, named } from '../names.js'
import type { MergePreviewView, MergeView, PairView } from './schema.js'

export function presentPair({ _id, reasons, foundAt, clients }: FoundPair, names: Names): PairView {
  return {
    id: _id,
    reasons,
    foundAt: foundAt.toISOString(),
    clients: clients.map((client) => ({
      id: client._id,
      name: client.name,
      company: named(names.companies, client.companyId),
      phones: client.phones,
      emails: client.emails,
      state: client.state,
      owner: named(names.staff, client.ownerId),
      createdAt: client.createdAt.toISOString(),
      lastContactAt: client.lastContactAt?.toISOString() ?? null,
    })),
  }
}

export function presentPreview(
  { survivor, other, fields, moves }: MergePreview,
  names: Names,
  declared: readonly CustomField[],
): MergePreviewView {
  const brief = ({ _id, name, version }: MergePreview['survivor']) => ({ id: _id, name, version })
  const said = (field: string, value: unknown) => inWords(field, value, names, declared)
  return {
    survivor: brief(survivor),
    other: brief(other),
    fields: fields.map((each) => ({
      ...each,
      survivor: said(each.field, each.survivor),
      other: said(each.field, each.other),
    })),
    phones: [...new Set([...survivor.phones, ...other.phones])],
    emails: [...new Set([...survivor.emails, ...other.emails])],
    moves: {
      contacts: moves.ContactPoint,
      conversations: moves.Conversation,
      inquiries: moves.Inquiry,
      deals: moves.Deal,
      activities: moves.Activity,
      brought: moves.Client,
    },
  }
}

function inWords(
  field: string,
  value: unknown,
  names: Names,
  declared: readonly CustomField[],
): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (field === 'consent') return new Date((value as { at: Date }).at).toISOString()
  // Everything else of a card is a plain value.
  const plain = value as string | number | boolean
  if (field.startsWith('custom.')) {
    const key = field.slice('custom.'.length)
    return presentCustom(declared, { [key]: plain })[key] ?? plain
  }
  const named = namesOf[field]
  return named ? (names[named].get(plain as string) ?? '') : plain
}

const namesOf: Record<string, keyof Names | undefined> = {
  companyId: 'companies',
  ownerId: 'staff',
  agentId: 'clients',
}

export function presentMerge({ _id, survivorId, otherId, at, undoneAt }: ClientMerge): MergeView {
  return {
    mergeId: _id,
    survivorId,
    otherId,
    at: at.toISOString(),
    undoneAt: undoneAt?.toISOString() ?? null,
  }
}
