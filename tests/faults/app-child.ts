import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { wholeApp } from './whole-app.js'

const dist = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../dist')

/** The built product as a process of its own, which may die. */
export interface AppChild {
  readonly url: string
  /** True until the process has ended, in whatever way. */
  readonly alive: boolean
  /** Resolves when it has ended, with the signal or code. */
  readonly ended: Promise<string>
  /** What it wrote to stdout and stderr. */
  readonly output: string
  /** Stopped by SIGSTOP, as a process is that the machine has no time for. */
  readonly frozen: boolean
  thaw(): void
  /** Resident memory now, MB. */
  memory(): number
  kill(): Promise<void>
  /** In order, as on SIGTERM. */
  stop(): Promise<void>
}

/** A process that has loaded the product and waits to be told to work. */
export interface ReadyChild {
  /** Resolves when it works. */
  work(env: Record<string, string>): Promise<AppChild>
  kill(): Promise<void>
}

/** `startOtklik` with a way to die. */
const crashingApp = 'tests/faults/crashing-app.js'

/** The same in one file. */
export const wholeCrashingApp = () => wholeApp(dist, crashingApp)

/** Loads the program. Loading takes longer than starting, so a test that kills many has the next one ready. */
export function readyChild(program = crashingApp): ReadyChild {
  const child = spawnProgram(program, {})
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  const ended = endOf(child)
  const end = async (act: () => void) => {
    if (child.exitCode === null && child.signalCode === null) act()
    await ended
  }
  const kill = () => end(() => child.kill('SIGKILL'))
  return {
    kill,
    async work(env) {
      const url = await new Promise<string>((resolve, reject) => {
        child.on('message', (said: { url?: string }) => said.url && resolve(said.url))
        void ended.then((how) => reject(new Error(`the app ended with ${how}\n${output}`)))
        child.send({ env: { ...quiet, ...env } })
      })
      return {
        url,
        get alive() {
          return child.exitCode === null && child.signalCode === null
        },
        get output() {
          return output
        },
        ended,
        get frozen() {
          return /State:\s+T/.test(readFileSync(`/proc/${child.pid}/status`, 'utf8'))
        },
        thaw: () => void child.kill('SIGCONT'),
        memory: () =>
          Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024,
        kill,
        stop: () => end(() => child.send('stop')),
      }
    },
  }
}

/** Runs `dist/main.js`, the program of `npm start`, until it ends by itself. */
export async function runMain(env: Record<string, string>): Promise<{ how: string; output: string }> {
  const child = spawnProgram('main.js', env)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  const how = await endOf(child)
  return { how, output }
}

/** A port that was free a moment ago: for processes that must be found at the same address after a restart. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const quiet = { NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '0' }

function spawnProgram(program: string, env: Record<string, string>): ChildProcess {
  const { PATH, HOME, TZ } = process.env
  return spawn(process.execPath, ['--enable-source-maps', path.resolve(dist, program)], {
    env: { PATH, HOME, TZ, ...quiet, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? String(code))))
}
