import { useSyncExternalStore } from 'react'
import { io, type Socket } from 'socket.io-client'
import type { ClientEvents, ServerEvents } from '../../api/contract'

type PanelSocket = Socket<ServerEvents, ClientEvents>

/** `online`: changes come by themselves; `lost`: trying again; `off`: not begun. */
export type LiveState = 'off' | 'online' | 'lost'

/** Wait before the next try where socket.io makes none by itself. */
const retryMs = 2_000

let socket: PanelSocket | null = null
let state: LiveState = 'off'
const listeners = new Set<() => void>()

function become(next: LiveState): void {
  if (state === next) return
  state = next
  for (const listener of listeners) listener()
}

/** Opens the socket of the signed-in person. `onBack` runs after each reconnect: what was missed must be fetched. */
export function startLive(handlers: Partial<ServerEvents>, onBack: () => void): () => void {
  const opened: PanelSocket = io({
    path: '/panel-socket',
    transports: ['websocket', 'polling'],
    withCredentials: true,
  })
  socket = opened
  let wasLost = false
  let ended = false
  const lost = () => {
    wasLost = true
    become('lost')
    // A server that stops or refuses (a restart in between) ends the socket by itself: socket.io gives up then, we do not.
    setTimeout(() => {
      if (!ended && !opened.active) opened.connect()
    }, retryMs)
  }
  opened.on('connect', () => {
    become('online')
    if (wasLost) onBack()
    wasLost = false
  })
  opened.on('disconnect', lost)
  opened.on('connect_error', lost)
  for (const [name, handler] of Object.entries(handlers))
    opened.on(name as keyof ServerEvents, handler as never)
  return () => {
    ended = true
    opened.disconnect()
    if (socket === opened) socket = null
    become('off')
  }
}

export function liveSocket(): PanelSocket | null {
  return socket
}

export function reconnectNow(): void {
  if (!socket) return
  socket.disconnect().connect()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => state)
}
