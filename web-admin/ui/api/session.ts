import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { ConversationRow, Locale, SessionView, SignInBody } from '../../api/contract'
import { ApiError } from './api-error'
import { api, rememberCsrfToken } from './client'
import { queryClient } from './query-client'

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async (): Promise<SessionView | null> => {
    try {
      return keep(await api.get<SessionView>('/session'))
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }
  },
})

function keep(session: SessionView): SessionView {
  rememberCsrfToken(session.csrfToken)
  return session
}

export async function signIn(body: SignInBody): Promise<SessionView> {
  const session = keep(await api.post<SessionView>('/session', body))
  forgetEverything()
  queryClient.setQueryData(sessionQuery.queryKey, session)
  return session
}

export async function signOut(): Promise<void> {
  await api.remove('/session').catch((error: unknown) => {
    if (!(error instanceof ApiError && error.status === 401)) throw error
  })
  forgetSession()
}

/** Nobody is signed in any more: nothing of what was shown stays in memory. */
export function forgetSession(): void {
  rememberCsrfToken('')
  forgetEverything()
  queryClient.setQueryData(sessionQuery.queryKey, null)
}

/** All but the session itself, which the door watches. */
function forgetEverything(): void {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
}

export async function saveLocale(locale: Locale): Promise<void> {
  queryClient.setQueryData(sessionQuery.queryKey, keep(await api.patch<SessionView>('/session', { locale })))
}

export async function changePassword(body: { current: string; next: string }): Promise<void> {
  queryClient.setQueryData(sessionQuery.queryKey, keep(await api.put<SessionView>('/session/password', body)))
}

/** The session behind the sign-in door, where there always is one. */
export function useSession(): SessionView {
  const { data } = useSuspenseQuery(sessionQuery)
  if (!data) throw new ApiError(401, { code: 'not-signed-in', message: '' })
  return data
}

/** An account by its name; one that is not there any more by its id. */
export function useAccountNames(): (accountId: string) => string {
  const { channels } = useSession()
  return (accountId) => channels.find((each) => each.accountId === accountId)?.name ?? accountId
}

/**
 * Which of our bots, numbers or sites a client wrote to; empty where the channel has no other that works, as nobody
 * needs to be told then.
 */
export function useAccountToTell({
  channel,
  accountId,
}: Pick<ConversationRow, 'channel' | 'accountId'>): string {
  const { channels } = useSession()
  const others = channels.some(
    (each) => each.kind === channel && each.accountId !== accountId && each.enabled,
  )
  return others ? (channels.find((each) => each.accountId === accountId)?.name ?? '') : ''
}

/** May this person do it? By the names the policies give (`delivery.resend`). */
export function useMay(action: string): boolean {
  const { data } = useQuery(sessionQuery)
  return data?.may.includes(action) ?? false
}
