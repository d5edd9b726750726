/**
 * `npm start [-- --no-demo]`: installs, builds what is stale, brings MongoDB and runs Otklik until it is told to stop.
 * Stops in order: first Otklik, then the database.
 */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { ensureChromium } from './setup/chromium.mjs'
import { claimDataDir, openDatabase } from './setup/database.mjs'
import { loadEnv } from './setup/env-file.mjs'
import { guard } from './setup/guardian.mjs'
import { checkNode, installPackages } from './setup/install.mjs'
import { dataDir, root } from './setup/paths.mjs'
import { isPortFree } from './setup/ports.mjs'
import { exitOf, signal } from './setup/processes.mjs'
import { fail, SetupError, say } from './setup/progress.mjs'
import { runShown, stopRunning } from './setup/run.mjs'
import { listenForStop } from './setup/stop-request.mjs'

/** Exit code of "the port is taken", of this script and of Otklik itself. */
const PORT_TAKEN = 3

/** Otklik lets running work finish for 10 s; after this it has lost its way. */
const STOP_LIMIT = 13_000

/** Settings that show a real channel is meant; with none of them set this is the demo. */
const CHANNEL_SETTINGS = [
  'TELEGRAM_BOT_TOKEN',
  'MANAGER_BOT_TOKEN',
  'WHATSAPP_CLOUD_TOKEN',
  'IMAP_URL',
  'SMS_TOKEN',
]

let otklik
const stopRequest = listenForStop({
  onStop: stopRunning,
  onAgain() {
    if (!otklik) return
    say('Asked to stop a second time: ending Otklik at once.')
    signal(otklik.pid, 'SIGKILL')
  },
})
process.exitCode = await main().catch((error) => {
  fail(error)
  return process.exitCode
})
// Signal listeners and the parent watch would keep this process alive.
process.exit()

async function main() {
  const args = process.argv.slice(2)
  const unknown = args.find((arg) => arg !== '--no-demo' && arg !== '--demo')
  if (unknown) throw new SetupError(`unknown option ${unknown}; npm start knows --no-demo.`)
  checkNode()
  const env = loadEnv()
  const folder = dataDir(env)
  const lock = env.MONGODB_URI ? undefined : await claimDataDir(folder)
  let database
  try {
    await checkPort(env)
    await installPackages().finally(stopRequest.check)
    // Only this channel needs a browser; without one it says so in the panel and everything else works.
    if (env.WHATSAPP_PROVIDER === 'web')
      await ensureChromium('WhatsApp Web needs a browser').catch((error) => say(error.message))
    const lost = deferred()
    // The build is a process of its own so that its memory does not stay with us for the life of the server.
    const building = runShown(process.execPath, [path.join(root, 'scripts/build.mjs'), '--quiet'])
    const opening = openDatabase({ env, folder, onLost: lost.resolve })
    const [built, opened] = await Promise.allSettled([building, opening])
    database = opened.value
    stopRequest.check()
    if (opened.status === 'rejected') throw opened.reason
    if (built.status === 'rejected') throw built.reason
    if (built.value !== 0) throw new SetupError('the build failed; see above.')
    lock?.update({ mongodbUri: database.uri })
    stopRequest.check()
    return await runOtklik({ env, folder, args, uri: database.uri, lost: lost.promise })
  } finally {
    await database?.stop()
    lock?.release()
  }
}

async function runOtklik({ env, folder, args, uri, lost }) {
  const demo = isDemo(env, args)
  const child = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'dist/main.js')], {
    cwd: root,
    env: { ...env, MONGODB_URI: uri, DATA_DIR: folder, OTKLIK_DEMO: demo ? '1' : '0' },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own: Ctrl-C must reach us alone, so that things stop in order.
    detached: true,
  })
  child.on('error', (error) => say(`Otklik could not be started: ${error.message}`))
  if (child.pid === undefined) return 1
  guard(child)
  otklik = child
  const ended = exitOf(child)
  const reason = await Promise.race([
    ended.then(() => undefined),
    stopRequest.promise.then((name) => ({ line: `Stopping (${name}) …`, code: 0 })),
    lost.then((why) => ({
      line: `${why}; stopping. Look into ${path.join(folder, 'mongod.log')}.`,
      code: 1,
    })),
  ])
  if (reason) {
    say(reason.line)
    child.kill('SIGTERM')
    if ((await exitOf(child, STOP_LIMIT)) === undefined) {
      say(`Otklik did not stop within ${STOP_LIMIT / 1000} s; ending it. Nothing acknowledged is lost.`)
      signal(child.pid, 'SIGKILL')
    }
    const code = await ended
    // What it may have left behind in its group.
    signal(-child.pid, 'SIGKILL')
    return reason.code || (child.signalCode ? 1 : code)
  }
  const code = await ended
  signal(-child.pid, 'SIGKILL')
  if (code === 0) say('Otklik has ended.')
  else if (child.signalCode)
    say(`Otklik was ended by ${child.signalCode}. npm start starts it again; nothing acknowledged is lost.`)
  else if (code !== PORT_TAKEN) say(`Otklik ended with exit code ${code}; the reason is above.`)
  return code
}

function isDemo(env, args) {
  if (args.includes('--no-demo')) return false
  if (args.includes('--demo')) return true
  if (env.OTKLIK_DEMO !== undefined) return env.OTKLIK_DEMO === '1' || env.OTKLIK_DEMO === 'true'
  const whatsApp = env.WHATSAPP_PROVIDER && env.WHATSAPP_PROVIDER !== 'off'
  return !whatsApp && !CHANNEL_SETTINGS.some((name) => env[name])
}

// Asked before minutes of setting up, not after. Otklik itself looks again and says the same.
async function checkPort(env) {
  const roles = env.ROLES?.split(',').map((role) => role.trim())
  if (roles && !roles.includes('web')) return
  const port = Number(env.PORT || 3000)
  const host = env.HOST || '127.0.0.1'
  if (port > 0 && !(await isPortFree(port, host))) {
    throw new SetupError(
      `port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`,
      PORT_TAKEN,
    )
  }
}

function deferred() {
  let resolve
  const promise = new Promise((done) => {
    resolve = done
  })
  return { promise, resolve }
}
