import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { guard } from './guardian.mjs'
import { answers } from './ports.mjs'
import { commandLine, exitOf, identityOf, isRunning, signal, waitFor } from './processes.mjs'
import { replicaSetName, withServer } from './replica-set.mjs'
import { waitForWine, windowsPath, wineEnv, wineLoader } from './wine.mjs'

const MB = 1024 * 1024

/** Idle files are closed after 20 s when more than 1,000 are open. */
const fileHandles = 'file_manager=(close_idle_time=20,close_scan_interval=5,close_handle_minimum=1000)'

/** mongod's exit code for "cannot listen on the port". */
const PORT_TAKEN = 48

/** One mongod process that can be stopped, killed and started again on the same data and port. */
export class MongoMember {
  port
  #child
  #stopping = false
  #options

  /** @param {{program: object, dbPath: string, logPath: string, cacheGb: number, oplogMb: number, forgets: boolean, onCrash?: Function}} options */
  constructor(options) {
    this.#options = options
  }

  /** Process id while it runs. */
  get pid() {
    return this.running ? this.#child.pid : undefined
  }

  get running() {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Starts the server and waits until it listens. Throws when it ends instead, with `portTaken` if that is why. */
  async start() {
    if (this.running) return
    const { dbPath, logPath, program } = this.#options
    mkdirSync(dbPath, { recursive: true })
    if (existsSync(logPath) && statSync(logPath).size > 20 * MB) renameSync(logPath, `${logPath}.1`)
    this.#stopping = false
    const [command, args, env] = this.#commandFor(program)
    // A group of its own: Ctrl-C in the terminal must reach us, not the database, which stops last.
    const child = spawn(command, args, { env, cwd: dbPath, detached: true, stdio: 'ignore' })
    this.#child = child
    let startError
    child.on('error', (error) => {
      startError = error
    })
    if (child.pid === undefined) {
      await new Promise((resolve) => setImmediate(resolve))
      throw new Error(`${command} could not be started: ${startError?.message}`)
    }
    guard(child)
    writeFileSync(this.#pidFile, JSON.stringify(identityOf(child.pid)))
    await this.#untilListening()
    child.once('exit', (code) => {
      if (!this.#stopping) this.#options.onCrash?.(this, code ?? 128)
    })
  }

  /** Stops in order: everything is on disk, the next start needs no recovery. */
  async stop() {
    if (!this.running) return
    this.#stopping = true
    await shutdown(this.port)
    // An orderly stop takes 1-3 s; a server that takes more than 20 s has lost its way.
    if ((await exitOf(this.#child, 20_000)) === undefined) await this.kill()
    await this.#ended()
  }

  /** kill -9: what a power cut does to the process. */
  async kill() {
    this.#stopping = true
    if (this.running) {
      this.#child.kill('SIGKILL')
      await exitOf(this.#child)
    }
    await this.#ended()
  }

  /** Ends a server that an earlier, killed run has left on the same data. Tells whether there was one. */
  async stopLeftover() {
    if (!existsSync(this.#pidFile)) return false
    const left = readIdentity(this.#pidFile)
    if (!left || !isRunning(left)) return false
    const line = commandLine(left.pid)
    if (!line.includes(this.#options.dbPath) && !line.includes(windowsPath(this.#options.dbPath)))
      return false
    const port = Number(/--port (\d+)/.exec(line)?.[1])
    if (port) await shutdown(port)
    if (!(await waitFor(() => !isRunning(left), 15_000, 100))) signal(left.pid, 'SIGKILL')
    await waitFor(() => !isRunning(left), 5_000, 50)
    return true
  }

  /** The last error lines of the server's log, for people. */
  lastErrors() {
    const { logPath } = this.#options
    if (!existsSync(logPath)) return ''
    const lines = tail(logPath, 64 * 1024).split('\n')
    const telling = lines.filter((line) => /"s":"[EF]"/.test(line)).slice(-3)
    return telling.length > 0
      ? `From ${logPath}:\n${telling.map((l) => `  ${l.slice(0, 300)}`).join('\n')}`
      : ''
  }

  #commandFor({ kind, program }) {
    const { dbPath, logPath, cacheGb, oplogMb, forgets } = this.#options
    const at = (file) => this.#pathFor(file)
    const args = [
      ...['--dbpath', at(dbPath), '--logpath', at(logPath), '--logappend'],
      ...['--port', String(this.port), '--bind_ip', '127.0.0.1', '--replSet', replicaSetName],
      ...['--wiredTigerCacheSizeGB', String(cacheGb), '--oplogSize', String(oplogMb)],
      // Every collection and index is a file. Many databases beside each other, as tests make them, would keep them all open
      // for ten minutes and run out of what the system allows; one database does not notice.
      ...['--wiredTigerEngineConfigString', fileHandles],
      // Reads Windows counters that wine does not have, and crashes there; a small office does not need it.
      ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
      ...(forgets ? [] : ['--setParameter', 'ttlMonitorEnabled=false']),
    ]
    if (kind === 'wine') return [wineLoader(), [program, ...args], wineEnv()]
    return [program, [...args, '--nounixsocket'], process.env]
  }

  // Recovery after a crash reads the journal first; it may take its time as long as the process lives.
  async #untilListening() {
    let strangerSince
    const settled = await waitFor(
      async () => {
        if (!this.running) return true
        const listener = await this.#whoListens()
        if (listener !== 'stranger') strangerSince = undefined
        else strangerSince ??= Date.now()
        return listener === 'us' || (strangerSince !== undefined && Date.now() - strangerSince > 3_000)
      },
      300_000,
      50,
    )
    if (this.running && settled && strangerSince === undefined) return
    const code = this.running ? undefined : this.#child.exitCode
    if (this.running) await this.kill()
    if (!settled) throw new Error('mongod runs but does not listen')
    const error = new Error(
      strangerSince
        ? `port ${this.port} is taken`
        : `mongod ended with exit code ${code ?? this.#child.signalCode}`,
    )
    error.portTaken = strangerSince !== undefined || code === PORT_TAKEN
    throw error
  }

  // Under wine a server whose port is taken may linger instead of ending. Its starter must not take the other server for
  // its own, so whoever answers is asked which data it holds.
  async #whoListens() {
    if (!(await answers(this.port))) return 'nobody'
    try {
      const { parsed } = await withServer(this.port, (admin) => admin.command({ getCmdLineOpts: 1 }))
      return samePath(parsed.storage.dbPath, this.#options.dbPath) ? 'us' : 'stranger'
    } catch {
      return 'stranger'
    }
  }

  async #ended() {
    rmSync(this.#pidFile, { force: true })
    if (this.#options.program.kind === 'wine') await waitForWine()
  }

  #pathFor(file) {
    return this.#options.program.kind === 'wine' ? windowsPath(file) : path.resolve(file)
  }

  get #pidFile() {
    return path.join(this.#options.dbPath, 'otklik.pid')
  }
}

async function shutdown(port) {
  try {
    // Forced: the only member of a set has nobody to hand over to. It closes the connection instead of answering.
    await withServer(port, (admin) => admin.command({ shutdown: 1, force: true, timeoutSecs: 0 }))
  } catch {
    // That the connection broke is the answer; whether the process has ended is seen by those who wait for it.
  }
}

// A server under wine tells Z:\home\me where we say /home/me.
function samePath(told, ours) {
  return told.replace(/^[A-Z]:/i, '').replaceAll('\\', '/') === path.resolve(ours)
}

function readIdentity(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function tail(file, bytes) {
  const descriptor = openSync(file, 'r')
  try {
    const size = statSync(file).size
    const buffer = Buffer.alloc(Math.min(bytes, size))
    readSync(descriptor, buffer, 0, buffer.length, Math.max(0, size - buffer.length))
    return buffer.toString('utf8')
  } finally {
    closeSync(descriptor)
  }
}
