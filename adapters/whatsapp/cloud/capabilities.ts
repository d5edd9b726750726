import type { Capabilities } from '../../../core/channel.js'

const kilobyte = 1024
const megabyte = 1024 * kilobyte

/**
 * Limits of the WhatsApp Cloud API; the numbers are from Meta's documentation ("Supported media types", "Interactive
 * reply buttons", "Interactive lists", "Messaging limits", "Pair rate limits").
 */
export const cloudCapabilities: Capabilities = {
  send: [
    'text',
    'image',
    'document',
    'voice',
    'video',
    'sticker',
    'location',
    'contact',
    'choices',
    'template',
  ],
  receive: [
    'text',
    'image',
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
  captions: ['image', 'document', 'video'],
  fileRules: {
    image: { maxSize: 5 * megabyte, mimeTypes: ['image/jpeg', 'image/png'] },
    voice: {
      maxSize: 16 * megabyte,
      mimeTypes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/opus'],
    },
    video: { maxSize: 16 * megabyte, mimeTypes: ['video/mp4', 'video/3gpp'] },
    sticker: { maxSize: 500 * kilobyte, mimeTypes: ['image/webp'] },
  },
  maxButtons: 3,
  maxButtonLabel: 20,
  maxListItems: 10,
  // A row has a title of 24 and a description of 72; a longer label stands in the description whole.
  maxListLabel: 72,
  maxChoicesText: 1_024,
  contactRequest: false,
  replies: true,
  typing: true,
  edit: false,
  remove: false,
  // Meta posts a webhook again for so long. Source: "Webhooks", "Webhook delivery failure".
  keepsMessagesHours: 168,
  maxFileOut: 100 * megabyte,
  maxFileIn: 100 * megabyte,
  idempotentSend: false,
  receipts: ['delivered', 'read'],
  // One message in six seconds to one person; a quick burst is allowed and owed back.
  pace: { perSecond: 80, perChatPerSecond: 1 / 6, chatBurst: 8, concurrency: 80 },
  freeTextWindowHours: 24,
  templates: true,
}
