import type { InboundMessage } from '../channel.js'

/** The unique key of a message within its account; the parts of an album share one. */
export function messageKey({ chatId, externalId, albumId }: InboundMessage): string {
  return albumId === undefined ? externalId : albumKey(chatId, albumId)
}

export function albumKey(chatId: string, albumId: string): string {
  return `${chatId}:album:${albumId}`
}
