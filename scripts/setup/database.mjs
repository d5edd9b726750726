import path from 'node:path'
import { tryLock, waitForLock } from './lock.mjs'
import { startMongo } from './mongodb.mjs'
import { SetupError, say, step } from './progress.mjs'

/** The file in `DATA_DIR` that says which process runs the database there, and under which address. */
export function lockFile(folder) {
  return path.join(folder, 'otklik.lock')
}

/** Takes the data folder for `npm start`, or says in one line who has it and what to do. */
export async function claimDataDir(folder) {
  const file = lockFile(folder)
  const first = tryLock(file, { command: 'start' })
  if (first.release) {
    if (first.stale)
      say('  The last run did not end in order (its lock was left behind); carrying on from its data.')
    return first
  }
  if (first.holder.command === 'start') {
    throw new SetupError(
      `already running in ${folder} (process ${first.holder.pid}). Stop it with Ctrl-C in its window or ` +
        `\`kill ${first.holder.pid}\`; for a second one beside it set DATA_DIR and PORT.`,
    )
  }
  return waitForLock(file, {
    facts: { command: 'start' },
    onWait: (holder) =>
      say(`  A command (process ${holder.pid}) is using the database; waiting for it to finish.`),
  })
}

/**
 * The database of `npm start`: `MONGODB_URI`, else our own in the data folder, started again should it crash.
 * @param {{env: object, folder: string, onLost: (reason: string) => void}} options `onLost`: it crashes again and again
 * @returns {Promise<{uri: string, stop(): Promise<void>}>}
 */
export async function openDatabase({ env, folder, onLost }) {
  if (env.MONGODB_URI) return { uri: env.MONGODB_URI, stop: async () => {} }
  const crashes = []
  const mongo = await step('Starting MongoDB', () =>
    startMongo({ dataDir: folder, onCrash: (member, code) => restart(member, code, crashes, onLost) }),
  )
  say(`  ${mongo.name}, data in ${path.join(folder, 'db')}`)
  return { uri: withDatabaseName(mongo.uri), stop: mongo.stop }
}

// Without a name the driver would use one called "test".
function withDatabaseName(uri) {
  return uri.replace('/?', '/otklik?')
}

async function restart(member, code, crashes, onLost) {
  const now = Date.now()
  crashes.push(now)
  const recent = crashes.filter((at) => now - at < 10 * 60_000).length
  if (recent > 5) return onLost(`MongoDB crashed ${recent} times in ten minutes (exit code ${code})`)
  say(`MongoDB ended unexpectedly (exit code ${code}); starting it again.`)
  try {
    await member.start()
    say('MongoDB is back.')
  } catch (error) {
    onLost(`MongoDB could not be started again: ${error.message}`)
  }
}
