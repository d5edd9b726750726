import { z } from 'zod'

/**
 * The part of a Bot API update that we read, checked: what does not fit is not a message for us. Names are the Bot API's.
 * Unknown fields are ignored; those of a message are kept, for they name its kind.
 */
const id = z.number().int()
/** Unix time, seconds: what lies outside is no moment a database can keep. */
const seconds = z.number().int().min(0).max(9_999_999_999)
const file = {
  file_id: z.string().max(300),
  /** The same for the same file, whatever `file_id` it has now. */
  file_unique_id: z.string().max(100).optional(),
  file_size: z.number().nonnegative().optional(),
}
const named = {
  ...file,
  file_name: z.string().max(1_000).optional(),
  mime_type: z.string().max(200).optional(),
}

export const user = z.object({
  id,
  first_name: z.string().max(500),
  last_name: z.string().max(500).optional(),
  username: z.string().max(100).optional(),
  language_code: z.string().max(20).optional(),
  is_bot: z.boolean().optional(),
})

/** Whose words were passed on; a kind that is not known is a forwarded message all the same. */
const forwardOrigin = z.object({
  sender_user: user.optional(),
  sender_user_name: z.string().max(1_000).optional(),
  sender_chat: z.object({ title: z.string().max(1_000).optional() }).optional(),
  chat: z.object({ title: z.string().max(1_000).optional() }).optional(),
})

export const message = z.looseObject({
  message_id: id,
  from: user.optional(),
  chat: z.object({ id, type: z.string() }),
  date: seconds,
  edit_date: seconds.optional(),
  text: z.string().max(70_000).optional(),
  caption: z.string().max(70_000).optional(),
  media_group_id: z.string().max(100).optional(),
  reply_to_message: z.object({ message_id: id }).optional(),
  forward_origin: forwardOrigin.optional().catch({}),
  photo: z
    .array(z.object({ ...file, width: z.number(), height: z.number() }))
    .min(1)
    .optional(),
  document: z.object(named).optional(),
  animation: z.object(named).optional(),
  voice: z.object({ ...named, duration: z.number().optional() }).optional(),
  audio: z.object({ ...named, duration: z.number().optional() }).optional(),
  video: z.object({ ...named, duration: z.number().optional() }).optional(),
  video_note: z.object({ ...file, duration: z.number().optional() }).optional(),
  sticker: z
    .object({
      ...file,
      emoji: z.string().max(50).optional(),
      is_animated: z.boolean().optional(),
      is_video: z.boolean().optional(),
    })
    .optional(),
  location: z
    .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .optional(),
  venue: z.object({ title: z.string().max(1_000) }).optional(),
  contact: z
    .object({
      phone_number: z.string().max(50),
      first_name: z.string().max(500),
      last_name: z.string().max(500).optional(),
      user_id: id.optional(),
    })
    .optional(),
})
export type TelegramMessage = z.infer<typeof message>

export const update = z.object({
  update_id: id,
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: z
    .object({
      id: z.string().max(100),
      from: user,
      data: z.string().max(100).optional(),
      message: z
        .object({
          message_id: id,
          chat: z.object({ id, type: z.string() }),
          date: seconds,
          reply_markup: z
            .object({
              inline_keyboard: z.array(
                z.array(z.object({ text: z.string(), callback_data: z.string().optional() })),
              ),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
  message_reaction: z
    .object({
      chat: z.object({ id, type: z.string() }),
      message_id: id,
      user: user.optional(),
      date: seconds,
      new_reaction: z.array(z.object({ type: z.string(), emoji: z.string().max(50).optional() })).max(100),
    })
    .optional(),
  my_chat_member: z
    .object({ chat: z.object({ id, type: z.string() }), new_chat_member: z.object({ status: z.string() }) })
    .optional(),
})
export type TelegramUpdate = z.infer<typeof update>
