import { day, oneOf } from '../app/search'

export interface TaskFilter {
  staff?: 'all'
  show?: 'done'
  view?: 'day' | 'week'
  /** Day of the calendar. */
  date?: string
}

export function taskSearch(raw: Record<string, unknown>): TaskFilter {
  return {
    staff: oneOf(raw, 'staff', ['all']),
    show: oneOf(raw, 'show', ['done']),
    view: oneOf(raw, 'view', ['day', 'week']),
    date: day(raw, 'date'),
  }
}
