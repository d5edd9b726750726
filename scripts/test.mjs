/**
 * `npm test [-- args for jest]`: installs what is missing, builds, checks format, lint and types, and runs every test on
 * a throwaway database. `--full` runs the promises at full size, `--no-check` runs the tests alone.
 * Last line: `N passed, N failed`, where each check counts as one.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from './setup/build.mjs'
import { ensureChromium } from './setup/chromium.mjs'
import { guard } from './setup/guardian.mjs'
import { installPackages } from './setup/install.mjs'
import { startMongo } from './setup/mongodb.mjs'
import { root } from './setup/paths.mjs'
import { exitOf, signal } from './setup/processes.mjs'
import { fail, say, seconds, step } from './setup/progress.mjs'
import { stopRunning } from './setup/run.mjs'
import { listenForStop } from './setup/stop-request.mjs'

/** A test run that takes longer hangs (ms). Full-size promises may take as long as they take. */
const JEST_LIMIT = 40 * 60_000
/** Files that are run again. When more fail, something is broken. */
const MOST_AGAIN = 5

const args = process.argv.slice(2)
const full = take('--full')
const noCheck = take('--no-check')
const folder = mkdtempSync(path.join(fastestTemp(), 'otklik-test-'))
const steps = []
let current
let mongo

const stop = listenForStop({
  onStop() {
    stopRunning()
    if (current) signal(-current.pid, 'SIGTERM')
  },
})

let jest = { passed: 0, failed: 0, skipped: 0 }
try {
  await timed('set up: npm packages', installPackages)
  await timed('set up: browser', async () => {
    process.env.CHROMIUM_PATH = await ensureChromium('the browser tests need it')
  })
  // The database starts while the checks use the processor.
  const starting = timed('set up: MongoDB', ownDatabase)
  starting.catch(() => {})
  await timed('build', () => build())
  if (!noCheck) {
    await check('format and fast lint (biome)', 'node_modules/.bin/biome', ['check', '.'])
    await check('lint (eslint)', 'node_modules/.bin/eslint', ['.'])
    await check('types (tsc)', process.execPath, ['scripts/types.mjs'])
    await check('package-lock.json', process.execPath, ['scripts/lockfile.mjs', '--check'])
  }
  const uri = await starting
  if (!stop.asked) jest = await timed('tests (jest)', () => runJest(uri))
} catch (error) {
  fail(error)
  jest.failed += 1
} finally {
  await mongo?.stop({ discard: true })
  rmSync(folder, { recursive: true, force: true })
}
report()
process.exit()

// Every test makes a database of its own with all its indexes; in memory that takes less than half as long.
function fastestTemp() {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (bavail * bsize > 4 * 1024 ** 3) return '/dev/shm'
  } catch {
    // No such place here.
  }
  return tmpdir()
}

function take(flag) {
  const at = args.indexOf(flag)
  if (at >= 0) args.splice(at, 1)
  return at >= 0
}

async function timed(label, work) {
  const entry = { label, result: '', began: Date.now() }
  steps.push(entry)
  try {
    const value = await work()
    entry.result ||= 'ok'
    return value
  } catch (error) {
    entry.result = 'FAILED'
    throw error
  } finally {
    entry.ms = Date.now() - entry.began
  }
}

async function ownDatabase() {
  if (process.env.MONGODB_URI) return process.env.MONGODB_URI
  mongo = await step('Starting a throwaway MongoDB', () =>
    startMongo({
      dataDir: folder,
      oplogMb: 512,
      forgets: false,
      onCrash: async (member, code) => {
        say(
          `MongoDB crashed during the tests (exit code ${code}); tests that were using it fail. Starting it again.`,
        )
        say(member.lastErrors())
        await member.start().catch((error) => say(error.message))
      },
    }),
  )
  return mongo.uri
}

async function check(label, command, commandArgs) {
  if (stop.asked) return
  const entry = { label, began: Date.now(), check: true }
  steps.push(entry)
  say(`• ${label} …`)
  const code = await show(command, commandArgs)
  entry.ms = Date.now() - entry.began
  entry.result = code === 0 ? 'ok' : 'FAILED'
}

