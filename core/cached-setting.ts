import type { Core } from './context.js'

/** How long a process may go on with a setting that another one has just changed, ms. */
const freshMs = 2_000

const caches = new WeakMap<object, Map<string, { value: unknown; readAt: number }>>()

/** The value of a small settings document, read at most every two seconds: every received message asks for some. */
export async function cachedSetting(core: Pick<Core, 'models'>, settingId: string): Promise<unknown> {
  const cache = cacheOf(core)
  const known = cache.get(settingId)
  if (known && performance.now() - known.readAt < freshMs) return known.value
  const setting = await core.models.Setting.findById(settingId).lean<{ value: unknown } | null>()
  cache.set(settingId, { value: setting?.value, readAt: performance.now() })
  return setting?.value
}

/** After a change: this process sees it at once. */
export function forgetSetting(core: Pick<Core, 'models'>, settingId: string): void {
  cacheOf(core).delete(settingId)
}

function cacheOf({ models }: Pick<Core, 'models'>): Map<string, { value: unknown; readAt: number }> {
  const cache = caches.get(models) ?? new Map<string, { value: unknown; readAt: number }>()
  caches.set(models, cache)
  return cache
}
