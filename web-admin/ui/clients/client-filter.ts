import { id, oneOf, words } from '../app/search'

export const clientStates = ['not-client', 'potential', 'active', 'former', 'disconnected'] as const

export const clientBases = ['funnel', 'free', 'cold', 'undefined', 'disconnected'] as const

export interface ClientFilter {
  q?: string
  owner?: string
  state?: (typeof clientStates)[number]
  base?: (typeof clientBases)[number]
  segment?: string
}

export function clientSearch(raw: Record<string, unknown>): ClientFilter {
  return {
    q: words(raw, 'q'),
    owner: oneOf(raw, 'owner', ['me', 'none']) ?? id(raw, 'owner'),
    state: oneOf(raw, 'state', clientStates),
    base: oneOf(raw, 'base', clientBases),
    segment: id(raw, 'segment'),
  }
}
