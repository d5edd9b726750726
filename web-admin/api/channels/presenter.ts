import { explainState } from '../../../core/channel-accounts/explain-state.js'
import type { AccountStatus } from '../../../core/channel-accounts/queries.js'
import { showSettings } from '../../../core/channel-accounts/sealed-settings.js'
import type { Actor, Core, Locale } from '../../../core/context.js'
import { type LocalizedText, localize } from '../../../core/dialogs/localized.js'
import { mayEver } from '../../../core/policies/authorise.js'
import { staffNames } from '../../../core/staff/queries.js'
import { named } from '../names.js'
import type { AccountKindView, ChannelAccountView, ChannelOptions, ChannelRow } from './schema.js'

interface Reader {
  core: Core
  by: Actor
  locale: Locale
}

export async function presentAccounts(
  { core, by, locale }: Reader,
  accounts: readonly AccountStatus[],
): Promise<ChannelRow[]> {
  const [staff, departments, scripts] = await Promise.all([
    staffNames(
      core,
      accounts.map((account) => account.assigneeId),
    ),
    departmentNames(core),
    scriptNames(core, locale),
  ])
  const manages = mayEver(by, 'channel.manage')
  return accounts.map((account) => ({
    id: account._id,
    kind: account.kind,
    channel: account.channel,
    name: account.name,
    publicName: account.publicName ?? '',
    source: account.source,
    enabled: account.enabled,
    state: presentState(account.now, locale, manages),
    department: named(departments, account.departmentId),
    assignee: named(staff, account.assigneeId),
    script: account.scriptName
      ? { id: account.scriptName, name: scripts.get(account.scriptName) ?? account.scriptName }
      : null,
    ownScript: account.scriptName !== undefined,
    workingHours: account.workingHours,
    waiting: account.waiting,
    version: account.version,
  }))
}

export async function presentAccount(reader: Reader, account: AccountStatus): Promise<ChannelAccountView> {
  const [row] = await presentAccounts(reader, [account])
  const kind = reader.core.channels.kind(account.kind)
  const facts = kind?.facts?.(account) ?? []
  return {
    ...(row as ChannelRow),
    ...showSettings(kind, account.settings),
    facts: facts.map(({ name, label, value }) => ({ name, label: label[reader.locale], value })),
    editable: account.source === 'panel' && kind !== undefined,
  }
}

export async function presentOptions(core: Core, locale: Locale): Promise<ChannelOptions> {
  const [departments, scripts] = await Promise.all([departmentNames(core), scriptNames(core, locale)])
  return {
    kinds: core.channels.kinds().map(
      ({ kind, channel, fields }): AccountKindView => ({
        kind,
        channel,
        fields: fields.map(({ name, type, required = false, label, hint, choices = [] }) => ({
          name,
          type,
          required,
          label: label[locale],
          hint: hint?.[locale] ?? '',
          choices: choices.map((choice) => ({ value: choice.value, label: choice.label[locale] })),
        })),
      }),
    ),
    scripts: [...scripts].map(([id, name]) => ({ id, name })),
    departments: [...departments].map(([id, name]) => ({ id, name })),
  }
}

function presentState(now: AccountStatus['now'], locale: Locale, manages: boolean): ChannelRow['state'] {
  const { phase: title, what, advice } = explainState(now, locale)
  return {
    phase: now.phase,
    since: now.since.toISOString(),
    reason: now.reason ?? null,
    title,
    what,
    advice,
    progress: now.progress ?? null,
    qr: (manages && now.qr) || null,
    pairingCode: (manages && now.pairingCode) || null,
  }
}

async function departmentNames(core: Core): Promise<Map<string, string>> {
  const departments = await core.models.Department.find({ active: true })
    .sort({ name: 1 })
    .lean<{ _id: string; name: string }[]>()
  return new Map(departments.map(({ _id, name }) => [_id, name]))
}

async function scriptNames(core: Core, locale: Locale): Promise<Map<string, string>> {
  const scripts = await core.models.Script.find({ active: true })
    .sort({ scriptId: 1 })
    .select('scriptId body.title')
    .lean<{ scriptId: string; body: { title?: LocalizedText } }[]>()
  return new Map(scripts.map(({ scriptId, body }) => [scriptId, localize(body.title, locale) || scriptId]))
}
