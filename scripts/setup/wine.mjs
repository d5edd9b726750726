import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { cacheDir } from './paths.mjs'
import { commandLine, processesWithEnv, waitFor } from './processes.mjs'
import { step } from './progress.mjs'
import { onPath, run } from './run.mjs'

/** The prefix (wine's idea of a Windows disk, 0.7 GB) that all clones of this user share. */
export function winePrefix() {
  return path.join(cacheDir(), 'wine')
}

/** Path of the program that runs Windows programs, or undefined. Debian's `wine64` package puts none on the PATH. */
export function wineLoader() {
  const debian = '/usr/lib/wine/wine64'
  return existsSync(debian) ? debian : onPath('wine64', 'wine')
}

/** Environment for a Windows program: our prefix, no window system, no debug chatter, no browser engine. */
export function wineEnv() {
  const env = { ...process.env }
  delete env.DISPLAY
  delete env.WAYLAND_DISPLAY
  return {
    ...env,
    WINEPREFIX: winePrefix(),
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    // File names reach the Windows program as UTF-8 whatever the machine's language is.
    LC_ALL: 'C.UTF-8',
  }
}

/** A path of ours as the Windows program sees it. */
export function windowsPath(file) {
  return `Z:${path.resolve(file).replaceAll('/', '\\')}`
}

/** Makes or renews the prefix; the caller holds the lock. A prefix that was cut short in the making is made anew. */
export async function prepareWine() {
  const prefix = winePrefix()
  const stamp = path.join(prefix, '.otklik-ready')
  const version = loaderVersion()
  const ready = existsSync(stamp) && readFileSync(stamp, 'utf8') === version
  if (ready) return
  if (!existsSync(stamp)) rmSync(prefix, { recursive: true, force: true })
  await step('Preparing wine for MongoDB (once)', async () => {
    mkdirSync(prefix, { recursive: true })
    await run(wineLoader(), ['wineboot.exe', '--update'], {
      env: wineEnv(),
      what: 'wineboot',
      limit: 300_000,
    })
    await waitForWine(30_000)
    writeFileSync(stamp, version)
  })
}

/**
 * Waits until wine's own background processes of our prefix are gone; they leave by themselves when the last program
 * ends. Nothing is killed: another clone may run its database in the same prefix, and then there is no wait.
 * @param {number} limit ms
 */
export async function waitForWine(limit = 10_000) {
  const prefix = winePrefix()
  await waitFor(
    () => {
      const left = processesWithEnv('WINEPREFIX', prefix)
      return left.length === 0 || left.some((pid) => commandLine(pid).includes('mongod.exe'))
    },
    limit,
    100,
  )
}

// The package's version is not asked of wine itself: that would start a wineserver.
function loaderVersion() {
  const { size, mtimeMs } = statSync(wineLoader())
  return `${size}-${Math.round(mtimeMs)}`
}
