import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/**
 * When a process began, in the system's own notation; undefined when there is no such (live) process. Together with
 * the pid it names one process for ever: pids are used again, pairs are not.
 */
export function processStart(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
    } catch {
      return undefined
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}

/** Whether the very process that `identity` was taken of still runs. */
export function isRunning(identity) {
  const started = processStart(identity?.pid)
  return started !== undefined && (identity.started === undefined || identity.started === started)
}

/** Pid and start time, to be written into locks. */
export function identityOf(pid) {
  return { pid, started: processStart(pid) }
}

/** Command line of a process, words separated by spaces; empty when unknown. */
export function commandLine(pid) {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/** Live processes (Linux) whose environment holds exactly `name=value`. */
export function processesWithEnv(name, value) {
  const found = []
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const words = readFileSync(`/proc/${entry}/environ`, 'utf8').split('\0')
      if (words.includes(`${name}=${value}`) && processStart(Number(entry)) !== undefined)
        found.push(Number(entry))
    } catch {
      // Somebody else's process, or one that has just ended.
    }
  }
  return found
}

/** Sends a signal; false when the process is gone already. */
export function signal(pid, name) {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

/** Waits until `condition()` is truthy, asking every `every` ms; false after `limit` ms. */
export async function waitFor(condition, limit, every = 50) {
  const until = Date.now() + limit
  for (;;) {
    if (await condition()) return true
    if (Date.now() >= until) return false
    await new Promise((resolve) => setTimeout(resolve, every))
  }
}

/** Waits for a spawned child to end; resolves with its exit code (or 128 for a signal), undefined after `limit` ms. */
export function exitOf(child, limit) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? 128)
  return new Promise((resolve) => {
    const timer = limit === undefined ? undefined : setTimeout(() => resolve(undefined), limit)
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve(code ?? 128)
    })
  })
}
