import { isDeepStrictEqual } from 'node:util'
import type { ClientCard } from '../clients/client.model.js'

/** Fields of which one card's value stays; the person chooses where both have one. */
export const chosenFields = [
  'name',
  'companyId',
  'position',
  'birthday',
  'address',
  'territory',
  'kind',
  'agentId',
  'bonusPercent',
  'source',
  'ownerId',
  'consent',
  'photoFileId',
  'notes',
] as const
export type ChosenField = (typeof chosenFields)[number]

export type Choice = 'survivor' | 'other' | 'both'
/** `name`, `custom.size`… -> whose value stays; `both` only for notes. */
export type Choices = Readonly<Record<string, Choice | undefined>>

export interface FieldChoice {
  field: string
  survivor: unknown
  other: unknown
  /** What happens unless the person says otherwise. */
  choice: Choice
}

/** Where the two cards differ, and what would stay: the survivor's word, the other's where the survivor has none. */
export function compareCards(survivor: ClientCard, other: ClientCard): FieldChoice[] {
  const customKeys = [...new Set([...Object.keys(survivor.custom), ...Object.keys(other.custom)])].sort()
  const fields: [string, unknown, unknown][] = [
    ...chosenFields.map((field): [string, unknown, unknown] => [field, survivor[field], other[field]]),
    ...customKeys.map((key): [string, unknown, unknown] => [
      `custom.${key}`,
      survivor.custom[key] ?? null,
      other.custom[key] ?? null,
    ]),
  ]
  return fields
    .filter(([, ours, theirs]) => !isDeepStrictEqual(ours, theirs))
    .map(([field, ours, theirs]) => ({
      field,
      survivor: ours,
      other: theirs,
      choice:
        isEmpty(field, ours) && !isEmpty(field, theirs) ? 'other' : both(field, theirs) ? 'both' : 'survivor',
    }))
}

/** What the survivor gets, by the choices; addresses of both stay, the client is known since the earlier card. */
export function mergedFields(survivor: ClientCard, other: ClientCard, choices: Choices): Partial<ClientCard> {
  const set: Partial<ClientCard> = {
    phones: [...new Set([...survivor.phones, ...other.phones])],
    emails: [...new Set([...survivor.emails, ...other.emails])],
    createdAt: new Date(Math.min(survivor.createdAt.getTime(), other.createdAt.getTime())),
    lastContactAt: later(survivor.lastContactAt, other.lastContactAt),
    custom: { ...survivor.custom },
  }
  for (const { field, other: theirs, choice } of compareCards(survivor, other)) {
    const wanted = choices[field] ?? choice
    if (wanted === 'survivor') continue
    if (wanted === 'both') {
      if (field === 'notes')
        set.notes = [survivor.notes, other.notes].filter(Boolean).join('\n\n').slice(0, 10_000)
    } else if (field.startsWith('custom.')) {
      const key = field.slice('custom.'.length)
      if (theirs === null) delete set.custom?.[key]
      else set.custom = { ...set.custom, [key]: theirs }
    } else Object.assign(set, { [field]: theirs })
  }
  // A card is not its own agent.
  if ((set.agentId ?? survivor.agentId) === survivor._id || (set.agentId ?? survivor.agentId) === other._id) {
    set.agentId = null
  }
  return set
}

function both(field: string, theirs: unknown): boolean {
  return field === 'notes' && theirs !== ''
}

function isEmpty(field: string, value: unknown): boolean {
  return (
    value === null ||
    value === '' ||
    (field === 'bonusPercent' && value === 0) ||
    (field === 'kind' && value === 'direct')
  )
}

function later(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other
  return one > other ? one : other
}
