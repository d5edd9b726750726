import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './paths.mjs'
import { SetupError } from './progress.mjs'

const running = new Set()

/** Ends the programs that set-up steps are waiting for: somebody asked us to stop. */
export function stopRunning() {
  for (const child of running) child.kill('SIGTERM')
}

function track(child) {
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/**
 * Runs a program to its end, quietly; gives its stdout. On failure the SetupError carries what it printed, shortened.
 * @param {{cwd?: string, env?: object, what?: string, onLine?: (line: string) => void, limit?: number}} options
 *   `what` names the work in the error, `limit` is in ms
 */
export function run(command, args, { cwd = root, env = process.env, what = command, onLine, limit } = {}) {
  return new Promise((resolve, reject) => {
    const child = track(spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limit }))
    let output = ''
    let all = ''
    const take = (text, isAnswer) => {
      if (isAnswer) output += text
      all += text
      const line = text.trim().split('\n').at(-1)
      if (line) onLine?.(line.slice(0, 100))
    }
    child.stdout.setEncoding('utf8').on('data', (text) => take(text, true))
    child.stderr.setEncoding('utf8').on('data', (text) => take(text, false))
    child.on('error', (error) => reject(new SetupError(`${what} could not be started: ${error.message}`)))
    child.on('close', (code, signalName) => {
      if (code === 0) return resolve(output)
      const lines = stripVTControlCharacters(all).trim().split('\n')
      // The cause stands at the beginning or at the end, depending on the program.
      const tail = (lines.length > 30 ? [...lines.slice(0, 15), '…', ...lines.slice(-15)] : lines).join('\n')
      reject(new SetupError(`${what} failed (${signalName ?? `exit ${code}`}):\n${tail}`))
    })
  })
}

/** Runs a program whose output people should see as it comes, on stderr; gives its exit code. */
export function runShown(command, args, { cwd = root, env = process.env, stdout = 2 } = {}) {
  return new Promise((resolve, reject) => {
    const child = track(spawn(command, args, { cwd, env, stdio: ['ignore', stdout, 2] }))
    child.on('error', (error) => reject(new SetupError(`${command} could not be started: ${error.message}`)))
    child.on('close', (code) => resolve(code ?? 128))
  })
}

/** Full path of the first of these programs that is on the PATH, or undefined. */
export function onPath(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder || '.', name)
      try {
        accessSync(file, constants.X_OK)
        return file
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined
}
