import type { z } from 'zod'
import type { Actor, Core } from '../context.js'
import {
  currentSetting,
  readSetting,
  updateSetting,
  type Versioned,
  type VersionedSetting,
} from '../settings/versioned-setting.js'
import { type RoutingRule, type RoutingRules, routingRules } from './routing-rule.js'

const routingSetting: VersionedSetting<RoutingRules> = {
  id: 'routing',
  schema: routingRules,
  // Nobody has made rules: everybody who sells sees every inquiry, and the first to take it has it.
  byDefault: { rules: [], loadLimit: 20 },
  may: 'routing.update',
  action: 'routing.update',
  details: ({ rules }) => ({ rules: rules.length }),
  inLog: rulesByName,
}

/** The rules as every event needs them: at most two seconds old. */
export function readRouting(core: Pick<Core, 'models'>): Promise<RoutingRules> {
  return currentSetting(core, routingSetting)
}

/** The rules as they are now, with the version an edit must name. */
export function routingWithVersion(core: Core): Promise<Versioned<RoutingRules>> {
  return readSetting(core, routingSetting)
}

/** Whether anything is handed out by rules; without any every inquiry is free for all. */
export function hasRules({ rules }: RoutingRules): boolean {
  return rules.some((rule) => rule.enabled)
}

/** Sets the rules. Throws as `updateSetting` does. */
export function updateRouting(
  core: Core,
  by: Actor,
  { expectedVersion, ...rules }: z.input<typeof routingRules> & { expectedVersion?: number | undefined },
): Promise<Versioned<RoutingRules>> {
  return updateSetting(core, by, routingSetting, rules, expectedVersion)
}

/** Rules as the audit log shows them: each in a line under its name, so that a change of one is seen as such. */
function rulesByName({ rules, loadLimit }: RoutingRules): Record<string, unknown> {
  const lines = rules.map((rule) => [rule.name, ruleLine(rule)])
  const named = Object.fromEntries(lines) as Record<string, string>
  return { ...named, loadLimit, order: rules.map(({ name }) => name) }
}

function ruleLine({ enabled, when, target, ownerFirst, strategy, passOnAfter }: RoutingRule): string {
  const conditions = when.map(({ kind, ...rest }) => `${kind} ${Object.values(rest).join(' ')}`.trim())
  const to =
    target.kind === 'roles'
      ? target.roles.join(' ')
      : target.kind === 'person'
        ? target.staffId
        : target.departmentId
  const parts = [
    enabled ? '' : 'off',
    conditions.join(' + '),
    `→ ${to}`,
    strategy,
    ownerFirst ? 'owner first' : '',
    passOnAfter === null ? '' : `${passOnAfter} min`,
  ]
  return parts.filter(Boolean).join(' · ')
}
