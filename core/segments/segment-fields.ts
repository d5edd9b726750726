import { channelKinds } from '../channel.js'
import { clientBases } from '../clients/client-base.js'
import { clientStates } from '../clients/client-state.js'
import { type CustomField, customFields } from '../clients/custom-fields.js'
import type { Core } from '../context.js'
import type { FieldKind } from './segment-definition.js'

/** A field somebody may ask for. Nothing else of a card can be named in a segment. */
export interface SegmentField {
  key: string
  kind: FieldKind
  path: string
  group: 'card' | 'events' | 'custom'
  options?: readonly string[]
  /** Whose ids a `person` is. */
  of?: 'staff' | 'clients' | 'companies'
  /** A custom field's own name; the others have theirs in the locale files. */
  label?: string
}

const declared: readonly SegmentField[] = [
  { key: 'base', kind: 'choice', path: 'base', group: 'card', options: clientBases },
  { key: 'state', kind: 'choice', path: 'state', group: 'card', options: clientStates },
  {
    key: 'relation',
    kind: 'choice',
    path: 'relation',
    group: 'card',
    options: ['potential', 'active', 'inactive'],
  },
  { key: 'kind', kind: 'choice', path: 'kind', group: 'card', options: ['direct', 'through-agent', 'agent'] },
  { key: 'owner', kind: 'person', path: 'ownerId', group: 'card', of: 'staff' },
  { key: 'agent', kind: 'person', path: 'agentId', group: 'card', of: 'clients' },
  { key: 'company', kind: 'person', path: 'companyId', group: 'card', of: 'companies' },
  { key: 'territory', kind: 'text', path: 'territory', group: 'card' },
  { key: 'position', kind: 'text', path: 'position', group: 'card' },
  { key: 'source', kind: 'text', path: 'source', group: 'card' },
  { key: 'bonusPercent', kind: 'number', path: 'bonusPercent', group: 'card' },
  { key: 'birthday', kind: 'yearday', path: 'facts.yearday', group: 'card' },
  {
    key: 'contact',
    kind: 'choice',
    path: 'facts.contact',
    group: 'card',
    options: ['none', 'received', 'verified'],
  },
  { key: 'channel', kind: 'choice', path: 'facts.channels', group: 'card', options: channelKinds },
  { key: 'createdAt', kind: 'moment', path: 'createdAt', group: 'events' },
  { key: 'lastContactAt', kind: 'moment', path: 'lastContactAt', group: 'events' },
  { key: 'lastMessageAt', kind: 'moment', path: 'facts.lastMessageAt', group: 'events' },
  { key: 'inquiries', kind: 'number', path: 'facts.inquiries', group: 'events' },
  { key: 'lastInquiryAt', kind: 'moment', path: 'facts.lastInquiryAt', group: 'events' },
  { key: 'deals', kind: 'number', path: 'facts.deals', group: 'events' },
  { key: 'openDeals', kind: 'number', path: 'facts.openDeals', group: 'events' },
  { key: 'wonDeals', kind: 'number', path: 'facts.wonDeals', group: 'events' },
  { key: 'wonSum', kind: 'money', path: 'facts.wonMinor', group: 'events' },
  { key: 'lastDealAt', kind: 'moment', path: 'facts.lastDealAt', group: 'events' },
  { key: 'lastWonAt', kind: 'moment', path: 'facts.lastWonAt', group: 'events' },
  { key: 'nextActivityAt', kind: 'moment', path: 'facts.nextActivityAt', group: 'events' },
  { key: 'lastActivityAt', kind: 'moment', path: 'facts.lastActivityAt', group: 'events' },
]

const kindOfCustom: Record<CustomField['type'], FieldKind> = {
  text: 'text',
  number: 'number',
  money: 'money',
  date: 'day',
  choice: 'choice',
  flag: 'flag',
}

/** Everything a segment may ask for: the card, what happened, and the company's own fields as `custom.<key>`. */
export async function segmentFields(core: Pick<Core, 'models'>): Promise<SegmentField[]> {
  const own = await customFields(core)
  return [
    ...declared,
    ...own.map(
      ({ key, label, type, options }): SegmentField => ({
        key: `custom.${key}`,
        kind: kindOfCustom[type],
        path: `custom.${key}`,
        group: 'custom',
        label,
        ...(type === 'choice' ? { options } : {}),
      }),
    ),
  ]
}
