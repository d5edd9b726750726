import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { waitForLock } from './lock.mjs'
import { cacheDir, root } from './paths.mjs'
import { SetupError, say, step } from './progress.mjs'
import { run } from './run.mjs'

const stamp = path.join(root, 'node_modules', '.otklik-installed')

/** Refuses a Node that is too old, in words, before anything strange happens. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(
      `Node ${process.versions.node} is too old: install Node 20.19 or newer (nodejs.org).`,
    )
  }
}

/** Installs the npm packages when they are missing or are not those of package-lock.json. */
export async function installPackages() {
  checkNode()
  if (isStamped()) return
  const lock = await waitForLock(repoLock('install'), {
    onWait: (holder) =>
      say(`Another set-up (process ${holder.pid}) is installing packages here; waiting for it.`),
  })
  try {
    if (isStamped()) return
    if (!matchesLockfile()) {
      await step('Installing npm packages (npm ci), a minute or so', () =>
        // NODE_ENV=production must not leave out what the build needs.
        run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { what: 'npm ci' }),
      )
    }
    writeFileSync(stamp, fingerprint())
  } finally {
    lock.release()
  }
}

/** A lock file outside the checkout (`npm ci` empties node_modules), one per checkout and purpose. */
export function repoLock(purpose) {
  const id = createHash('sha256').update(root).digest('hex').slice(0, 16)
  return path.join(cacheDir(), 'locks', `${purpose}-${id}.lock`)
}

function isStamped() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()
}

// Native packages are built for a platform and an ABI, so both belong to the fingerprint.
function fingerprint() {
  const hash = createHash('sha256')
  hash.update(readFileSync(path.join(root, 'package-lock.json')))
  hash.update(`${process.platform} ${process.arch} ${process.versions.modules}`)
  return hash.digest('hex')
}

// npm keeps what it really installed in node_modules/.package-lock.json. When a person has run `npm install`, that
// is as good as our own run. Packages missing there are fine only if they are optional (other platforms' binaries).
function matchesLockfile() {
  const hidden = path.join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([where, entry]) => {
    if (where === '') return true
    const present = installed[where]
    if (!present) return Boolean(entry.optional || entry.devOptional || entry.peer)
    return present.version === entry.version && present.integrity === entry.integrity
  })
}
