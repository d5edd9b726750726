/** What was typed and not sent, per conversation; survives a reload, not the browser. */

const place = (conversationId: string) => `otklik.draft.${conversationId}`

export function readDraft(conversationId: string): string {
  return sessionStorage.getItem(place(conversationId)) ?? ''
}

export function keepDraft(conversationId: string, text: string): void {
  if (text === '') sessionStorage.removeItem(place(conversationId))
  else sessionStorage.setItem(place(conversationId), text)
}
