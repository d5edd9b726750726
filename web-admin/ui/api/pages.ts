import { type InfiniteData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import type { Page } from '../../api/contract'
import { api } from './client'

type Filter = Record<string, string | number | null | undefined>

/** A list of the server by pages: `{items, nextCursor}`. `rows` are those of all pages that were fetched. */
export function usePages<T>(
  queryKey: QueryKey,
  path: string,
  filter: Filter,
  options: { limit?: number; keyOf?: (row: T) => string } = {},
) {
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<T>>(path, { ...filter, limit: options.limit ?? 50, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  })
  return { ...query, rows: query.data ? rowsOf(query.data, options.keyOf ?? idOf) : [] }
}

const idOf = (row: unknown): string => (row as { id: string }).id

/** A row that moved while pages were fetched may stand in two of them: the first place counts. */
function rowsOf<T>(data: InfiniteData<Page<T>>, keyOf: (row: T) => string): T[] {
  const seen = new Set<string>()
  return data.pages
    .flatMap((page) => page.items)
    .filter((row) => {
      const key = keyOf(row)
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
}
