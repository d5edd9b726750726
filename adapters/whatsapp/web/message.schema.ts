import { z } from 'zod'

/**
 * The part of a WhatsApp Web message that we read, with the names of WhatsApp's own model (`message.rawData` of the
 * library). The page is WhatsApp's and changes without notice: what does not fit is logged by its type and left.
 */
const seconds = z.number().int().min(0).max(9_999_999_999)
/** `79131234567@c.us`, or the same as an object. */
const wid = z.union([z.string(), z.object({ _serialized: z.string() }).transform((id) => id._serialized)])
const text = z.string().max(70_000)

export const whatsAppMessage = z.object({
  id: z.object({
    fromMe: z.boolean(),
    remote: wid,
    id: z.string().max(200),
    _serialized: z.string().max(400),
  }),
  type: z.string().max(100),
  subtype: z.string().nullish(),
  t: seconds,
  from: wid.nullish(),
  to: wid.nullish(),
  author: wid.nullish(),
  notifyName: z.string().max(500).nullish(),
  ack: z.number().nullish(),
  body: text.nullish(),
  caption: text.nullish(),
  directPath: z.string().nullish(),
  mimetype: z.string().max(300).nullish(),
  filename: z.string().max(2_000).nullish(),
  size: z.number().nonnegative().nullish(),
  duration: z.union([z.number(), z.string()]).nullish(),
  isGif: z.boolean().nullish(),
  lat: z.number().min(-90).max(90).nullish(),
  lng: z.number().min(-180).max(180).nullish(),
  loc: z.string().max(2_000).nullish(),
  vcardList: z.array(z.object({ vcard: z.string().max(20_000) })).nullish(),
  quotedStanzaID: z.string().max(200).nullish(),
  quotedParticipant: wid.nullish(),
  isForwarded: z.boolean().nullish(),
  isStatusV3: z.boolean().nullish(),
  broadcast: z.boolean().nullish(),
  latestEditSenderTimestampMs: z.number().nullish(),
  protocolMessageKey: z.object({ _serialized: z.string().max(400) }).nullish(),
})
export type WhatsAppMessage = z.infer<typeof whatsAppMessage>

export const whatsAppReaction = z.object({
  msgId: z.object({ _serialized: z.string().max(400) }),
  senderId: z.string().max(200),
  reaction: z.string().max(50).nullish(),
  timestamp: z.number().nonnegative(),
})
