import { useEffect, useSyncExternalStore } from 'react'
import { api } from '../api/client'
import { liveSocket, useLiveState } from '../api/live'

interface Colleague {
  id: string
  name: string
}

const typingLasts = 5_000
const viewers = new Map<string, Colleague[]>()
const typing = new Map<string, { staff: Colleague; until: number }[]>()
const listeners = new Set<() => void>()
const nobody: Colleague[] = []

function tell(): void {
  for (const listener of listeners) listener()
}

export function heardViewers(notice: { conversationId: string; viewers: Colleague[] }): void {
  viewers.set(notice.conversationId, notice.viewers)
  tell()
}

export function heardTyping(notice: { conversationId: string; staff: Colleague }): void {
  const until = Date.now() + typingLasts
  const others = (typing.get(notice.conversationId) ?? []).filter((each) => each.staff.id !== notice.staff.id)
  typing.set(notice.conversationId, [...others, { staff: notice.staff, until }])
  writers.delete(notice.conversationId)
  tell()
  setTimeout(() => {
    writers.delete(notice.conversationId)
    tell()
  }, typingLasts + 50)
}

const clientTyping = new Map<string, number>()

export function heardClientTyping({ conversationId }: { conversationId: string }): void {
  clientTyping.set(conversationId, Date.now() + typingLasts)
  tell()
  setTimeout(tell, typingLasts + 50)
}

// The same array while nothing changed, as useSyncExternalStore wants it.
const writers = new Map<string, Colleague[]>()

function whoWrites(conversationId: string): Colleague[] {
  const known = writers.get(conversationId)
  if (known) return known
  const now = Date.now()
  const names = (typing.get(conversationId) ?? [])
    .filter((each) => each.until > now)
    .map((each) => each.staff)
  const result = names.length > 0 ? names : nobody
  writers.set(conversationId, result)
  return result
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Who else has the conversation open and who of them is writing. Tells the server that I look at it. */
export function usePresence(conversationId: string, myId: string) {
  const live = useLiveState()
  useEffect(() => {
    if (live !== 'online') return
    liveSocket()?.emit('view', conversationId)
    return () => {
      liveSocket()?.emit('view', null)
    }
  }, [conversationId, live])
  const here = useSyncExternalStore(subscribe, () => viewers.get(conversationId) ?? nobody)
  const writing = useSyncExternalStore(subscribe, () => whoWrites(conversationId))
  const client = useSyncExternalStore(subscribe, () => (clientTyping.get(conversationId) ?? 0) > Date.now())
  return {
    clientWrites: client,
    viewers: here.filter((each) => each.id !== myId),
    typing: writing.filter((each) => each.id !== myId),
  }
}

let lastTold = 0

/** I am writing a reply: colleagues see it, and the client where the channel can. Told at most once in three seconds. */
export function tellTyping(conversationId: string): void {
  const now = Date.now()
  if (now - lastTold < 3_000) return
  lastTold = now
  liveSocket()?.emit('typing', conversationId)
  // A courtesy: nothing is lost when it does not come through.
  api.post(`/conversations/${conversationId}/typing`).catch(() => undefined)
}
