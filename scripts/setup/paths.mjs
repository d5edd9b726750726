import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout this file belongs to; also right for the copy that a build puts under `dist/scripts`. */
export const root = findRoot(path.dirname(fileURLToPath(import.meta.url)))

function findRoot(folder) {
  const manifest = path.join(folder, 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'otklik') return folder
  const parent = path.dirname(folder)
  if (parent === folder) throw new Error('package.json of Otklik was not found above scripts/setup')
  return findRoot(parent)
}

/** Folder that every clone of this user shares: the database program, the wine prefix, set-up locks. */
export function cacheDir() {
  const base = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache')
  return path.join(base, 'otklik')
}

/** `DATA_DIR` as an absolute path; relative values count from the checkout, not from the caller's folder. */
export function dataDir(env = process.env) {
  return path.resolve(root, env.DATA_DIR || './data')
}
