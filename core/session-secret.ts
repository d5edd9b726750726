import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * The key of cookies and visitor tokens when SESSION_SECRET does not set one: made once and kept in the data folder.
 * Processes that share no folder need the setting.
 */
export async function sessionSecret(dataDir: string, given: string | undefined): Promise<string> {
  if (given) return given
  const file = path.join(dataDir, 'session-secret')
  await mkdir(dataDir, { recursive: true })
  try {
    // `wx`: of two processes starting at once one writes, both read the same.
    await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err
  }
  return (await readFile(file, 'utf8')).trim()
}
