import { Schema, type SchemaDefinition } from 'mongoose'
import { newId } from './ids.js'

/**
 * A schema in the house form: string id, no `__v` (our own `version` counts changes), named collection, nested plain
 * values kept as written. Defaults and indexes are the caller's.
 */
export function houseSchema<T>(collection: string, definition: SchemaDefinition): Schema<T> {
  return new Schema<T>({ _id: { type: String, default: newId }, ...definition } as never, {
    collection,
    versionKey: false,
    minimize: false,
    id: false,
    strict: 'throw',
  })
}

/** Any JSON value, checked by zod before it gets here. */
export const json = Schema.Types.Mixed
