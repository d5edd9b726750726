import type { Capabilities } from '../../../core/channel.js'

const megabyte = 1024 * 1024

/**
 * What whatsapp-web.js can do with a person's chat. Buttons and lists exist in the library and have not worked for years,
 * so choices become numbered text. The pace is ours: WhatsApp publishes none and blocks numbers that write like machines.
 */
export const whatsAppWebCapabilities: Capabilities = {
  send: ['text', 'image', 'document', 'voice', 'video', 'location', 'contact'],
  receive: ['text', 'image', 'document', 'voice', 'video', 'sticker', 'location', 'contact', 'unsupported'],
  maxText: 65_536,
  maxCaption: 1_024,
  captions: ['image', 'document', 'video'],
  fileRules: {
    image: { maxSize: 16 * megabyte, mimeTypes: ['image/jpeg', 'image/png', 'image/webp'] },
    video: { maxSize: 16 * megabyte, mimeTypes: ['video/mp4', 'video/3gpp'] },
    voice: { maxSize: 16 * megabyte, mimeTypes: ['audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/aac'] },
  },
  maxButtons: 0,
  maxButtonLabel: 0,
  maxListItems: 0,
  maxListLabel: 0,
  maxChoicesText: 65_536,
  contactRequest: false,
  replies: true,
  typing: true,
  edit: true,
  remove: true,
  editWithinHours: 0.25,
  removeWithinHours: 48,
  // Files go through the browser's debugging socket as base64 in one piece.
  maxFileOut: 64 * megabyte,
  maxFileIn: 64 * megabyte,
  idempotentSend: false,
  receipts: ['delivered', 'read'],
  pace: { perSecond: 5, perChatPerSecond: 1, chatBurst: 5, concurrency: 5 },
  freeTextWindowHours: null,
  templates: false,
}