async function runJest(uri) {
  const env = {
    ...process.env,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim(),
    MONGODB_URI: uri,
    NODE_ENV: 'test',
    ...(mongo && { OTKLIK_FREE_DATABASES: path.join(folder, 'free-databases') }),
    ...(full && { OTKLIK_FULL: '1' }),
  }
  let files = await jestOnce(env, args)
  const bad = files.filter(({ failed }) => failed > 0)
  if (!full && !stop.asked && bad.length > 0 && bad.length <= MOST_AGAIN && bad.every(({ name }) => name)) {
    // What failed beside everything else is asked once more, alone and with nothing left over from the first time.
    say(`Failed, and run once more alone: ${bad.map(({ name }) => path.relative(root, name)).join(', ')}`)
    const again = await jestOnce(env, ['--runInBand', '--runTestsByPath', ...bad.map(({ name }) => name)])
    files = [...files.filter((file) => !bad.includes(file)), ...again]
  }
  const sum = (count) => files.reduce((total, file) => total + file[count], 0)
  if (sum('failed') > 0) steps.at(-1).result = 'FAILED'
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/** Runs jest; how many tests of each file passed, failed and were skipped. What failed outside of a file has no name. */
async function jestOnce(env, jestArgs) {
  const output = path.join(folder, 'jest.json')
  rmSync(output, { force: true })
  const command = ['node_modules/jest/bin/jest.js', '--json', '--outputFile', output, ...jestArgs]
  if (process.env.CI) command.push('--ci')
  const limit = full ? undefined : JEST_LIMIT
  const code = await show(process.execPath, command, { env, limit, stdout: 'ignore' })
  const outside = { name: '', passed: 0, failed: 1, skipped: 0 }
  let result
  try {
    result = JSON.parse(readFileSync(output, 'utf8'))
  } catch {
    say('jest ended without a result.')
    return [outside]
  }
  const files = result.testResults.map(({ name, status, assertionResults }) => {
    const of = (...wanted) => assertionResults.filter((test) => wanted.includes(test.status)).length
    // A file that could not even be loaded ran no test, and is a failure all the same.
    const failed = status === 'failed' ? Math.max(1, of('failed')) : 0
    return { name, passed: of('passed'), failed, skipped: of('pending', 'todo') }
  })
  return code !== 0 && files.every(({ failed }) => failed === 0) ? [...files, outside] : files
}

async function show(command, commandArgs, { env = process.env, limit, stdout = 2 } = {}) {
  // A group of its own, so that a run that hangs is ended with all that it has started.
  const child = spawn(command, commandArgs, { cwd: root, env, stdio: ['ignore', stdout, 2], detached: true })
  current = child
  if (child.pid === undefined) return 127
  guard(child)
  const code = await exitOf(child, limit)
  if (code === undefined) say(`Still running after ${limit / 60_000} minutes: ended.`)
  signal(-child.pid, 'SIGKILL')
  current = undefined
  return code ?? 1
}

function report() {
  const checks = steps.filter((entry) => entry.check)
  const passed = jest.passed + checks.filter((entry) => entry.result === 'ok').length
  const failed = jest.failed + checks.filter((entry) => entry.result !== 'ok').length
  const width = Math.max(...steps.map((entry) => entry.label.length))
  const lines = steps.map((entry) => {
    const time = entry.ms === undefined ? '' : seconds(entry.ms).padStart(8)
    return `${entry.label.padEnd(width)} ${time}  ${entry.result}`
  })
  const skipped = jest.skipped > 0 ? `, ${jest.skipped} skipped` : ''
  lines.push(`tests: ${jest.passed} passed, ${jest.failed} failed${skipped}; checks: ${checks.length}`)
  const bad = failed > 0 || jest.passed === 0 || stop.asked
  if (jest.passed === 0 && failed === 0) lines.push('No test ran, which is a failure.')
  process.exitCode = bad ? 1 : 0
  process.stdout.write(`\n${lines.join('\n')}\n${passed} passed, ${failed} failed\n`)
}
