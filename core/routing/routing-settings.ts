import { z } from 'zod'
import { audit } from '../audit.js'
import { cachedSetting, forgetSetting } from '../cached-setting.js'
import type { Actor, Core } from '../context.js'
import { fieldChanges } from '../field-changes.js'
import { authorise } from '../policies/authorise.js'
import { readVersioned, writeVersioned } from '../settings/versioned-setting.js'
import { inTransaction } from '../transaction.js'
import { expectedVersion, validate } from '../validate.js'
import { type RoutingRule, type RoutingRules, routingRules } from './routing-rule.js'

export const routingSettingId = 'routing'

/** Nobody has made rules: everybody who sells sees every inquiry, and the first to take it has it. */
const byDefault: RoutingRules = { rules: [], loadLimit: 20 }

/** The rules as every event needs them: at most two seconds old. */
export function readRouting(core: Pick<Core, 'models'>): Promise<RoutingRules> {
  return cachedSetting(core, routingSettingId, routingRules, byDefault)
}

/** The rules as they are now, with the version an edit must name. */
export async function routingWithVersion(core: Core): Promise<RoutingRules & { version: number }> {
  const { value, version } = await readVersioned(core, routingSettingId)
  return { ...parse(value), version }
}

/** Whether anything is handed out by rules; without any every inquiry is free for all. */
export function hasRules({ rules }: RoutingRules): boolean {
  return rules.some((rule) => rule.enabled)
}

function parse(value: unknown): RoutingRules {
  const parsed = routingRules.safeParse(value)
  return parsed.success ? parsed.data : byDefault
}

export const updateRoutingInput = z.strictObject({ ...routingRules.shape, expectedVersion })

/** Sets the rules. Throws `bad-input`, `changed-by-other`. */
export async function updateRouting(
  core: Core,
  by: Actor,
  input: z.input<typeof updateRoutingInput>,
): Promise<RoutingRules & { version: number }> {
  authorise(by, 'routing.update')
  const { expectedVersion: expected, ...value } = validate(updateRoutingInput, input)
  const version = await inTransaction(core, async (tx) => {
    const before = await readVersioned(core, routingSettingId, tx)
    const written = await writeVersioned(core, tx, routingSettingId, value, expected)
    await audit(
      core,
      tx,
      by,
      'routing.update',
      { kind: 'setting', id: routingSettingId },
      { rules: value.rules.length },
      fieldChanges(rulesByName(parse(before.value)), rulesByName(value)),
    )
    return written
  })
  forgetSetting(core, routingSettingId)
  return { ...value, version }
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
