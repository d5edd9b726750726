import type { z } from 'zod'
import type { Core } from './context.js'

/** How long a process may go on with a setting that another one has just changed, ms. */
const freshMs = 2_000

interface Cached {
  readAt: number
  value: Promise<unknown>
}

const caches = new WeakMap<object, Map<string, Cached>>()

/**
 * The value of a small settings document, read and checked at most every two seconds: every received message asks for
 * some. What is missing or does not fit `schema` is `byDefault`. Shared by all who ask, so nobody may change it.
 */
export function cachedSetting<T>(
  core: Pick<Core, 'models'>,
  settingId: string,
  schema: z.ZodType<T>,
  byDefault: T,
): Promise<T> {
  const cache = cacheOf(core)
  const known = cache.get(settingId)
  if (known && performance.now() - known.readAt < freshMs) return known.value as Promise<T>
  const value = readSetting(core, settingId, schema, byDefault)
  const cached = { readAt: performance.now(), value }
  cache.set(settingId, cached)
  // A failed read is not kept, nor does it push out a later one.
  value.catch(() => {
    if (cache.get(settingId) === cached) cache.delete(settingId)
  })
  return value
}

/** After a change: this process sees it at once. */
export function forgetSetting(core: Pick<Core, 'models'>, settingId: string): void {
  cacheOf(core).delete(settingId)
}

async function readSetting<T>(
  { models }: Pick<Core, 'models'>,
  settingId: string,
  schema: z.ZodType<T>,
  byDefault: T,
): Promise<T> {
  const setting = await models.Setting.findById(settingId).lean<{ value: unknown } | null>()
  const parsed = schema.safeParse(setting?.value)
  return parsed.success ? parsed.data : byDefault
}

function cacheOf({ models }: Pick<Core, 'models'>): Map<string, Cached> {
  const cache = caches.get(models) ?? new Map<string, Cached>()
  caches.set(models, cache)
  return cache
}
