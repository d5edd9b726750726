import { oneOf } from '../app/search'

export interface TaskFilter {
  staff?: 'all'
  show?: 'done'
}

export function taskSearch(raw: Record<string, unknown>): TaskFilter {
  return { staff: oneOf(raw, 'staff', ['all']), show: oneOf(raw, 'show', ['done']) }
}
