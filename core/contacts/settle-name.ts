import { LRUCache } from 'lru-cache'
import type { ChannelKind } from '../channel.js'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'

const settled = new WeakMap<object, LRUCache<string, string>>()

/**
 * Which of the ids that a platform gave of one person is the one we know them by, so that a phone number that is hidden
 * later, or shown later, does not split their conversation. Ids that come together are remembered as one person's.
 *
 * @param names one or more, the one a new person should be known by first
 */
export async function settleName(
  core: Core,
  { accountId, kind }: { accountId: string; kind: ChannelKind },
  names: readonly string[],
): Promise<string> {
  const [first = ''] = names
  const cache = cacheOf(core)
  const cacheKey = [accountId, ...names].join('|')
  const known = cache.get(cacheKey)
  if (known !== undefined) return known
  const ids = names.map((name) => `${accountId}|${name}`)
  const before = await rows(core.models.PersonName)
    .find({ _id: { $in: ids } })
    .toArray()
  const value =
    before[0]?.value ??
    (names.length > 1 ? await knownPoint(core, { accountId, kind }, names) : undefined) ??
    first
  // A single id may yet turn out to be a second one of somebody.
  if (names.length === 1 && before.length === 0) return value
  const missing = ids.filter((id) => !before.some(({ _id }) => _id === id))
  for (const _id of missing) {
    await rows(core.models.PersonName)
      .updateOne({ _id }, { $setOnInsert: { value } }, { upsert: true })
      .catch((err: unknown) => {
        if (!isDuplicateKey(err)) throw err
      })
  }
  cache.set(cacheKey, value)
  return value
}

async function knownPoint(
  core: Core,
  { accountId, kind }: { accountId: string; kind: ChannelKind },
  names: readonly string[],
): Promise<string | undefined> {
  const points = await rows(core.models.ContactPoint)
    .find(
      { accountId, kind, value: { $in: [...names] } },
      { projection: { value: 1 }, sort: { _id: 1 }, limit: 1 },
    )
    .toArray()
  return points[0]?.value
}

function cacheOf({ models }: Core): LRUCache<string, string> {
  const cache = settled.get(models) ?? new LRUCache<string, string>({ max: 20_000 })
  settled.set(models, cache)
  return cache
}
