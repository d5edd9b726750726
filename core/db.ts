import { randomUUID } from 'node:crypto'
import './closed-connection.js'
import mongoose, { type Connection, type IndexDefinition, type IndexOptions, type mongo } from 'mongoose'
import type { Logger } from './log.js'
import { createModels, type Models } from './models.js'

mongoose.set('sanitizeFilter', true)
mongoose.set('strictQuery', true)

export interface Database {
  readonly connection: Connection
  readonly models: Models
}

/** How our connections name themselves to the server: this, and something of one process alone. */
export const databaseAppName = 'otklik'

/**
 * Opens the database. Collections and indexes are never made on the way: `migrate` does it once, before any traffic.
 * Majority writes with the journal are the default of every operation.
 *
 * @param uri a replica set (transactions need one)
 * @throws MongooseServerSelectionError when nobody answers within 10 s
 */
export async function openDatabase(uri: string): Promise<Database> {
  const connection = mongoose.createConnection(uri, {
    appName: `${databaseAppName} ${randomUUID()}`,
    autoCreate: false,
    autoIndex: false,
    serverSelectionTimeoutMS: 10_000,
    maxPoolSize: 30,
    minPoolSize: 2,
    writeConcern: { w: 'majority', journal: true },
    retryWrites: true,
  })
  await connection.asPromise()
  return { connection, models: createModels(connection) }
}

/** Says once that the database is away and once that it is back. Returns how to stop that. */
export function tellOfOutages({ connection }: Database, log: Logger): () => void {
  let away = false
  const look = ({ newDescription }: mongo.TopologyDescriptionChangedEvent) => {
    const there = [...newDescription.servers.values()].some((server) => server.isWritable)
    if (there !== away) return
    away = !there
    if (away) log.error('database: away; everything waits and goes on by itself once it is back')
    else log.warn('database: back')
  }
  const client = connection.getClient()
  client.on('topologyDescriptionChanged', look)
  return () => void client.off('topologyDescriptionChanged', look)
}

/** Agenda's own collection: timers only, nothing of the business. */
export const agendaCollection = 'agenda_jobs'

/** Collections that libraries make on their first write; here they are made with the rest, before any traffic. */
const libraryCollections: {
  name: string
  indexes: { key: Record<string, 1>; unique?: boolean; partialFilterExpression?: object }[]
}[] = [
  { name: 'fs.files', indexes: [{ key: { filename: 1, uploadDate: 1 } }] },
  { name: 'fs.chunks', indexes: [{ key: { files_id: 1, n: 1 }, unique: true }] },
  {
    name: agendaCollection,
    indexes: [
      { key: { name: 1, nextRunAt: 1, lockedAt: 1 } },
      // `every()` is not atomic: two processes starting at once would make two timers.
      { key: { name: 1, type: 1 }, unique: true, partialFilterExpression: { type: 'single' } },
    ],
  },
]

/** Indexes of earlier versions that no query needs any more: each would only make every write dearer. */
const retiredIndexes: { collection: string; name: string }[] = [
  { collection: 'clients', name: 'words_1' },
  { collection: 'companies', name: 'words_1' },
  { collection: 'conversations', name: 'clientId_1_lastMessageAt_-1' },
  { collection: 'conversations', name: 'labels_1_lastMessageAt_-1__id_-1' },
  { collection: 'conversations', name: 'words_1_lastMessageAt_-1' },
  { collection: 'events', name: 'expireAt_1' },
]

/**
 * Creates every collection and index, one process at a time, and drops the retired ones; others that exist are left.
 * Different collections go in parallel, one collection never twice at once.
 */
export async function migrate({ connection, models }: Database): Promise<void> {
  const db = connection.getClient().db(connection.name)
  const existing = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map((c) => c.name))
  await Promise.all(
    libraryCollections.map(async ({ name, indexes }) => {
      if (!existing.has(name)) await db.createCollection(name)
      await db.collection(name).createIndexes(indexes)
    }),
  )
  const all = Object.values(models)
  for (let at = 0; at < all.length; at += 6) {
    await Promise.all(
      all.slice(at, at + 6).map(async (model) => {
        const { name } = model.collection
        const indexes = (model.schema.indexes() as [IndexDefinition, IndexOptions][]).map(
          ([key, options]) => {
            const { background: _background, ...rest } = options
            return { key: key as Record<string, 1 | -1 | 'text'>, ...(rest as object) }
          },
        )
        // Indexes bring a collection that is not there yet.
        if (indexes.length > 0) await db.collection(name).createIndexes(indexes)
        else if (!existing.has(name)) await db.createCollection(name)
      }),
    )
  }
  // After those that take their place, so that no search goes without.
  for (const { collection, name } of retiredIndexes)
    if (await db.collection(collection).indexExists(name)) await db.collection(collection).dropIndex(name)
}

/** True when MongoDB refused a second document under a unique key. */
export function isDuplicateKey(err: unknown): boolean {
  return err instanceof Error && 'code' in err && err.code === 11000
}
