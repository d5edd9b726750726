import { id, oneOf, words } from '../app/search'

export interface BoardFilter {
  pipeline?: string
  owner?: string
  q?: string
  priority?: 'high'
  due?: 'overdue' | 'week'
  /** The deal whose drawer is open. */
  deal?: string
}

export function boardSearch(raw: Record<string, unknown>): BoardFilter {
  return {
    pipeline: words(raw, 'pipeline', 80),
    owner: oneOf(raw, 'owner', ['me', 'none']) ?? id(raw, 'owner'),
    q: words(raw, 'q'),
    priority: oneOf(raw, 'priority', ['high']),
    due: oneOf(raw, 'due', ['overdue', 'week']),
    deal: id(raw, 'deal'),
  }
}
