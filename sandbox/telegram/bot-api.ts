/**
 * Shapes of the Bot API that the sandbox speaks (https://core.telegram.org/bots/api). Only what the sandbox fills in is
 * named; the page imports these types too, so nothing here may depend on Node.
 */

export interface ApiUser {
  id: number
  is_bot: boolean
  first_name: string
  last_name?: string
  username?: string
  language_code?: string
}

export interface ApiChat {
  id: number
  type: 'private' | 'supergroup'
  title?: string
  username?: string
  first_name?: string
  last_name?: string
  is_forum?: true
}

export interface ApiEntity {
  type: string
  /** Offset and length count UTF-16 units, as JavaScript strings do. */
  offset: number
  length: number
  url?: string
  language?: string
  custom_emoji_id?: string
}

export interface ApiFile {
  file_id: string
  file_unique_id: string
  file_size?: number
  file_name?: string
  mime_type?: string
  width?: number
  height?: number
  /** Seconds. */
  duration?: number
  length?: number
  emoji?: string
  type?: string
  is_animated?: boolean
  is_video?: boolean
  title?: string
}

export interface ApiContact {
  phone_number: string
  first_name: string
  last_name?: string
  user_id?: number
}

export interface ApiInlineButton {
  text: string
  callback_data?: string
  url?: string
  copy_text?: { text: string }
  [other: string]: unknown
}

export interface ApiKeyboardButton {
  text: string
  request_contact?: boolean
  request_location?: boolean
  [other: string]: unknown
}

export interface ApiInlineKeyboard {
  inline_keyboard: ApiInlineButton[][]
}

export interface ApiReplyKeyboard {
  keyboard: ApiKeyboardButton[][]
  resize_keyboard?: boolean
  one_time_keyboard?: boolean
  is_persistent?: boolean
  input_field_placeholder?: string
}

export interface ApiForceReply {
  force_reply: true
  input_field_placeholder?: string
}

/** The kinds of a message that carry one file, named as the Bot API names the field. */
export const mediaKinds = [
  'photo',
  'document',
  'voice',
  'video',
  'audio',
  'sticker',
  'animation',
  'video_note',
] as const
export type MediaKind = (typeof mediaKinds)[number]

export interface ApiMessage {
  message_id: number
  from?: ApiUser
  chat: ApiChat
  /** Unix seconds. */
  date: number
  edit_date?: number
  message_thread_id?: number
  is_topic_message?: true
  media_group_id?: string
  reply_to_message?: ApiMessage
  quote?: { text: string; position: number }
  forward_origin?: { type: 'user'; sender_user: ApiUser; date: number }
  text?: string
  entities?: ApiEntity[]
  caption?: string
  caption_entities?: ApiEntity[]
  photo?: ApiFile[]
  document?: ApiFile
  voice?: ApiFile
  video?: ApiFile
  audio?: ApiFile
  sticker?: ApiFile
  animation?: ApiFile
  video_note?: ApiFile
  location?: { latitude: number; longitude: number }
  venue?: { location: { latitude: number; longitude: number }; title: string; address: string }
  contact?: ApiContact
  reply_markup?: ApiInlineKeyboard
  new_chat_members?: ApiUser[]
  left_chat_member?: ApiUser
  pinned_message?: ApiMessage
  forum_topic_created?: { name: string; icon_color: number; icon_custom_emoji_id?: string }
  forum_topic_edited?: { name?: string; icon_custom_emoji_id?: string }
  forum_topic_closed?: Record<string, never>
  forum_topic_reopened?: Record<string, never>
}

export interface ApiBotCommand {
  command: string
  description: string
}

/** Body of an update without its `update_id`. Loose on purpose: malformed ones can be injected. */
export type UpdateBody = Record<string, unknown>
