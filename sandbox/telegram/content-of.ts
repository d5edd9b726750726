import { type ApiMessage, mediaKinds } from './bot-api.js'

const contentFields = [
  'text',
  'entities',
  'caption',
  'caption_entities',
  'location',
  'venue',
  'contact',
  ...mediaKinds,
] as const

/** What a message says, without who, when and where: what a forward or a copy carries over. */
export function contentOf(message: ApiMessage): Partial<ApiMessage> {
  const kept = contentFields.filter((field) => message[field] !== undefined)
  return Object.fromEntries(kept.map((field) => [field, message[field]]))
}
