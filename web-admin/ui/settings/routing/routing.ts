import { useQuery } from '@tanstack/react-query'
import type {
  RoutingBody,
  RoutingDecisionView,
  RoutingRuleView,
  RoutingTryBody,
  RoutingTryView,
  RoutingView,
} from '../../../api/contract'
import { api } from '../../api/client'
import { keys } from '../../api/keys'
import { queryClient } from '../../api/query-client'

export type Condition = RoutingRuleView['when'][number]
export type ConditionKind = Condition['kind']

export function useRouting() {
  return useQuery({
    queryKey: keys.routing,
    queryFn: ({ signal }) => api.get<RoutingView>('/settings/routing', {}, signal),
  })
}

export function useRoutingOf(inquiryId: string | undefined) {
  return useQuery({
    queryKey: keys.routingOf(inquiryId ?? ''),
    enabled: inquiryId !== undefined,
    queryFn: ({ signal }) =>
      api
        .get<{ items: RoutingDecisionView[] }>(`/inquiries/${inquiryId}/routing`, {}, signal)
        .then((answer) => answer.items),
  })
}

/** Each rejects with `ApiError`. */
export const routingCommands = {
  async save(body: RoutingBody): Promise<void> {
    queryClient.setQueryData(keys.routing, await api.put<RoutingView>('/settings/routing', body))
  },
  try: (body: RoutingTryBody) => api.post<RoutingTryView>('/settings/routing/try', body),
}

/** A name nobody sees, by which turns are kept when the rule is renamed or moved. */
const newRuleId = () => crypto.randomUUID().slice(0, 18)

export function newRule(name = ''): RoutingRuleView {
  return {
    id: newRuleId(),
    name,
    enabled: true,
    when: [],
    target: { kind: 'roles', roles: ['sales'] },
    ownerFirst: true,
    strategy: 'evenly',
    passOnAfter: 15,
  }
}

/** What a condition of each kind begins as. */
export const newConditions: { [K in ConditionKind]: Extract<Condition, { kind: K }> } = {
  channel: { kind: 'channel', channels: ['telegram'] },
  account: { kind: 'account', accountIds: [] },
  source: { kind: 'source', sources: [] },
  answer: { kind: 'answer', question: '', is: 'given', value: '' },
  hours: { kind: 'hours', open: true },
  load: { kind: 'load', below: 5 },
  owner: { kind: 'owner', is: 'any' },
}

/** Filled in as far as the server asks. */
export function isComplete({ name, when, target }: RoutingRuleView): boolean {
  const filled = when.every((condition) => {
    if (condition.kind === 'channel') return condition.channels.length > 0
    if (condition.kind === 'account') return condition.accountIds.length > 0
    if (condition.kind === 'source') return condition.sources.length > 0
    return condition.kind !== 'answer' || condition.question.trim() !== ''
  })
  const aimed =
    target.kind === 'roles'
      ? target.roles.length > 0
      : target.kind === 'person'
        ? target.staffId !== ''
        : target.departmentId !== ''
  return name.trim() !== '' && filled && aimed
}
