import type { Actor } from '../context.js'
import { OtklikError } from '../errors.js'
import { activityPolicy } from './activity.policy.js'
import { clientPolicy, companyPolicy } from './client.policy.js'
import { conversationPolicy } from './conversation.policy.js'
import { dealPolicy } from './deal.policy.js'
import { inquiryPolicy } from './inquiry.policy.js'
import type { PolicyActor, Rule } from './policy.js'
import { settingsPolicy } from './settings.policy.js'
import { staffPolicy } from './staff.policy.js'

/** Every action of the product and who may do it. What is not written here nobody may. */
export const policies = {
  ...clientPolicy,
  ...companyPolicy,
  ...inquiryPolicy,
  ...dealPolicy,
  ...activityPolicy,
  ...staffPolicy,
  ...conversationPolicy,
  ...settingsPolicy,
} as const

export type Action = keyof typeof policies

type EntityOf<A extends Action> = (typeof policies)[A] extends {
  when: (by: PolicyActor, entity: infer E) => boolean
}
  ? E
  : unknown

/** Arguments of an action: its entity is asked for exactly where the rule looks at one. */
type EntityArgs<A extends Action> = unknown extends EntityOf<A> ? [] : [entity: EntityOf<A>]

/** Whether `by` may do `action`. For buttons and lists; commands call `authorise`. */
export function may<A extends Action>(by: Actor, action: A, ...entity: EntityArgs<A>): boolean {
  const rule = policies[action] as Rule<unknown>
  switch (by.kind) {
    case 'system':
      return true
    case 'bot':
      return rule.bot === true
    case 'client':
      return false
    default:
      return rule.roles.includes(by.role) && (rule.when === undefined || rule.when(by, entity[0]))
  }
}

/** Throws `not-allowed` unless `by` may do `action`. */
export function authorise<A extends Action>(by: Actor, action: A, ...entity: EntityArgs<A>): void {
  if (!may(by, action, ...entity)) throw new OtklikError('not-allowed', { params: { action } })
}

/** Whether the role of `by` may do `action` at all, before the entity is known. */
export function mayEver(by: Actor, action: Action): boolean {
  const rule: Rule<never> = policies[action]
  if (by.kind === 'system') return true
  if (by.kind === 'bot') return rule.bot === true
  return by.kind !== 'client' && rule.roles.includes(by.role)
}
