import type { Capabilities } from '../../core/channel.js'

const megabyte = 1024 * 1024

/**
 * What the managers' bot can show (Bot API limits). Text and captions leave room for the bold line above them, which
 * names the client; buttons come in `extras`, so a client's choices arrive as a list.
 */
export const capabilities: Capabilities = {
  send: ['text', 'image', 'album', 'document', 'voice', 'video', 'sticker', 'location', 'contact'],
  receive: ['text', 'image', 'document', 'voice', 'video', 'sticker', 'location', 'contact'],
  maxText: 4_096 - 256,
  maxCaption: 1_024 - 256,
  captions: ['image', 'album', 'document', 'voice', 'video'],
  maxButtons: 0,
  maxButtonLabel: 64,
  maxListItems: 0,
  maxListLabel: 0,
  maxChoicesText: 4_096 - 256,
  contactRequest: false,
  replies: true,
  namesMissingFiles: true,
  typing: true,
  edit: true,
  remove: false,
  maxFileOut: 50 * megabyte,
  maxFileIn: 20 * megabyte,
  idempotentSend: false,
  receipts: [],
  // 30 messages a second in all; a chat takes short bursts, then one a second.
  pace: { perSecond: 28, perChatPerSecond: 1, chatBurst: 5, concurrency: 20 },
  freeTextWindowHours: null,
  templates: false,
}
