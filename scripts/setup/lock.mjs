import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { identityOf, isRunning, waitFor } from './processes.mjs'

/** What a lock file says, or undefined when there is none (or it is being written just now). */
export function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Takes a lock file, or tells who holds it. A lock whose process no longer runs is stale and is taken over.
 * @returns {{release(): void, update(facts: object): void, stale: boolean} | {holder: object}}
 */
export function tryLock(file, facts = {}) {
  mkdirSync(path.dirname(file), { recursive: true })
  const content = { ...identityOf(process.pid), ...facts }
  if (create(file, content)) return held(file, content, false)
  const holder = readLock(file)
  if (holder ? isRunning(holder) : age(file) < 5_000) return { holder: holder ?? {} }
  return takeOver(file, content)
}

/** Takes a lock file, waiting for its holder; `onWait(holder)` is called once if there is a wait. */
export async function waitForLock(file, { limit, onWait, facts } = {}) {
  let result
  let told = false
  const got = await waitFor(
    () => {
      result = tryLock(file, facts)
      if (result.release) return true
      if (!told) onWait?.(result.holder)
      told = true
      return false
    },
    limit ?? 15 * 60_000,
    200,
  )
  if (!got) throw new Error(`waited too long for ${file} (process ${result.holder.pid} holds it)`)
  return result
}

// Two starters may find the same dead lock. Only the one that makes the `.takeover` file may remove it, and it looks
// again first: the other may have finished its takeover in between.
function takeOver(file, content) {
  const permit = `${file}.takeover`
  if (!create(permit, content)) {
    if (age(permit) > 10_000) rmSync(permit, { force: true })
    return { holder: readLock(file) ?? {} }
  }
  try {
    const holder = readLock(file)
    if (holder && isRunning(holder)) return { holder }
    rmSync(file, { force: true })
    return create(file, content) ? held(file, content, true) : { holder: readLock(file) ?? {} }
  } finally {
    rmSync(permit, { force: true })
  }
}

function held(file, content, stale) {
  return {
    stale,
    release() {
      if (readLock(file)?.pid === process.pid) rmSync(file, { force: true })
    },
    update(facts) {
      Object.assign(content, facts)
      writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
  }
}

function create(file, content) {
  try {
    writeFileSync(file, JSON.stringify(content), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function age(file) {
  try {
    return Date.now() - statSync(file).mtimeMs
  } catch {
    return 0
  }
}
