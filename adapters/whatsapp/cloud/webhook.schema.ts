import { z } from 'zod'

/**
 * The part of a webhook that we read, checked. Names are Meta's. Messages and statuses are checked one by one
 * (`message`, `status`), so that a strange one spoils only itself.
 */
const id = z.string().min(1).max(512)
const words = z.string().max(70_000)
/** A phone number without the plus, or a business-scoped user id (`RU.13491208655302741918`). */
const address = z.string().min(1).max(140)
/** Unix time in seconds, as a string. */
const seconds = z
  .union([z.string().regex(/^\d{1,10}$/), z.number().int().min(0).max(9_999_999_999)])
  .transform(Number)

export const webhook = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z
    .array(
      z.object({
        /** Id of the WhatsApp Business Account. */
        id: z.string().max(64).catch(''),
        changes: z
          .array(
            z.object({
              field: z.string().max(100),
              value: z.looseObject({
                metadata: z
                  .object({ phone_number_id: z.string().max(64) })
                  .optional()
                  .catch(undefined),
                contacts: z.array(z.unknown()).max(1_000).optional().catch(undefined),
                messages: z.array(z.unknown()).max(1_000).optional().catch(undefined),
                statuses: z.array(z.unknown()).max(1_000).optional().catch(undefined),
              }),
            }),
          )
          .max(1_000),
      }),
    )
    .max(1_000),
})

export const contact = z.object({
  wa_id: address.optional(),
  user_id: address.optional(),
  profile: z
    .object({ name: z.string().max(1_000).optional(), username: z.string().max(200).optional() })
    .optional(),
})
export type WebhookContact = z.infer<typeof contact>

const media = z.object({
  id,
  mime_type: z.string().max(200).optional(),
  caption: words.optional(),
  filename: z.string().max(1_000).optional(),
  voice: z.boolean().optional(),
})
const reply = z.object({ id: z.string().max(256), title: words.default(''), description: words.optional() })

export const message = z.looseObject({
  id,
  /** Absent where the person hides their number. */
  from: address.optional(),
  from_user_id: address.optional(),
  timestamp: seconds,
  type: z.string().max(60),
  context: z
    .object({
      id: id.optional(),
      forwarded: z.boolean().optional(),
      frequently_forwarded: z.boolean().optional(),
    })
    .optional()
    .catch(undefined),
  text: z.object({ body: words }).optional(),
  image: media.optional(),
  document: media.optional(),
  audio: media.optional(),
  video: media.optional(),
  sticker: media.optional(),
  location: z
    .object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: z.string().max(1_000).optional(),
      address: z.string().max(1_000).optional(),
    })
    .optional(),
  contacts: z
    .array(
      z.object({
        name: z.object({ formatted_name: z.string().max(1_000) }).optional(),
        phones: z
          .array(z.object({ phone: z.string().max(60).optional(), wa_id: address.optional() }))
          .max(50)
          .optional(),
      }),
    )
    .min(1)
    .max(50)
    .optional(),
  button: z.object({ payload: z.string().max(1_000).optional(), text: words }).optional(),
  interactive: z
    .looseObject({
      type: z.string().max(60),
      button_reply: reply.optional(),
      list_reply: reply.optional(),
    })
    .optional(),
  system: z
    .looseObject({
      type: z.string().max(60).optional(),
      wa_id: address.optional(),
      new_wa_id: address.optional(),
      user_id: address.optional(),
    })
    .optional(),
  /** Without an emoji: taken back. */
  reaction: z
    .object({ message_id: id, emoji: z.string().max(60).default('') })
    .optional()
    .catch(undefined),
  referral: z
    .looseObject({
      source_url: z.string().max(2_000).optional(),
      source_type: z.string().max(60).optional(),
      source_id: z.string().max(200).optional(),
    })
    .optional()
    .catch(undefined),
})
const { id: messageId, from, from_user_id, timestamp, type } = message.shape
/** What is left of a message whose content has a shape that we do not know: that it came, from whom and when. */
export const envelope = z.object({
  id: messageId,
  from,
  from_user_id,
  timestamp,
  type: type.catch('unknown'),
})
export type WebhookMessage = z.infer<typeof message>

export const status = z.object({
  id,
  status: z.enum(['sent', 'delivered', 'read', 'failed']),
  timestamp: seconds,
  /** Our own delivery id, as it was sent along. */
  biz_opaque_callback_data: z.string().max(512).optional(),
  errors: z
    .array(
      z.object({
        code: z.number().optional(),
        title: z.string().max(1_000).optional(),
        message: z.string().max(2_000).optional(),
        error_data: z.object({ details: z.string().max(2_000).optional() }).optional(),
      }),
    )
    .optional()
    .catch(undefined),
})
