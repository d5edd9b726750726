import type { InfiniteData } from '@tanstack/react-query'
import type { MessagesView, MessageView } from '../../api/contract'

/** Pages of one conversation as they are cached: the newest first, each ascending; the parameter is `beforeSeq`. */
export type MessagePages = InfiniteData<MessagesView, number | null>

/**
 * Puts messages that just came or changed into the pages. `null`: there is a gap between what is known and what came
 * (a long disconnection), so the pages must begin anew.
 */
export function mergeNewest(pages: MessagePages | undefined, newest: MessagesView): MessagePages | null {
  const known = pages?.pages[0]
  if (!pages || !known) return null
  const knownIds = new Set(pages.pages.flatMap((page) => page.items.map((item) => item.id)))
  const overlaps = newest.items.some((item) => knownIds.has(item.id))
  if (!overlaps && newest.hasOlder) return null
  return merge(pages, newest.items)
}

/** The pages with these messages in them: known ones replaced where they stand, new ones added to the newest page. */
export function merge(pages: MessagePages, messages: readonly MessageView[]): MessagePages {
  const fresh = new Map(messages.map((message) => [message.id, message]))
  const replaced = pages.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => {
      const next = fresh.get(item.id)
      fresh.delete(item.id)
      return next ?? item
    }),
  }))
  const [first, ...rest] = replaced
  if (!first) return pages
  const items = [...first.items, ...fresh.values()].sort((a, b) => a.seq - b.seq)
  return { ...pages, pages: [{ ...first, items }, ...rest] }
}

/** All messages that were fetched, oldest first. */
export function inOrder(pages: MessagePages | undefined): MessageView[] {
  if (!pages) return []
  return [...pages.pages].reverse().flatMap((page) => page.items)
}
