/**
 * What the browser keeps between pages, under one prefix per widget account and site user. Where the site's storage is shut (private
 * mode, blocked cookies, full) it lives as long as the page.
 */
export class BrowserStore {
  readonly #prefix: string
  readonly #spare = new Map<string, string>()

  constructor(account: string, userId?: string) {
    this.#prefix = `otklik:${account}:${userId === undefined ? '' : `user=${encodeURIComponent(userId)}:`}`
  }

  get(key: string): string | null {
    try {
      return localStorage.getItem(this.#prefix + key) ?? this.#spare.get(key) ?? null
    } catch {
      return this.#spare.get(key) ?? null
    }
  }

  set(key: string, value: string): void {
    try {
      localStorage.setItem(this.#prefix + key, value)
      this.#spare.delete(key)
    } catch {
      this.#spare.set(key, value)
    }
  }

  remove(key: string): void {
    this.#spare.delete(key)
    try {
      localStorage.removeItem(this.#prefix + key)
    } catch {
      // Nothing was kept there.
    }
  }

  /** Keys that start so, without the prefix, in order. */
  keys(start: string): string[] {
    const keys = new Set(this.#spare.keys())
    try {
      for (let at = 0; at < localStorage.length; at++) {
        const key = localStorage.key(at)
        if (key?.startsWith(this.#prefix)) keys.add(key.slice(this.#prefix.length))
      }
    } catch {
      // The spare keys are all there is.
    }
    return [...keys].filter((key) => key.startsWith(start)).sort()
  }

  /** Hears what other tabs of the site change. */
  onChange(listener: (key: string) => void, signal: AbortSignal): void {
    addEventListener(
      'storage',
      ({ key }) => {
        if (key?.startsWith(this.#prefix)) listener(key.slice(this.#prefix.length))
      },
      { signal },
    )
  }
}

/** An id nobody else will make: 22 characters of the address alphabet. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
}
