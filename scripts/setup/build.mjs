import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { repoLock } from './install.mjs'
import { waitForLock } from './lock.mjs'
import { root } from './paths.mjs'
import { SetupError, say, step } from './progress.mjs'
import { run } from './run.mjs'

const dist = path.join(root, 'dist')
const manifestFile = path.join(dist, '.built.json')

/** What runs in Node: transpiled file by file into `dist`, same folders, with the files that lie beside it. */
const SERVER = [
  'main.ts',
  'otklik.ts',
  'commands',
  'core',
  'adapters',
  'bot',
  'jobs',
  'web-admin/api',
  'sandbox',
  'tests',
]

/** The set-up scripts go along: the built fault tests and benchmarks start databases with them. */
const SERVER_AS_IS = ['scripts/setup']

/** What runs in a browser and is therefore bundled, or is no part of the product. */
const NOT_SERVER = ['adapters/site-chat/widget', 'sandbox/page', 'sandbox/whatsapp/web/page', 'web-admin/ui']

/** Browser bundles: one self-contained script each, with the pages and pictures beside it. */
const BUNDLES = [
  { name: 'site chat widget', entry: 'adapters/site-chat/widget/main.ts', out: 'public/widget.js' },
  { name: 'sandbox page', entry: 'sandbox/page/main.ts', out: 'public/sandbox/main.js', assets: true },
  {
    name: 'simulated WhatsApp Web page',
    entry: 'sandbox/whatsapp/web/page/main.ts',
    out: 'public/whatsapp-web.js',
  },
]

const PANEL = 'web-admin/ui'

/**
 * Brings `dist` up to date: only what changed since the last build is made again, what was deleted goes.
 * @param {{fresh?: boolean, panel?: boolean}} [options] `fresh` forgets the last build, `panel: false` leaves the panel
 * @returns {Promise<{made: number}>} number of files and bundles made
 */
export async function build({ fresh = false, panel = true } = {}) {
  const lock = await waitForLock(repoLock('build'), {
    onWait: (holder) => say(`Another build (process ${holder.pid}) runs in this checkout; waiting for it.`),
  })
  try {
    if (fresh) rmSync(dist, { recursive: true, force: true })
    const known = readManifest()
    const next = { tools: toolsHash(), files: {}, bundles: {} }
    const last = known?.tools === next.tools ? known : { files: {}, bundles: {} }
    try {
      let made = await buildServer(last, next)
      for (const bundle of BUNDLES) made += await buildBundle(bundle, last, next)
      if (panel) made += await buildPanel(last, next)
      else next.bundles.panel = last.bundles.panel
      return { made }
    } finally {
      // What was made stays made when a later part fails.
      write(manifestFile, JSON.stringify(next))
    }
  } finally {
    lock.release()
  }
}

async function buildServer(last, next) {
  const sources = new Map(
    [...listFiles(SERVER), ...listFiles(SERVER_AS_IS)].map((file) => [file, mark(file)]),
  )
  for (const file of Object.keys(last.files)) {
    if (!sources.has(file)) for (const out of outputsOf(file)) rmSync(out, { force: true })
  }
  const stale = [...sources].filter(
    ([file, stamp]) => last.files[file] !== stamp || !existsSync(outputsOf(file)[0]),
  )
  const scripts = stale.map(([file]) => file).filter(isTypeScript)
  const assets = stale.map(([file]) => file).filter((file) => !isTypeScript(file))
  for (const file of assets) write(outputsOf(file)[0], readFileSync(path.join(root, file)))
  if (scripts.length > 0)
    await step(`Building the server (${scripts.length} files)`, () => transpile(scripts))
  next.files = Object.fromEntries(sources)
  return stale.length
}

async function transpile(files) {
  const esbuild = await import('esbuild')
  try {
    const result = await esbuild.build({
      absWorkingDir: root,
      entryPoints: files,
      outdir: dist,
      outbase: root,
      bundle: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'silent',
      write: false,
    })
    for (const file of result.outputFiles) write(file.path, file.contents)
  } catch (error) {
    throw buildError(error)
  } finally {
    await esbuild.stop()
  }
}

