import { mongo } from 'mongoose'

/** A new document id: the hex form of an ObjectId. Ids are strings everywhere, so no input is ever cast to one. */
export function newId(): string {
  return new mongo.ObjectId().toHexString()
}
