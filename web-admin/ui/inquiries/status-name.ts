import type { TFunction } from 'i18next'
import { inquiryStatuses } from './inquiry-filter'

export function inquiryStatusName(status: string, t: TFunction): string {
  const known = inquiryStatuses.find((each) => each === status)
  return known ? t(`inquiry.status.${known}`) : status
}

export const statusColors = {
  new: 'ember',
  qualifying: 'honey',
  waiting: 'ember',
  'in-work': 'blue',
  converted: 'pine',
  deferred: 'grape',
  trash: 'gray',
  closed: 'gray',
} as const
