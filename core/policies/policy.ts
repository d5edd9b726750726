import type { Actor, Role } from '../context.js'

/** Who may do one thing. */
export interface Rule<E = never> {
  readonly roles: readonly Role[]
  /** Also scripts and the manager bot's own doings; Otklik itself (jobs, migrations) may everything. */
  readonly bot?: true
  /** Looked at for people and API keys whose role may: false refuses. */
  readonly when?: (by: PolicyActor, entity: E) => boolean
}

/** Those whom a role is asked of. */
export type PolicyActor = Extract<Actor, { role: Role }>

/** A table of one entity: action -> rule. */
export type Policy = Readonly<Record<string, Rule<never>>>

export const everybody: readonly Role[] = ['admin', 'head', 'sales', 'account', 'assistant', 'marketer']
/** Those who work with clients; the marketer reads. */
export const team: readonly Role[] = ['admin', 'head', 'sales', 'account', 'assistant']
/** Those who sell. */
export const sellers: readonly Role[] = ['admin', 'head', 'sales', 'account']
/** Those who answer for others. */
export const heads: readonly Role[] = ['admin', 'head']

export const isHead = (by: PolicyActor): boolean => heads.includes(by.role)
