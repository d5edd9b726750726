import type { Model, mongo } from 'mongoose'

/**
 * The driver's own collection behind a model, typed by its documents. Reads and writes skip mongoose's casting, so
 * filters and values must come from a zod schema: no value of a request may ever be an object here.
 */
export function rows<T extends { _id: string }>(model: Model<T>): mongo.Collection<T> {
  return model.collection as unknown as mongo.Collection<T>
}

/** Optional fields that are absent stay absent: the driver would write `undefined` as null. */
export function withoutUndefined<T extends object>(document: T): T {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined)) as T
}
