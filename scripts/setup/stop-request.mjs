import { SetupError } from './progress.mjs'

/**
 * Collects every way of being asked to stop: Ctrl-C, SIGTERM, a closed terminal, an npm that was ended above us.
 * @param {{onStop?: (reason: string) => void, onAgain?: () => void}} listeners `onAgain`: asked a second time, seriously
 */
export function listenForStop({ onStop, onAgain } = {}) {
  let resolve
  const promise = new Promise((done) => {
    resolve = done
  })
  let firstAt
  const ask = (reason) => {
    if (firstAt === undefined) {
      firstAt = Date.now()
      resolve(reason)
      onStop?.(reason)
    } else if (Date.now() - firstAt > 1_500) {
      // Sooner is the same Ctrl-C twice: once from the terminal, once passed on by npm.
      onAgain?.()
    }
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => ask(name))
  // A closed terminal must not stop the stopping.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid
    const watch = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(watch)
      ask('npm has ended')
    }, 500)
    watch.unref()
  }
  return {
    /** Resolves with the reason when somebody asks. */
    promise,
    get asked() {
      return firstAt !== undefined
    },
    /** Throws if somebody has asked. */
    check() {
      if (firstAt !== undefined) throw new SetupError('stopped before it was up.', 130)
    },
  }
}
