import type { Core } from './context.js'

/** How long a process may go on with a setting that another one has just changed, ms. */
const freshMs = 2_000

interface Cache {
  values: Map<string, { value: unknown; readAt: number }>
  /** How often something was forgotten: tells a read that ran meanwhile. */
  forgotten: number
}

const caches = new WeakMap<object, Cache>()

/** The value of a small settings document, read at most every two seconds: every received message asks for some. */
export async function cachedSetting(core: Pick<Core, 'models'>, settingId: string): Promise<unknown> {
  const cache = cacheOf(core)
  const known = cache.values.get(settingId)
  if (known && performance.now() - known.readAt < freshMs) return known.value
  const { forgotten } = cache
  const setting = await core.models.Setting.findById(settingId).lean<{ value: unknown } | null>()
  // What was changed while it was read must not be kept: the next one reads it anew.
  if (cache.forgotten === forgotten)
    cache.values.set(settingId, { value: setting?.value, readAt: performance.now() })
  return setting?.value
}

/** After a change: this process sees it at once. */
export function forgetSetting(core: Pick<Core, 'models'>, settingId: string): void {
  const cache = cacheOf(core)
  cache.values.delete(settingId)
  cache.forgotten += 1
}

function cacheOf({ models }: Pick<Core, 'models'>): Cache {
  const cache = caches.get(models) ?? { values: new Map(), forgotten: 0 }
  caches.set(models, cache)
  return cache
}
