import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Db } from 'mongodb'
import { newId } from '../../core/ids.js'

/*
 * Every test has a database of its own. Making one with all its indexes costs seconds, so on the throwaway server of
 * `npm test` an emptied one is given to the next test: a file in OTKLIK_FREE_DATABASES names each that is free. On a
 * server that stays (MONGODB_URI from outside) nothing is left behind: there they are dropped. A test that adds an index
 * takes it away again: the next test gets the database with the indexes it has.
 */

const freeDatabases = process.env.OTKLIK_FREE_DATABASES

/** A database nobody else uses: with collections and indexes already there, or not existing yet. */
export function takeDatabaseName(): string {
  if (freeDatabases) {
    mkdirSync(freeDatabases, { recursive: true })
    for (const name of readdirSync(freeDatabases)) {
      try {
        // Only one of two takers removes it.
        rmSync(path.join(freeDatabases, name))
        return name
      } catch {
        // Somebody else was faster.
      }
    }
  }
  return `test-${newId()}`
}

/** Gives a database back when nothing writes to it any more. Nobody else gets it unless it was emptied. */
export async function giveDatabaseBack(db: Db): Promise<void> {
  const collections = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray()
  // One that was profiled stays so: nobody else should have it.
  const isPlain = collections.every(({ name }) => !name.startsWith('system.'))
  if (!freeDatabases || !isPlain) {
    await db.dropDatabase()
    return
  }
  await Promise.all(collections.map(({ name }) => db.collection(name).deleteMany({})))
  writeFileSync(path.join(freeDatabases, db.databaseName), '')
}
