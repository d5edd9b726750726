import { readFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

/** Every file of ours still finds what lies beside it. */
const whereItWas: Plugin = {
  name: 'where-it-was',
  setup(context) {
    context.onLoad({ filter: /\.js$/ }, ({ path: file }) => {
      if (file.includes('node_modules')) return undefined
      const url = JSON.stringify(pathToFileURL(file).href)
      return { contents: readFileSync(file, 'utf8').replaceAll('import.meta.url', url), loader: 'js' }
    })
  },
}

/** What is native, or loaded only when it is needed. */
const external = [
  'sharp',
  '@node-rs/argon2',
  'whatsapp-web.js',
  'archiver',
  'esbuild',
  'bufferutil',
  'utf-8-validate',
]
const notInstalled = ['kerberos', '@mongodb-js/zstd', '@aws-sdk/*', 'gcp-metadata', 'snappy', 'socks', 'aws4']

let bundling: Promise<string> | undefined

/**
 * The built program and its libraries in one file, made once by each test file: the same code, but it takes a third of the
 * processor's time to load, which is most of what a life costs that ends within a second. Resolves with the file.
 */
export function wholeApp(dist: string, program: string): Promise<string> {
  bundling ??= bundle(dist, program)
  return bundling
}

async function bundle(dist: string, program: string): Promise<string> {
  const whole = path.join(dist, program.replace(/\.js$/, '.whole.js'))
  // Another file of tests may make it at the same time: nobody ever loads half of it.
  const making = `${whole}.${process.pid}`
  await build({
    entryPoints: [path.join(dist, program)],
    outfile: making,
    bundle: true,
    // Some libraries know each other's classes by name.
    keepNames: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: [...external, ...notInstalled, 'mongodb-client-encryption'],
    plugins: [whereItWas],
    banner: {
      js: "import { createRequire as requireIn } from 'node:module'; const require = requireIn(import.meta.url);",
    },
    logLevel: 'error',
  })
  await rename(making, whole)
  return whole
}
