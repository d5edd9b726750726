import { z } from 'zod'
import { channelPhases } from '../../../core/channel-accounts/channel-state.js'
import { weeklyHours } from '../../../core/schedule/working-hours.js'
import { channelKind, id, instant, key, named, page, version, words } from '../fields.js'
import { shortList } from '../short-list.js'

export const channelParams = z.strictObject({ key })

const script = z.union([z.literal('default'), key]).nullable()
const settings = z.record(z.string().max(60), z.union([z.string().max(4_000), z.boolean(), z.number()]))

const shared = {
  departmentId: id.nullable(),
  assigneeId: id.nullable(),
  workingHours: weeklyHours.nullable(),
  /** `default`: as the company; null: none. */
  script,
}

export const addBody = z.strictObject({
  kind: key,
  name: words(60),
  /** By the kind, see `/channels/kinds`; secrets plain. */
  settings: settings.optional(),
  departmentId: shared.departmentId.optional(),
  assigneeId: shared.assigneeId.optional(),
  workingHours: shared.workingHours.optional(),
  script: shared.script.optional(),
  enabled: z.boolean().optional(),
})

export const updateBody = addBody.omit({ kind: true, enabled: true }).partial().extend({
  /** The version the person saw; another one now is refused. */
  expectedVersion: version.optional(),
})

export const channelState = z.object({
  phase: z.enum(channelPhases),
  since: instant,
  /** Code, or the platform's own; null where there is none. */
  reason: z.string().nullable(),
  /** In words: phase, what happened, what to do; empty where nothing is to be said. */
  title: z.string(),
  what: z.string(),
  advice: z.string(),
  /** 0-1 while messages are loaded. */
  progress: z.number().nullable(),
  /** What to show as a QR code; only to those who manage channels. */
  qr: z.string().nullable(),
  pairingCode: z.string().nullable(),
})

export const channelRow = z.object({
  id: z.string(),
  kind: z.string(),
  channel: channelKind,
  name: z.string(),
  /** How the messenger calls it: `@shop_bot`. */
  publicName: z.string(),
  /** `environment`: set by the settings of the server and not changed here. */
  source: z.enum(['environment', 'panel']),
  enabled: z.boolean(),
  state: channelState,
  department: named.nullable(),
  assignee: named.nullable(),
  script: z.object({ id: z.string(), name: z.string() }).nullable(),
  ownScript: z.boolean(),
  workingHours: weeklyHours.nullable(),
  /** Messages that wait to be sent. */
  waiting: z.number(),
  version,
})
export const channelQuery = shortList('channel')
export const channelList = page(channelRow)

export const channelView = channelRow.extend({
  settings: z.record(z.string(), z.unknown()),
  /** Names of the secrets that are set; their values are never given out. */
  secretsSet: z.array(z.string()),
  facts: z.array(z.object({ name: z.string(), label: z.string(), value: z.string() })),
  /** Settings can be changed here. */
  editable: z.boolean(),
})

export const accountKindView = z.object({
  kind: z.string(),
  channel: channelKind,
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['text', 'secret', 'choice', 'flag', 'colour', 'lines']),
      required: z.boolean(),
      label: z.string(),
      hint: z.string(),
      choices: z.array(z.object({ value: z.string(), label: z.string() })),
    }),
  ),
})
/** What the form of an account offers. */
export const channelOptions = z.object({
  kinds: z.array(accountKindView),
  scripts: z.array(z.object({ id: z.string(), name: z.string() })),
  departments: z.array(named),
})

export type ChannelAddBody = z.input<typeof addBody>
export type ChannelUpdateBody = z.input<typeof updateBody>
export type ChannelRow = z.infer<typeof channelRow>
export type ChannelAccountView = z.infer<typeof channelView>
export type ChannelOptions = z.infer<typeof channelOptions>
export type AccountKindView = z.infer<typeof accountKindView>
