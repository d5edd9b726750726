import type { Core } from '../context.js'
import type { AccountKind } from './account-kind.js'

interface Sealed {
  sealed: string
}

type Settings = Record<string, unknown>

const placeOf = (accountId: string, name: string) => `channel account ${accountId}: ${name}`

/** Settings as they are stored: the secrets of the kind sealed for this very account. */
export function sealSettings(
  core: Pick<Core, 'secrets'>,
  kind: Pick<AccountKind, 'secrets'>,
  accountId: string,
  settings: Settings,
): Settings {
  return mapSecrets(kind, settings, (name, value) =>
    typeof value === 'string' && value !== ''
      ? ({ sealed: core.secrets.seal(value, placeOf(accountId, name)) } satisfies Sealed)
      : undefined,
  )
}

/** Settings with their secrets, for the channel only. Throws `CannotOpen` after the installation's secret was changed. */
export function openSettings(
  core: Pick<Core, 'secrets'>,
  kind: Pick<AccountKind, 'secrets'>,
  accountId: string,
  settings: Settings,
): Settings {
  return mapSecrets(kind, settings, (name, value) =>
    isSealed(value) ? core.secrets.open(value.sealed, placeOf(accountId, name)) : undefined,
  )
}

/** Settings for people's eyes: of a secret only whether there is one. */
export function showSettings(
  kind: Pick<AccountKind, 'secrets'> | undefined,
  settings: Settings,
): { settings: Settings; secretsSet: string[] } {
  // Of a kind that this installation has no more nobody knows which are secrets: sealed ones are never shown.
  const names = Object.keys(settings)
  const secret = (name: string) => kind?.secrets.includes(name) || isSealed(settings[name])
  return {
    settings: Object.fromEntries(names.filter((name) => !secret(name)).map((name) => [name, settings[name]])),
    secretsSet: names.filter((name) => isSealed(settings[name])),
  }
}

function mapSecrets(
  kind: Pick<AccountKind, 'secrets'>,
  settings: Settings,
  map: (name: string, value: unknown) => unknown,
): Settings {
  const mapped: Settings = {}
  for (const [name, value] of Object.entries(settings)) {
    const next = kind.secrets.includes(name) ? map(name, value) : value
    if (next !== undefined) mapped[name] = next
  }
  return mapped
}

function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && 'sealed' in value && typeof value.sealed === 'string'
}
