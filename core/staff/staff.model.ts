import { type Role, roles } from '../context.js'
import { houseSchema, json } from '../schema.js'

/** A person of the team. `active: false` cuts the panel and the manager bot off at once. */
export interface Staff {
  _id: string
  name: string
  role: Role
  email?: string
  /** argon2id, PHC string; absent until the person sets a password. */
  passwordHash?: string
  telegramId?: string
  /** The private chat with the manager bot, known after the first /start. */
  telegramChatId?: string
  /** One-time token of the invitation link, hashed. */
  inviteHash?: string
  inviteExpiresAt?: Date
  active: boolean
  locale: 'ru' | 'en'
  /** Null: of no department. */
  departmentId: string | null
  /** What clients see: shown in the site chat and said by the bot. */
  publicProfile: PublicProfile
  /** Weekly hours of their own; null: as the company. Vacation days `YYYY-MM-DD`, both ends included. */
  hours: WeeklyHours | null
  vacations: { from: string; to: string }[]
  breakUntil: Date | null
  /** Open conversations at which routing gives this person no more; null: as the routing settings say. */
  loadLimit: number | null
  /** Signed out everywhere when it grows. */
  sessionEpoch: number
  version: number
  createdAt: Date
}

/** What a client may know of the person. */
export interface PublicProfile {
  name: string
  /** An address of a picture; used where no photo is stored. */
  photoUrl: string
  title: string
  /** Where the person receives clients; empty: not shown. */
  address?: string
  /** A stored photo; wins over `photoUrl`. */
  photoFileId?: string | null
}

/** Seven days, Monday first; each a list of `HH:mm-HH:mm` spans in the company's zone; an empty list is a day off. */
export type WeeklyHours = string[][]

export const staffSchema = houseSchema<Staff>('staff', {
  name: { type: String, required: true },
  role: { type: String, enum: roles, required: true },
  email: String,
  passwordHash: String,
  telegramId: String,
  telegramChatId: String,
  inviteHash: String,
  inviteExpiresAt: Date,
  active: { type: Boolean, default: true },
  locale: { type: String, default: 'ru' },
  departmentId: { type: String, default: null },
  publicProfile: { type: json, default: { name: '', photoUrl: '', title: '' } },
  hours: { type: json, default: null },
  vacations: { type: json, default: [] },
  breakUntil: { type: Date, default: null },
  loadLimit: { type: Number, default: null },
  sessionEpoch: { type: Number, default: 0 },
  version: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
})
staffSchema.index({ email: 1 }, { unique: true, partialFilterExpression: { email: { $type: 'string' } } })
staffSchema.index(
  { telegramId: 1 },
  { unique: true, partialFilterExpression: { telegramId: { $type: 'string' } } },
)
staffSchema.index(
  { inviteHash: 1 },
  { unique: true, partialFilterExpression: { inviteHash: { $type: 'string' } } },
)
staffSchema.index({ active: 1, role: 1 })
