import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { mongo } from 'mongoose'
import type { Database } from './db.js'

const { EJSON } = mongo.BSON
const format = 'otklik-backup-1'
const batchSize = 500
/** Who holds what right now means nothing in a copy. */
const leftOut = new Set(['leases', 'agenda_jobs'])

/**
 * Writes every collection to one gzip file of Extended JSON lines, files included, from one snapshot in time. Returns
 * how many documents there are. Nothing is locked; the product goes on.
 */
export async function writeBackup(
  { connection }: Pick<Database, 'connection'>,
  file: string,
): Promise<number> {
  const db = connection.getClient().db(connection.name)
  const names = (await db.listCollections({}, { nameOnly: true }).toArray())
    .map(({ name }) => name)
    .filter((name) => !leftOut.has(name) && !name.startsWith('system.'))
    .sort()
  const session = connection.getClient().startSession({ snapshot: true })
  let count = 0
  async function* lines() {
    yield `${JSON.stringify({ format, collections: names })}\n`
    for (const name of names) {
      for await (const doc of db.collection(name).find({}, { session, batchSize })) {
        count += 1
        yield `${EJSON.stringify({ c: name, d: doc }, { relaxed: false })}\n`
      }
    }
    yield `${JSON.stringify({ end: count })}\n`
  }
  try {
    await pipeline(
      Readable.from(lines()),
      createGzip(),
      createWriteStream(file, { mode: 0o600, flags: 'wx' }),
    )
  } finally {
    await session.endSession()
  }
  return count
}

/** A backup that cannot be restored, in words for the person at the console. */
export class BackupError extends Error {}

/**
 * Restores a backup into a migrated database without clients and conversations of its own; throws `BackupError` for one
 * that has them, for a file that is not a backup and for one that was cut short. Returns how many documents came back.
 */
export async function restoreBackup({ connection, models }: Database, file: string): Promise<number> {
  const [conversation, client] = await Promise.all([models.Conversation.exists({}), models.Client.exists({})])
  if (conversation || client) throw new BackupError('the database is not empty: restore into a new one')
  const db = connection.getClient().db(connection.name)
  const lines = createInterface({
    input: createReadStream(file).pipe(createGunzip()),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  const waiting = new Map<string, mongo.Document[]>()
  let count = 0
  let begun = false
  let ended: number | null = null
  const flush = async (name: string) => {
    const docs = waiting.get(name) ?? []
    waiting.set(name, [])
    if (docs.length === 0) return
    await db.collection(name).bulkWrite(
      docs.map((doc) => ({
        replaceOne: { filter: { _id: doc._id as mongo.ObjectId }, replacement: doc, upsert: true },
      })),
      { ordered: false },
    )
  }
  for await (const line of lines) {
    const row = EJSON.parse(line, { relaxed: false }) as {
      format?: string
      c?: string
      d?: mongo.Document
      end?: unknown
    }
    if (!begun) {
      if (row.format !== format) throw new BackupError('this file is not a backup of Otklik')
      begun = true
    } else if (row.c !== undefined && row.d !== undefined) {
      const docs = waiting.get(row.c) ?? []
      docs.push(row.d)
      waiting.set(row.c, docs)
      count += 1
      if (docs.length >= batchSize) await flush(row.c)
    } else if (row.end !== undefined) ended = Number(row.end)
  }
  for (const name of waiting.keys()) await flush(name)
  if (ended !== count)
    throw new BackupError('the file is cut short: what it held was restored, the rest is missing')
  return count
}
