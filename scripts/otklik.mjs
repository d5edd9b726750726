/**
 * `npm run otklik -- <command>`: a command on the data of this checkout. Uses the database of a running `npm start`, else
 * starts it for as long as the command runs. Stdout belongs to the command's answer; everything else goes to stderr.
 */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { build } from './setup/build.mjs'
import { lockFile, openDatabase } from './setup/database.mjs'
import { loadEnv } from './setup/env-file.mjs'
import { guard } from './setup/guardian.mjs'
import { installPackages } from './setup/install.mjs'
import { readLock, tryLock } from './setup/lock.mjs'
import { dataDir, root } from './setup/paths.mjs'
import { exitOf, waitFor } from './setup/processes.mjs'
import { fail, SetupError, say } from './setup/progress.mjs'
import { stopRunning } from './setup/run.mjs'
import { listenForStop } from './setup/stop-request.mjs'

/** Commands that only look at settings or at themselves. */
const NO_DATABASE = ['check-config', 'help', '--help', '-h', '--version', undefined]

let child
listenForStop({
  onStop() {
    stopRunning()
    child?.kill('SIGTERM')
  },
})

try {
  const args = process.argv.slice(2)
  const env = loadEnv()
  await installPackages()
  await build({ panel: false })
  process.exitCode = NO_DATABASE.includes(args[0])
    ? await runCommand(args, env)
    : await withDatabase(env, (uri) => runCommand(args, { ...env, MONGODB_URI: uri }))
} catch (error) {
  fail(error)
}
process.exit()

async function runCommand(args, env) {
  child = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'dist/otklik.js'), ...args], {
    cwd: root,
    env: { ...env, DATA_DIR: dataDir(env) },
    stdio: 'inherit',
    detached: false,
  })
  if (child.pid === undefined) throw new SetupError('dist/otklik.js could not be started.')
  guard(child)
  return exitOf(child)
}

async function withDatabase(env, work) {
  if (env.MONGODB_URI) return work(env.MONGODB_URI)
  const folder = dataDir(env)
  const claimed = await claimOrJoin(lockFile(folder))
  if (claimed.mongodbUri) return work(claimed.mongodbUri)
  const database = await openDatabase({ env, folder, onLost: (why) => say(why) })
  try {
    return await work(database.uri)
  } finally {
    await database.stop()
    claimed.release()
  }
}

// A running `npm start` lends its database as soon as it is up; another command's database goes with that command,
// so it is waited for.
async function claimOrJoin(file) {
  let result
  let told = false
  const got = await waitFor(
    () => {
      const attempt = tryLock(file, { command: 'otklik' })
      result = attempt.release ? attempt : readLock(file)
      if (attempt.release || result?.mongodbUri) return true
      if (!told) say(`Waiting for process ${attempt.holder.pid}, which has the database.`)
      told = true
      return false
    },
    10 * 60_000,
    200,
  )
  if (!got)
    throw new SetupError(
      `the database stayed in use by process ${result?.pid} for ten minutes; stop it first.`,
    )
  return result
}
