/** What the platform calls each of the parts, in their order; null: it has not gone, or nobody knows whether it has. */
export type Parts = (string[] | null)[]

/** Everything of it that the platform has. */
export function idsOf(parts: Parts | undefined): string[] {
  return (parts ?? []).flatMap((ids) => ids ?? [])
}

/** What of a message has gone, for its row and for the message; nothing is written where nothing has. */
export function wentSoFar(parts: Parts | undefined): { externalIds?: string[]; externalId?: string } {
  const externalIds = idsOf(parts)
  const [externalId] = externalIds
  return externalId === undefined ? {} : { externalIds, externalId }
}

/** As a row keeps them: nothing of them has gone, nothing is kept. */
export function partsOf(parts: Parts): Parts | undefined {
  return parts.some((ids) => ids !== null) ? parts : undefined
}
