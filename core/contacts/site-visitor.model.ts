import { houseSchema } from '../schema.js'

/** Which visitor of a site chat a signed-in user of that site is, so that the conversation follows the user. */
export interface SiteUser {
  /** `<channel account>:<SHA-256 of the site's user id>`. */
  _id: string
  visitorId: string
  createdAt: Date
}
export const siteUserSchema = houseSchema<SiteUser>('site_users', {
  visitorId: { type: String, required: true },
  createdAt: { type: Date, required: true },
})
siteUserSchema.index({ visitorId: 1 }, { unique: true })

/** What the processes tell each other's visitor sockets; the socket adapter writes the rows itself. */
export interface SiteSocketEvent {
  _id: string
  createdAt: Date
}
export const siteSocketEventSchema = houseSchema<SiteSocketEvent>('site_socket_events', { createdAt: Date })
siteSocketEventSchema.index({ createdAt: 1 }, { expireAfterSeconds: 60 })
