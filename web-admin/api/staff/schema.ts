import { z } from 'zod'
import { locales, roles } from '../../../core/context.js'
import { weeklyHours } from '../../../core/schedule/working-hours.js'
import { givenInstant, id, instant, named, version, words } from '../fields.js'

export const presence = z.object({
  state: z.enum(['there', 'break', 'vacation', 'off-hours']),
  backAt: instant.nullable(),
})

export const staffRow = z.object({
  id,
  name: z.string(),
  role: z.enum(roles),
  active: z.boolean(),
  /** Linked to the manager bot. */
  linked: z.boolean(),
  title: z.string(),
  photoUrl: z.string(),
  department: named.nullable(),
  /** Null for people who left. */
  presence: presence.nullable(),
})
export const staffList = z.object({ items: z.array(staffRow) })

const vacation = z.strictObject({ from: z.iso.date(), to: z.iso.date() })
/** What a person may set about themselves. */
const own = {
  locale: z.enum(locales),
  publicName: words(120),
  title: words(120),
  address: words(300),
  /** An uploaded picture (`POST /files`); null takes it away. */
  photoFileId: id.nullable(),
  /** Monday first; null: as the company. */
  hours: weeklyHours.nullable(),
  vacations: z.array(vacation).max(50),
  breakUntil: givenInstant.nullable(),
}
const account = {
  name: words(120).trim().min(1),
  role: z.enum(roles),
  email: words(254).nullable(),
  telegramId: z
    .string()
    .regex(/^\d{1,20}$/)
    .nullable(),
  departmentId: id.nullable(),
  loadLimit: z.number().int().min(1).max(1000).nullable(),
}

export const createBody = z.strictObject({
  name: account.name,
  role: account.role,
  email: words(254).optional(),
  password: z.string().min(8).max(200).optional(),
  departmentId: account.departmentId.optional(),
})
export const updateBody = z.strictObject({
  ...z.object({ ...own, ...account }).partial().shape,
  expectedVersion: version.optional(),
})
export const profileBody = z.strictObject({
  ...z.object(own).partial().shape,
  expectedVersion: version.optional(),
})
export const passwordBody = z.strictObject({ password: z.string().min(8).max(200) })
export const removeBody = z.strictObject({
  /** Who gets the work; absent: the head; null: it becomes free. */
  heirId: id.nullable().optional(),
})

export const staffView = staffRow.extend({
  email: z.string().nullable(),
  telegramId: z.string().nullable(),
  locale: z.enum(locales),
  publicName: z.string(),
  address: z.string(),
  photoFileId: z.string().nullable(),
  hours: z.array(z.array(z.string())).nullable(),
  vacations: z.array(z.object({ from: z.string(), to: z.string() })),
  breakUntil: instant.nullable(),
  loadLimit: z.number().nullable(),
  /** A password is set: they can sign in to the panel. */
  hasPassword: z.boolean(),
  /** An invitation that still works ends then. */
  invitedUntil: instant.nullable(),
  version: z.number(),
})
export const invitationView = z.object({
  /** Opens the managers' bot; null until that bot is connected: then `/start <token>` is to be sent to it. */
  link: z.string().nullable(),
  token: z.string(),
  expiresAt: instant,
})
const moves = z.object({
  conversations: z.number(),
  inquiries: z.number(),
  clients: z.number(),
  companies: z.number(),
  deals: z.number(),
  activities: z.number(),
})
export const removalView = z.object({
  person: named,
  heir: named.nullable(),
  moves,
  departments: z.array(z.string()),
  rules: z.array(z.string()),
})
export const removedView = moves

export type StaffRow = z.infer<typeof staffRow>
export type StaffView = z.infer<typeof staffView>
export type StaffCreateBody = z.input<typeof createBody>
export type StaffUpdateBody = z.input<typeof updateBody>
export type ProfileBody = z.input<typeof profileBody>
export type InvitationView = z.infer<typeof invitationView>
export type RemovalView = z.infer<typeof removalView>
export type StaffPresence = z.infer<typeof presence>
