import { tmpdir } from 'node:os'
import path from 'node:path'
import { ChannelRegistry } from '../../core/channel-registry.js'
import { type Clock, ManualClock } from '../../core/clock.js'
import { type Core, officialChatLinks } from '../../core/context.js'
import { migrate, openDatabase } from '../../core/db.js'
import { FileStore } from '../../core/files.js'
import { newId } from '../../core/ids.js'
import { createLog } from '../../core/log.js'
import { ErasureJournal } from '../../core/privacy/erasure-journal.js'
import { SecretBox } from '../../core/secret-box.js'
import { Wake } from '../../core/wake.js'
import { giveDatabaseBack, takeDatabaseName } from './database.js'

/** A weekday noon in Moscow: office hours, no holiday. */
export const testNow = '2026-03-11T09:00:00.000Z'

export interface TestCore extends Core {
  /** Gives the database back and disconnects. Call it when nothing writes any more. */
  close(): Promise<void>
}

/** A core on a database of its own, migrated. `MONGODB_URI` is set by `npm test`. */
export async function buildCore(options: { clock?: Clock; databaseName?: string } = {}): Promise<TestCore> {
  const clock = options.clock ?? new ManualClock(testNow)
  const database = await openDatabase(testDatabaseUri(options.databaseName))
  await migrate(database)
  const log = createLog(process.env.TEST_LOG_LEVEL ?? 'silent')
  return {
    ...database,
    clock,
    log,
    company: {
      name: 'Реклама и мерч',
      zone: 'Europe/Moscow',
      locale: 'ru',
      publicUrl: 'http://127.0.0.1:3000',
      chatLinks: officialChatLinks,
    },
    channels: new ChannelRegistry(),
    files: new FileStore(database, clock),
    erasures: new ErasureJournal(path.join(tmpdir(), `otklik-test-${newId()}`)),
    secrets: new SecretBox('test-secret-of-the-installation-0000'),
    wake: new Wake(),
    close: async () => {
      await giveDatabaseBack(database.connection.getClient().db(database.connection.name))
      await database.connection.close()
    },
  }
}

/** The address of a database on the server of this test run; an empty one unless told which. */
export function testDatabaseUri(name = takeDatabaseName()): string {
  const uri = process.env.MONGODB_URI
  if (!uri) throw new Error('MONGODB_URI is not set: run the tests with `npm test`')
  // A replica set's address names several servers, which URL does not read.
  return uri.replace(/^(mongodb:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`)
}
