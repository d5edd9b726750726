import { randomUUID } from 'node:crypto'
import type { Core } from './context.js'
import { type Database, migrate } from './db.js'
import { Lease, pause } from './lease.js'

/** Brings the database to this version, one process at a time; the others wait. Throws what the database throws. */
export async function migrateOnce(core: Pick<Core, 'models' | 'log'> & Database): Promise<void> {
  const db = core.connection.getClient().db(core.connection.name)
  const exists = await db
    .listCollections({ name: core.models.Lease.collection.name }, { nameOnly: true })
    .hasNext()
  // The lease itself needs its collection; creating one that somebody creates at the same moment is an error we can bear.
  if (!exists) await db.createCollection(core.models.Lease.collection.name).catch(() => undefined)
  const lease = new Lease(core, 'migration', randomUUID())
  while (!(await lease.acquire())) await pause(500)
  try {
    await migrate(core)
  } finally {
    await lease.release()
  }
}
