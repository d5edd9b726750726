import type { Capabilities } from '../../core/channel.js'

const megabyte = 1024 * 1024

/** Bot API limits; the numbers are from its documentation, the pace from "Bots FAQ: my bot is hitting limits". */
export const telegramCapabilities: Capabilities = {
  send: ['text', 'image', 'album', 'document', 'voice', 'video', 'sticker', 'location', 'contact', 'choices'],
  receive: [
    'text',
    'image',
    'album',
    'document',
    'voice',
    'video',
    'sticker',
    'location',
    'contact',
    'choice',
    'unsupported',
  ],
  maxText: 4_096,
  maxCaption: 1_024,
  captions: ['image', 'album', 'document', 'voice', 'video'],
  // Source: Bot API, sendPhoto, sendVideo, sendVoice, sendSticker; what is none of these goes as a document, unharmed.
  fileRules: {
    image: { maxSize: 10 * megabyte, mimeTypes: ['image/jpeg', 'image/png', 'image/webp'] },
    video: { maxSize: 50 * megabyte, mimeTypes: ['video/mp4'] },
    voice: {
      maxSize: 50 * megabyte,
      mimeTypes: ['audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/x-m4a'],
    },
    sticker: { maxSize: 512 * 1024, mimeTypes: ['image/webp', 'video/webm', 'application/x-tgsticker'] },
  },
  maxButtons: 30,
  maxButtonLabel: 200,
  maxListItems: 0,
  maxListLabel: 0,
  maxChoicesText: 4_096,
  contactRequest: true,
  replies: true,
  typing: true,
  edit: true,
  remove: true,
  // Source: Bot API, deleteMessage; editing one's own message has no end.
  removeWithinHours: 48,
  // Source: Bot API, "Getting updates".
  keepsMessagesHours: 24,
  maxFileOut: 50 * megabyte,
  maxFileIn: 20 * megabyte,
  idempotentSend: false,
  receipts: [],
  pace: { perSecond: 30, perChatPerSecond: 1, chatBurst: 3, concurrency: 30 },
  freeTextWindowHours: null,
  templates: false,
}
