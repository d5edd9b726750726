/**
 * What a form holds after somebody else saved first: fields this person did not touch become what they are now, touched
 * ones stay as typed. Objects are looked into, lists and plain values are taken whole.
 */
export function rebase<T extends object>(typed: T, before: T, now: T): T {
  const result = { ...now } as Record<string, unknown>
  for (const [field, value] of Object.entries(typed)) {
    const was = before[field as keyof T]
    const is = now[field as keyof T]
    if (isPlain(value) && isPlain(is)) result[field] = rebase(value, isPlain(was) ? was : {}, is)
    else if (JSON.stringify(value) !== JSON.stringify(was)) result[field] = value
  }
  return result as T
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