async function buildBundle({ name, entry, out, assets }, last, next) {
  if (!existsSync(path.join(root, entry))) return 0
  const folder = path.dirname(entry)
  const outFile = path.join(dist, out)
  const before = last.bundles[out]
  const beside = assets ? walk(folder).filter((file) => isPageFile(file)) : []
  const current = before && Object.keys(before).every((file) => before[file] === mark(file))
  if (current && existsSync(outFile) && beside.every((file) => file in before)) {
    next.bundles[out] = before
    return 0
  }
  await step(`Building the ${name}`, async () => {
    const esbuild = await import('esbuild')
    try {
      const result = await esbuild.build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile: outFile,
        bundle: true,
        minify: true,
        format: 'iife',
        platform: 'browser',
        target: ['es2020'],
        define: { 'process.env.NODE_ENV': '"production"' },
        loader: { '.css': 'text', '.svg': 'text' },
        legalComments: 'none',
        sourcemap: false,
        metafile: true,
        logLevel: 'silent',
        write: false,
      })
      for (const file of result.outputFiles) write(file.path, file.contents)
      for (const file of beside) {
        write(
          path.join(path.dirname(outFile), path.relative(folder, file)),
          readFileSync(path.join(root, file)),
        )
      }
      const inputs = [...Object.keys(result.metafile.inputs), ...beside]
      next.bundles[out] = Object.fromEntries(inputs.map((file) => [file, mark(file)]))
    } catch (error) {
      throw buildError(error)
    } finally {
      await esbuild.stop()
    }
  })
  return 1
}

async function buildPanel(last, next) {
  const config = path.join(root, PANEL, 'vite.config.ts')
  if (!existsSync(config)) return 0
  const inputs = Object.fromEntries(walk(PANEL).map((file) => [file, mark(file)]))
  const out = path.join(dist, 'panel')
  if (JSON.stringify(last.bundles.panel) === JSON.stringify(inputs) && existsSync(out)) {
    next.bundles.panel = inputs
    return 0
  }
  await step('Building the panel', async () => {
    const fresh = path.join(dist, 'panel.new')
    const vite = path.join(root, 'node_modules/vite/bin/vite.js')
    const args = [
      vite,
      'build',
      PANEL,
      '--config',
      config,
      '--outDir',
      fresh,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ]
    await run(process.execPath, args, {
      what: 'vite build',
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
    })
    // A running server goes on with the old panel until the new one is whole.
    rmSync(`${out}.old`, { recursive: true, force: true })
    if (existsSync(out)) renameSync(out, `${out}.old`)
    renameSync(fresh, out)
    rmSync(`${out}.old`, { recursive: true, force: true })
  })
  next.bundles.panel = inputs
  return 1
}

function listFiles(entries) {
  return entries.flatMap((entry) => {
    const full = path.join(root, entry)
    if (!existsSync(full)) return []
    return statSync(full).isDirectory() ? walk(entry) : [entry]
  })
}

function walk(folder) {
  const files = []
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && !NOT_SERVER.includes(file)) files.push(...walk(file))
    } else if (entry.isFile() && isWanted(entry.name)) {
      files.push(file)
    }
  }
  return files.sort()
}

function isWanted(name) {
  return (
    !/\.(test\.tsx?|md|tsbuildinfo)$/.test(name) && !name.startsWith('.') && !/^tsconfig.*\.json$/.test(name)
  )
}

function isTypeScript(file) {
  return file.endsWith('.ts') && !file.endsWith('.d.ts')
}

function isPageFile(file) {
  return !/\.(ts|tsx)$/.test(file)
}

function outputsOf(file) {
  if (!isTypeScript(file)) return [path.join(dist, file)]
  const js = path.join(dist, file.replace(/\.ts$/, '.js'))
  return [js, `${js}.map`]
}

function mark(file) {
  try {
    const { mtimeMs, size } = statSync(path.join(root, file))
    return `${Math.round(mtimeMs)}-${size}`
  } catch {
    return 'gone'
  }
}

// Who changes the build, or the packages it uses, wants everything built again.
function toolsHash() {
  const hash = createHash('sha256')
  hash.update(readFileSync(path.join(root, 'package-lock.json')))
  hash.update(readFileSync(path.join(root, 'scripts/setup/build.mjs')))
  return hash.digest('hex')
}

function readManifest() {
  try {
    return JSON.parse(readFileSync(manifestFile, 'utf8'))
  } catch {
    return undefined
  }
}

// By way of a rename: a process that starts meanwhile reads the old file or the new one, never half of one.
function write(file, content) {
  mkdirSync(path.dirname(file), { recursive: true })
  const part = `${file}.${process.pid}.part`
  writeFileSync(part, content)
  renameSync(part, file)
}

function buildError(error) {
  const lines = error.errors?.map((e) => `  ${e.location?.file}:${e.location?.line}: ${e.text}`)
  return lines?.length ? new SetupError(`the build failed:\n${lines.join('\n')}`) : error
}
