import { readFileSync, readlinkSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const locks = ['SingletonLock', 'SingletonCookie', 'SingletonSocket']

/**
 * Makes a browser profile free to be opened. Chromium leaves its lock behind when it or its machine dies, and then does
 * not start again. The account's lease says that nobody else works with this folder; a browser that outlived the Otklik
 * that started it is ended first, for two browsers in one profile ruin it.
 */
export async function freeProfile(folder: string): Promise<void> {
  const pid = ownerOf(folder)
  if (pid !== undefined && worksWith(pid, folder)) await end(pid)
  await Promise.all(locks.map((name) => rm(path.join(folder, name), { force: true })))
}

/** The lock is a link to `<host>-<pid>`. */
function ownerOf(folder: string): number | undefined {
  try {
    const target = readlinkSync(path.join(folder, 'SingletonLock'))
    const at = target.lastIndexOf('-')
    return target.slice(0, at) === hostname() ? Number(target.slice(at + 1)) : undefined
  } catch {
    return undefined
  }
}

/** Numbers of processes are used again: only one that was started with this very folder is ours. */
function worksWith(pid: number, folder: string): boolean {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return args.includes(`--user-data-dir=${folder}`)
  } catch {
    return false
  }
}

async function end(pid: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!kill(pid, signal)) return
    for (let waited = 0; waited < 3_000; waited += 100) {
      await delay(100)
      if (!kill(pid, 0)) return
    }
  }
}

function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
