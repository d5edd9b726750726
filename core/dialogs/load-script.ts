import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import { checkScript, type ScriptProblemCode } from './check-script.js'
import { type Script, scriptSchema } from './script.js'

/** A mistake in the text of a script. `line` counts from 1. */
export interface ScriptTextProblem {
  /** `yaml`: cannot be read; `shape`: not what the schema wants; else what `checkScript` found. */
  code: 'yaml' | 'shape' | ScriptProblemCode
  /** `steps[3].next`; empty for the whole. */
  path: string
  line: number
  detail: string
}

export type ReadScript = { ok: true; script: Script } | { ok: false; problems: ScriptTextProblem[] }

/** Reads a script from YAML (or JSON): syntax, shape, and then the whole. Every mistake carries its line. */
export function readScript(source: string): ReadScript {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    const { line } = lines.linePos(broken.pos[0])
    return {
      ok: false,
      problems: [{ code: 'yaml', path: '', line, detail: broken.message.split('\n')[0] ?? '' }],
    }
  }
  const lineOf = (path: ReadonlyArray<PropertyKey>): number => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node: unknown = document.getIn(path.slice(0, depth), true)
      const start = rangeOf(node)
      if (start !== undefined) return lines.linePos(start).line
    }
    return 1
  }
  const at = (path: ReadonlyArray<PropertyKey>) => ({ path: showPath(path), line: lineOf(path) })

  const shape = scriptSchema.safeParse(toPlain(() => document.toJS({ maxAliasCount: 100 })))
  if (!shape.success) {
    const problems = shape.error.issues.map(
      (issue): ScriptTextProblem => ({ code: 'shape', ...at(issue.path), detail: issue.message }),
    )
    return { ok: false, problems }
  }
  const problems = checkScript(shape.data).map(
    ({ code, path, detail }): ScriptTextProblem => ({ code, ...at(path), detail }),
  )
  return problems.length > 0 ? { ok: false, problems } : { ok: true, script: shape.data }
}

/** A file that holds no runnable script; the message lists every mistake as `file:line path: code (detail)`. */
export class ScriptFileError extends Error {
  override readonly name = 'ScriptFileError'
  constructor(
    readonly file: string,
    readonly problems: ScriptTextProblem[],
  ) {
    super(
      problems
        .map(({ code, path, line, detail }) => `${file}:${line} ${path}: ${code} (${detail})`)
        .join('\n'),
    )
  }
}

/** Reads a script file. Throws ScriptFileError for mistakes in it, the system's error when it cannot be read. */
export async function loadScript(file: string): Promise<Script> {
  const read = readScript(await readFile(file, 'utf8'))
  if (!read.ok) throw new ScriptFileError(basename(file), read.problems)
  return read.script
}

/** All the `.yaml` scripts of a folder, by file name. Throws as `loadScript`. */
export async function loadScripts(folder: string): Promise<Script[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  return Promise.all(names.map((name) => loadScript(join(folder, name))))
}

/** Too many aliases make `toJS` throw; what is not there does not fit the schema. */
function toPlain(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return null
  }
}

function rangeOf(node: unknown): number | undefined {
  if (node === null || typeof node !== 'object' || !('range' in node)) return undefined
  return Array.isArray(node.range) && typeof node.range[0] === 'number' ? node.range[0] : undefined
}

function showPath(path: ReadonlyArray<PropertyKey>): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('')
}
