import { z } from 'zod'

/** Everything a widget may send, checked before anything is done with it; unknown keys fall away. */

/** Characters of one message: at most three bytes each on the wire, so it fits the payload cap of 64 kB. */
export const maxVisitorText = 16_000
/** Bytes of one socket packet. */
export const maxPacket = 64 * 1024

const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const documentId = z.string().regex(/^[a-f0-9]{24}$/)
const said = z
  .string()
  .max(maxVisitorText)
  .refine((text) => text.trim().length > 0)

export const visitorContent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: said }),
  z.object({
    type: z.literal('choice'),
    choiceId: z.string().min(1).max(1_000),
    label: z.string().min(1).max(4_000),
  }),
  z.object({
    type: z.literal('contact'),
    phone: z.string().min(3).max(40),
    name: z.string().max(100).optional(),
  }),
  z.object({
    type: z.literal('file'),
    ticket: z.string().max(2_000),
    caption: z.string().max(4_000).optional(),
  }),
  z.object({
    type: z.literal('left'),
    text: said,
    name: z.string().trim().min(1).max(100),
    address: z.string().trim().min(3).max(254),
    consent: z.boolean().optional(),
  }),
])

/** Only web addresses: what is shown to the team as a link must be one. */
const webAddress = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\//i)
  .optional()
  .catch(undefined)

const utm = z
  .record(z.string().regex(/^utm_[a-z]{1,20}$/), z.string().max(200))
  .refine((marks) => Object.keys(marks).length <= 8)
  .optional()
  .catch(undefined)

const page = z.object({ url: webAddress, referrer: webAddress, utm }).optional().catch(undefined)

export const helloInput = z.object({ afterSeq: seq.optional(), page })
export const sendInput = z.object({
  clientMessageId: z.string().regex(/^[\w-]{8,64}$/),
  content: visitorContent,
})
export const syncInput = z.object({ afterSeq: seq })
export const olderInput = z.object({ beforeSeq: seq })
export const refreshInput = z.object({ ids: z.array(documentId).min(1).max(50) })
export const receiptInput = z.object({
  state: z.enum(['delivered', 'read']),
  ids: z.array(documentId).min(1).max(50),
})
/** Events that only say that they happen. */
export const continueInput = z.object({ channel: z.enum(['telegram', 'whatsapp']) })
export const bareInput = z.object({})

export const chatAuth = z.object({
  account: z.string().max(64).catch(''),
  token: z.string().max(1_000).optional().catch(undefined),
  lang: z.enum(['ru', 'en']).catch('ru'),
  user: z
    .object({
      id: z.string().min(1).max(200),
      signature: z.string().max(200),
      name: z.string().max(100).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})
export type VisitorAuth = z.infer<typeof chatAuth>
export type SentPage = NonNullable<z.infer<typeof page>>
