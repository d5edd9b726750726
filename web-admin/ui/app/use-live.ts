import { useEffect } from 'react'
import { startLive } from '../api/live'
import { forgetSession } from '../api/session'
import { heardClientTyping, heardTyping, heardViewers } from '../inbox/presence'
import { refreshAll, refreshBy } from './live-refresh'

/** Keeps the socket of the signed-in person open and what is shown fresh. */
export function useLive(): void {
  useEffect(
    () =>
      startLive(
        {
          changes: (notices) => notices.forEach(refreshBy),
          viewers: heardViewers,
          typing: heardTyping,
          'client-typing': heardClientTyping,
          'signed-out': forgetSession,
        },
        refreshAll,
      ),
    [],
  )
}
