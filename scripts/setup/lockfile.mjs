import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './paths.mjs'

const file = path.join(root, 'package-lock.json')

/*
 * Native packages come as one optional package per platform. npm leaves those out of package-lock.json that the registry
 * in use does not carry, and `npm ci` then refuses the whole lock file, here and everywhere else. So the entries are
 * written by their parents' word: exact version, platform by name, no integrity.
 */

const PLATFORM = /(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32|wasm32)/
const ARCH = /(arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64)/

/** Optional packages that package-lock.json should have and has not: `[{where, parent, name, version}]`. */
export function missingOptionals(lock = readLockfile()) {
  const missing = new Map()
  for (const [parent, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (resolve(lock.packages, parent, name)) continue
      missing.set(name, { where: `node_modules/${name}`, parent, name, version })
    }
  }
  return [...missing.values()]
}

/** Writes the missing entries; gives their number. */
export function completeLockfile() {
  const lock = readLockfile()
  const missing = missingOptionals(lock)
  for (const { where, parent, name, version } of missing) {
    if (!/^\d+\.\d+\.\d+/.test(version))
      throw new Error(`${name} has no exact version (${version} by ${parent})`)
    const platform = PLATFORM.exec(name)?.[1]
    const arch = ARCH.exec(name)?.[1]
    if (!platform) throw new Error(`${name}: its platform cannot be told from its name`)
    lock.packages[where] = {
      version,
      ...(arch && { cpu: [arch] }),
      ...(lock.packages[parent].dev && { dev: true }),
      ...(/musl|gnu/.test(name) &&
        platform === 'linux' && { libc: [name.includes('musl') ? 'musl' : 'glibc'] }),
      optional: true,
      os: [platform],
    }
  }
  if (missing.length > 0) {
    const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
    lock.packages = Object.fromEntries(sorted)
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  }
  return missing.length
}

function readLockfile() {
  return JSON.parse(readFileSync(file, 'utf8'))
}

// Node's way: beside the parent's own packages first, then every folder above.
function resolve(packages, parent, name) {
  let base = parent
  for (;;) {
    if (packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true
    if (base === '') return false
    const at = base.lastIndexOf('/node_modules/')
    base = at < 0 ? '' : base.slice(0, at)
  }
}
