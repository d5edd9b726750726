import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let minute = Math.floor(Date.now() / 60_000)
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    const next = Math.floor(Date.now() / 60_000)
    if (next === minute) return
    minute = next
    for (const each of listeners) each()
  }, 5_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** Draws the caller again each minute, so that "5 min ago" stays true. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, () => minute)
}
