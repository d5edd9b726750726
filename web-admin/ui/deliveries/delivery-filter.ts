import { oneOf } from '../app/search'

export const deliveryStates = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'unknown',
  'discarded',
] as const

export interface DeliveryFilter {
  /** When absent: the one where something needs attention. */
  tab?: 'ledger' | 'parked'
  /** Those in trouble when absent. */
  state?: (typeof deliveryStates)[number] | 'all'
}

export function deliverySearch(raw: Record<string, unknown>): DeliveryFilter {
  return {
    tab: oneOf(raw, 'tab', ['ledger', 'parked']),
    state: oneOf(raw, 'state', [...deliveryStates, 'all']),
  }
}
