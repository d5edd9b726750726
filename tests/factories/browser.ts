import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { type Browser, chromium } from 'playwright-core'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** Debian's Chromium, told not to talk to anybody but us. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Bundles the widget from the sources with the settings of `npm run build` and gives the file. */
export async function buildWidget(): Promise<string> {
  const outfile = path.join(await mkdtemp(path.join(tmpdir(), 'otklik-widget-')), 'widget.js')
  await build({
    absWorkingDir: root,
    entryPoints: ['adapters/site-chat/widget/main.ts'],
    outfile,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['es2020'],
    loader: { '.css': 'text' },
    legalComments: 'none',
    logLevel: 'silent',
  })
  return outfile
}
