/**
 * `npm run bench [-- args]`: benchmarks on a throwaway database; the numbers go to `bench/results/<time>.json`.
 * The built benchmark gets `--out <file>` and MONGODB_URI.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from './setup/build.mjs'
import { guard } from './setup/guardian.mjs'
import { installPackages } from './setup/install.mjs'
import { startMongo } from './setup/mongodb.mjs'
import { root } from './setup/paths.mjs'
import { exitOf } from './setup/processes.mjs'
import { fail, SetupError, say, step } from './setup/progress.mjs'
import { stopRunning } from './setup/run.mjs'
import { listenForStop } from './setup/stop-request.mjs'

const folder = mkdtempSync(path.join(tmpdir(), 'otklik-bench-'))
let child
let mongo
listenForStop({
  onStop() {
    stopRunning()
    child?.kill('SIGTERM')
  },
})

try {
  await installPackages()
  await build({ panel: false })
  const program = path.join(root, 'dist/tests/bench/main.js')
  if (!existsSync(program)) throw new SetupError('there is no tests/bench/main.ts in this checkout.')
  const uri = process.env.MONGODB_URI ?? (await ownDatabase())
  const results = path.join(root, 'bench/results')
  mkdirSync(results, { recursive: true })
  const out = path.join(results, `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`)
  child = spawn(process.execPath, ['--enable-source-maps', program, '--out', out, ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, MONGODB_URI: uri, DATA_DIR: folder, NODE_ENV: 'production' },
    stdio: 'inherit',
  })
  guard(child)
  const code = await exitOf(child)
  process.exitCode = code
  if (code === 0 && !existsSync(out)) throw new SetupError('the benchmark ended well but wrote no results.')
  if (code === 0) say(`Results: ${path.relative(root, out)}`)
} catch (error) {
  fail(error)
} finally {
  await mongo?.stop({ discard: true })
  rmSync(folder, { recursive: true, force: true })
}
process.exit()

async function ownDatabase() {
  mongo = await step('Starting MongoDB for the benchmark', () =>
    startMongo({ dataDir: folder, port: undefined }),
  )
  return mongo.uri
}
