import { houseSchema, json } from './schema.js'

/**
 * What the web side keeps between requests and processes. Libraries write these rows themselves (connect-mongo,
 * rate-limiter-flexible, the socket adapter); they stand here so that `migrate` makes their collections and indexes.
 */
export interface StoredSession {
  _id: string
  expires: Date
  session: unknown
  lastModified?: Date
}
export const sessionSchema = houseSchema<StoredSession>('sessions', {
  expires: Date,
  session: json,
  lastModified: Date,
})
sessionSchema.index({ expires: 1 }, { expireAfterSeconds: 0 })
sessionSchema.index({ 'session.staffId': 1 })

export interface RateLimit {
  _id: string
  key: string
  points: number
  expire: Date | null
}
export const rateLimitSchema = houseSchema<RateLimit>('rate_limits', {
  key: { type: String, required: true },
  points: { type: Number, required: true },
  expire: Date,
})
rateLimitSchema.index({ key: 1 }, { unique: true })
rateLimitSchema.index({ expire: 1 }, { expireAfterSeconds: 0 })

/** What the processes tell each other's panel sockets. */
export interface PanelSocketEvent {
  _id: string
  createdAt: Date
}
export const panelSocketEventSchema = houseSchema<PanelSocketEvent>('panel_socket_events', {
  createdAt: Date,
})
panelSocketEventSchema.index({ createdAt: 1 }, { expireAfterSeconds: 600 })
