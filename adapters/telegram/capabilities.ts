import type { Capabilities } from '../../core/channel.js'

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
  maxFileOut: 50 * 1024 * 1024,
  maxFileIn: 20 * 1024 * 1024,
  idempotentSend: false,
  receipts: [],
  pace: { perSecond: 30, perChatPerSecond: 1, chatBurst: 3, concurrency: 30 },
  freeTextWindowHours: null,
  templates: false,
}
