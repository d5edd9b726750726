import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { root } from './paths.mjs'

/** The environment with `.env` of the checkout below it: what is set outside wins. */
export function loadEnv() {
  const file = path.join(root, '.env')
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  const env = { ...fromFile, ...process.env }
  // `NAME=` in .env.example means "not set".
  for (const name of Object.keys(fromFile)) if (env[name] === '') delete env[name]
  return env
}
