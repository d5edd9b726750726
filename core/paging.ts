import type { mongo } from 'mongoose'
import { z } from 'zod'
import { OtklikError } from './errors.js'

/** One page of a list; `nextCursor` asks for the next one and is null on the last. */
export interface Page<T> {
  items: T[]
  nextCursor: string | null
}

/** What every list takes. `sort` is a field of the list's whitelist, with `-` before it for the last first. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(40),
  cursor: z.string().min(1).max(1000).optional(),
  sort: z.string().max(40).optional(),
})
export type PageQuery = z.input<typeof pageQuery>

/** Fields a list may be sorted by: public name -> path in the document. They are never null and stand in an index. */
export type Sorts = Readonly<Record<string, { path: string; type: 'date' | 'number' | 'string' }>>

export const byCreation: Sorts = { createdAt: { path: 'createdAt', type: 'date' } }

const position = z.object({ s: z.string(), v: z.union([z.string(), z.number()]), id: z.string() })

export interface PagePlan {
  limit: number
  sort: Record<string, 1 | -1>
  /** Added to the filter of the list: only what stands after the cursor. */
  after: Record<string, unknown>
  next(last: unknown): string
}

/**
 * Keyset paging: a page starts after the last seen values, so it costs the same at any depth and nothing is skipped or
 * shown twice while rows come and go. Throws `bad-input` for an unknown sort, `bad-cursor` for a cursor that is not ours
 * or belongs to another sort.
 */
export function planPage(
  query: { limit: number; cursor?: string | undefined; sort?: string | undefined },
  sorts: Sorts,
  defaultSort: string,
): PagePlan {
  const sort = query.sort ?? defaultSort
  const direction = sort.startsWith('-') ? -1 : 1
  const name = direction === -1 ? sort.slice(1) : sort
  const key = Object.hasOwn(sorts, name) ? sorts[name] : undefined
  if (!key) {
    const names = Object.keys(sorts).flatMap((each) => [each, `-${each}`])
    throw new OtklikError('bad-input', { fields: { sort: `one-of:${names.join(' | ')}` } })
  }
  const { path, type } = key
  return {
    limit: query.limit,
    sort: { [path]: direction, _id: direction },
    after:
      query.cursor === undefined ? {} : afterFilter(readCursor(query.cursor, sort), path, type, direction),
    next: (last) => {
      const row = last as Record<string, unknown>
      const value = valueAt(row, path)
      return writeCursor({
        s: sort,
        v: value instanceof Date ? value.getTime() : (value as string | number),
        id: String(row._id),
      })
    },
  }
}

function readCursor(cursor: string, sort: string) {
  const parsed = parseCursor(cursor, position)
  if (parsed.s !== sort) throw new OtklikError('bad-cursor')
  return parsed
}

function afterFilter(
  { v, id }: { v: string | number; id: string },
  path: string,
  type: 'date' | 'number' | 'string',
  direction: 1 | -1,
): Record<string, unknown> {
  if ((type === 'string') !== (typeof v === 'string')) throw new OtklikError('bad-cursor')
  const value = type === 'date' ? new Date(v) : v
  if (value instanceof Date && Number.isNaN(value.getTime())) throw new OtklikError('bad-cursor')
  const [beyond, from] = direction === -1 ? ['$lt', '$lte'] : ['$gt', '$gte']
  // The first bound drives the index; the second only tells rows of the same value apart.
  return { [path]: { [from]: value }, $or: [{ [path]: { [beyond]: value } }, { _id: { [beyond]: id } }] }
}

/** Opaque form of a position in a list. */
export function writeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Reads what `writeCursor` wrote; throws `bad-cursor` for anything that does not fit the schema. */
export function parseCursor<S extends z.ZodType>(cursor: string, schema: S): z.output<S> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch (cause) {
    throw new OtklikError('bad-cursor', { cause })
  }
}

/** Reads one page. `projection` keeps the list to what it shows; the sort field and the id must stay in it. */
export async function readPage<T extends { _id: string }, R = T>(
  collection: mongo.Collection<T>,
  filter: Record<string, unknown>,
  plan: PagePlan,
  projection?: Record<string, 0 | 1>,
): Promise<Page<R>> {
  const bounded = Object.keys(plan.after).length === 0 ? filter : { $and: [filter, plan.after] }
  const found = await collection
    .find(bounded as mongo.Filter<T>, { projection, sort: plan.sort, limit: plan.limit + 1 })
    .toArray()
  const items = found.slice(0, plan.limit) as unknown as R[]
  return { items, nextCursor: found.length > plan.limit ? plan.next(items.at(-1)) : null }
}

function valueAt(row: Record<string, unknown>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], row)
}
