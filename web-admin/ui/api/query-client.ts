import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error'

/** Reads are tried again only where another try can help: no answer, or the server's own trouble. */
function worthAnotherTry(failures: number, error: Error): boolean {
  if (!(error instanceof ApiError)) return false
  return failures < 2 && (error.offline || error.status >= 502)
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      gcTime: 10 * 60_000,
      retry: worthAnotherTry,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})
