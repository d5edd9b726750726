import { useSyncExternalStore } from 'react'

/** What was typed and not sent, per conversation; survives a reload, not the browser. */

const place = (conversationId: string) => `otklik.draft.${conversationId}`
const listeners = new Set<() => void>()

export function readDraft(conversationId: string): string {
  return sessionStorage.getItem(place(conversationId)) ?? ''
}

export function keepDraft(conversationId: string, text: string): void {
  if (readDraft(conversationId) === text) return
  if (text === '') sessionStorage.removeItem(place(conversationId))
  else sessionStorage.setItem(place(conversationId), text)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The unsent reply of a conversation, for the list. */
export function useDraft(conversationId: string): string {
  return useSyncExternalStore(subscribe, () => readDraft(conversationId))
}
