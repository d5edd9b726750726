/** What one field was and what it is now: plain values, texts cut to a line. */
export interface FieldChange {
  from: unknown
  to: unknown
}

/** Characters of a text kept in the audit log: enough to see what it was about. */
const longest = 300

/**
 * The fields of `set` that differ from `before`, for the audit log. Words for search, versions and hashes are nobody's
 * business and stay out.
 */
export function fieldChanges(
  before: object,
  set: object,
  fields: readonly string[] = Object.keys(set),
): Record<string, FieldChange> {
  const old = before as Record<string, unknown>
  const next = set as Record<string, unknown>
  const changes: Record<string, FieldChange> = {}
  for (const field of fields) {
    if (hidden.has(field) || !(field in next) || next[field] === undefined) continue
    if (same(old[field], next[field])) continue
    changes[field] = { from: shown(old[field]), to: shown(next[field]) }
  }
  return changes
}

const hidden = new Set(['words', 'nameKey', 'version', 'passwordHash', 'inviteHash', 'updatedAt'])

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

function shown(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return cut(value)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.map(cut)
  return cut(JSON.stringify(value))
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
