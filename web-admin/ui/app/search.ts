/** Reading of the address bar: what is not understood is dropped, so that an old link still opens. */

type Raw = Record<string, unknown>

export function oneOf<const T extends string>(raw: Raw, name: string, allowed: readonly T[]): T | undefined {
  const value = raw[name]
  return allowed.find((each) => each === value)
}

export function words(raw: Raw, name: string, max = 200): string | undefined {
  const value = raw[name]
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text !== '' && text.length <= max ? text : undefined
}

export function day(raw: Raw, name: string): string | undefined {
  const value = words(raw, name, 10)
  return value && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined
}

export function id(raw: Raw, name: string): string | undefined {
  const value = words(raw, name, 24)
  return value && /^[0-9a-f]{24}$/.test(value) ? value : undefined
}
