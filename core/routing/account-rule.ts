import { type AccountProfile, accountProfiles } from '../channel-accounts/account-profile.js'
import type { Core } from '../context.js'
import { type RoutingRule, type RoutingRules, routingRule } from './routing-rule.js'
import { readRouting } from './routing-settings.js'

/**
 * The rules by which inquiries go: the person or department that a channel account was given in the Channels room comes
 * first, for the inquiries of that account, and then the company's rules.
 */
export async function routingInForce(core: Pick<Core, 'models'>): Promise<RoutingRules> {
  const [routing, profiles] = await Promise.all([readRouting(core), accountProfiles(core)])
  const own = [...profiles.values()].flatMap((account) => ruleOf(account) ?? [])
  return own.length === 0 ? routing : { ...routing, rules: [...own, ...routing.rules] }
}

function ruleOf({ accountId, name, departmentId, assigneeId }: AccountProfile): RoutingRule | null {
  if (assigneeId === null && departmentId === null) return null
  return routingRule.parse({
    id: `account-${accountId.replaceAll(/[^\w-]/g, '-')}`.slice(0, 40),
    name,
    when: [{ kind: 'account', accountIds: [accountId] }],
    target:
      assigneeId === null ? { kind: 'department', departmentId } : { kind: 'person', staffId: assigneeId },
  })
}
