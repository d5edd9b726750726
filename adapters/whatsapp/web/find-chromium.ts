import { existsSync } from 'node:fs'
import path from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** Path of the browser: the one that was named, else the first on the PATH; undefined where there is none. */
export function findChromium(named: string | undefined, env = process.env): string | undefined {
  if (named) return existsSync(named) ? named : undefined
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean)
  return names
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => existsSync(file))
}
