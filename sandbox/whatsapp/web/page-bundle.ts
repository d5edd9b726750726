import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))

/** The page's script: the built one, or bundled now when this runs from the sources. */
export async function pageScript(): Promise<string> {
  const built = path.join(here, '../../../public/whatsapp-web.js')
  if (existsSync(built)) return readFileSync(built, 'utf8')
  const { build } = await import('esbuild')
  const result = await build({
    entryPoints: [path.join(here, 'page/main.ts')],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: ['es2022'],
    logLevel: 'silent',
    write: false,
  })
  return result.outputFiles[0]?.text ?? ''
}
