import type { Capabilities } from '../../core/channel.js'

/**
 * The widget is ours, so it takes every content as it is: limits equal those of `core/content.ts` and a message is
 * never split. Sending twice shows once, because the widget knows messages by id.
 */
export const capabilities: Capabilities = {
  send: ['text', 'image', 'album', 'document', 'voice', 'video', 'sticker', 'location', 'contact', 'choices'],
  receive: ['text', 'image', 'document', 'video', 'contact', 'choice'],
  maxText: 64_000,
  maxCaption: 64_000,
  captions: ['image', 'album', 'document', 'voice', 'video'],
  maxButtons: 30,
  maxButtonLabel: 200,
  maxListItems: 0,
  maxListLabel: 0,
  maxChoicesText: 64_000,
  contactRequest: true,
  showsAuthor: true,
  replies: false,
  typing: true,
  edit: true,
  remove: true,
  maxFileOut: 50 * 1024 * 1024,
  maxFileIn: 20 * 1024 * 1024,
  idempotentSend: true,
  receipts: ['delivered', 'read'],
  pace: { perSecond: 2_000, perChatPerSecond: 50, chatBurst: 100, concurrency: 100 },
  freeTextWindowHours: null,
  templates: false,
}
