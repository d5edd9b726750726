import type { DealUpdateBody, DealView } from '../../api/contract'
import { dayOf, instantOf } from '../format/zone'

export const priorities = ['low', 'normal', 'high'] as const

/** A line of the deal's contents as it is edited: empty numbers are empty strings. */
export interface ItemValues {
  name: string
  quantity: number | string
  unit: string
  price: number | string
}

export interface DealValues {
  title: string
  amount: number | string
  /** Day in the company's zone. */
  due: string | null
  ownerId: string | null
  accountId: string | null
  assistantId: string | null
  priority: (typeof priorities)[number]
  items: ItemValues[]
  notes: string
}

export function dealValues(deal: DealView, zone: string): DealValues {
  return {
    title: deal.title,
    amount: deal.amount.value,
    due: deal.dueAt ? dayOf(new Date(deal.dueAt), zone) : null,
    ownerId: deal.owner?.id ?? null,
    accountId: deal.account?.id ?? null,
    assistantId: deal.assistant?.id ?? null,
    priority: deal.priority,
    items: deal.items.map(({ name, quantity, unit, price }) => ({
      name,
      quantity,
      unit: unit ?? '',
      price: price ?? '',
    })),
    notes: deal.notes,
  }
}

/** What differs from the deal, as the API wants it. */
export function dealChanges(deal: DealView, values: DealValues, zone: string): DealUpdateBody {
  const before = dealValues(deal, zone)
  const changes: DealUpdateBody = {}
  if (values.title.trim() !== before.title) changes.title = values.title.trim()
  const amount = Number(values.amount) || 0
  if (amount !== before.amount) changes.amount = { value: amount, currency: deal.amount.currency }
  const due = values.due ? values.due.slice(0, 10) : null
  if (due !== before.due) changes.dueAt = due ? instantOf(due, zone).toISOString() : null
  for (const field of ['ownerId', 'accountId', 'assistantId'] as const)
    if (values[field] !== before[field]) changes[field] = values[field]
  if (values.priority !== before.priority) changes.priority = values.priority
  if (values.notes !== before.notes) changes.notes = values.notes
  if (JSON.stringify(values.items) !== JSON.stringify(before.items)) changes.items = itemsToSend(values.items)
  return changes
}

/** Lines as the API takes them: without a name there is none. */
export function itemsToSend(rows: readonly ItemValues[]) {
  return rows
    .filter((row) => row.name.trim() !== '')
    .map((row) => ({
      name: row.name.trim(),
      quantity: Number(row.quantity) || 0,
      ...(row.unit.trim() ? { unit: row.unit.trim() } : {}),
      ...(row.price === '' ? {} : { price: Number(row.price) || 0 }),
    }))
}

export function itemsSum(rows: readonly ItemValues[]): number {
  const sum = rows.reduce((total, row) => total + (Number(row.quantity) || 0) * (Number(row.price) || 0), 0)
  return Math.round(sum * 100) / 100
}
