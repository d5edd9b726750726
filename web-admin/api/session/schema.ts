import { z } from 'zod'
import { locales, roles } from '../../../core/context.js'
import { channelKind, id, moneyView } from '../fields.js'

export const signInBody = z.strictObject({
  email: z.string().trim().min(3).max(254),
  password: z.string().min(1).max(200),
})
export const changeSessionBody = z.strictObject({ locale: z.enum(locales) })
export const changePasswordBody = z.strictObject({
  current: z.string().min(1).max(200),
  next: z.string().min(8).max(200),
})

/** A channel account and what can be sent through it: the composer asks these numbers and never the channel's name. */
export const channelView = z.object({
  accountId: z.string(),
  kind: channelKind,
  /** As people call it: «Розница». */
  name: z.string(),
  /** Stopped: what is written waits. */
  enabled: z.boolean(),
  send: z.array(z.string()),
  /** Characters. */
  maxText: z.number(),
  maxCaption: z.number(),
  /** Bytes. */
  maxFileOut: z.number(),
  typing: z.boolean(),
  /** The messenger has approved messages of its own (`/api/templates`). */
  templates: z.boolean(),
})

export const sessionView = z.object({
  me: z.object({ id, name: z.string(), role: z.enum(roles), email: z.string(), locale: z.enum(locales) }),
  /** Goes into the header `X-CSRF-Token` of every request that changes something. */
  csrfToken: z.string(),
  company: z.object({
    name: z.string(),
    zone: z.string(),
    locale: z.enum(locales),
    currency: moneyView.shape.currency,
  }),
  channels: z.array(channelView),
  /** What the policies let this person do, by name (`message.send`); buttons for the rest are not shown. */
  may: z.array(z.string()),
})

export type SignInBody = z.infer<typeof signInBody>
export type SessionView = z.infer<typeof sessionView>
export type ChannelView = z.infer<typeof channelView>
