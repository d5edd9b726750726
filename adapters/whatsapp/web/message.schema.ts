import { z } from 'zod'

/**
 * The part of a WhatsApp Web message that we read, with the names of WhatsApp's own model (`message.rawData` of the
 * library). The page is WhatsApp's and changes without notice: only id and time must be as they are known; any other field
 * in a form that is not known is as if it were not there, so that people at least see that something came.
 */
const seconds = z.number().int().min(0).max(9_999_999_999)
/** `79131234567@c.us`, or the same as an object. */
const wid = z.union([z.string(), z.object({ _serialized: z.string() }).transform((id) => id._serialized)])
const maybe = <Field extends z.ZodType>(field: Field) => field.nullish().catch(undefined)
/** A text, a contact card with its photo, or the small picture of a file. */
const body = z.string().max(4_000_000)

export const whatsAppMessage = z.object({
  id: z.object({
    fromMe: z.boolean(),
    remote: wid,
    id: z.string().max(200),
    _serialized: z.string().max(400),
  }),
  type: z.string().max(100).catch('unknown'),
  t: seconds,
  from: maybe(wid),
  to: maybe(wid),
  author: maybe(wid),
  notifyName: maybe(z.string().max(500)),
  ack: maybe(z.number()),
  body: maybe(body),
  caption: maybe(body),
  directPath: maybe(z.string()),
  mimetype: maybe(z.string().max(300)),
  filename: maybe(z.string().max(2_000)),
  size: maybe(z.number().nonnegative()),
  duration: maybe(z.union([z.number(), z.string()])),
  isGif: maybe(z.boolean()),
  lat: maybe(z.number().min(-90).max(90)),
  lng: maybe(z.number().min(-180).max(180)),
  loc: maybe(z.string().max(100_000)),
  vcardList: maybe(z.array(z.object({ vcard: body.catch('') }).catch({ vcard: '' })).max(1_000)),
  quotedStanzaID: maybe(z.string().max(200)),
  quotedParticipant: maybe(wid),
  isForwarded: maybe(z.boolean()),
  isStatusV3: maybe(z.boolean()),
  broadcast: maybe(z.boolean()),
  latestEditSenderTimestampMs: maybe(z.number()),
  protocolMessageKey: maybe(z.object({ _serialized: z.string().max(400) })),
})
export type WhatsAppMessage = z.infer<typeof whatsAppMessage>

export const whatsAppReaction = z.object({
  msgId: z.object({ _serialized: z.string().max(400) }),
  senderId: z.string().max(200),
  reaction: z.string().max(50).nullish(),
  timestamp: z.number().nonnegative(),
})
