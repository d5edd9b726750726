const colour = process.stderr.isTTY && !process.env.NO_COLOR
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)

/** One line for people. Always stderr: `npm run otklik` must keep stdout for its answer. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** A mistake a person can mend: shown as one line, without a stack. */
export class SetupError extends Error {
  /** @param {string} message what happened and what to do  @param {number} exitCode of the process */
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Seconds with one digit, for people. */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`
}

/**
 * Runs a long step and tells about it: a line when it begins, one every 15 s while it lasts, one at the end.
 * `work` gets a function that sets what the waiting lines say.
 */
export async function step(label, work) {
  const began = Date.now()
  let detail = ''
  say(`${paint(36, '•')} ${label} …`)
  const timer = setInterval(() => {
    say(`  ${label}: still at it, ${seconds(Date.now() - began)}${detail && ` (${detail})`}`)
  }, 15_000)
  timer.unref()
  try {
    const result = await work((text) => {
      detail = text
    })
    say(`${paint(32, '✓')} ${label} (${seconds(Date.now() - began)})`)
    return result
  } catch (error) {
    say(`${paint(31, '✗')} ${label} (${seconds(Date.now() - began)})`)
    throw error
  } finally {
    clearInterval(timer)
  }
}

/** Ends a script: a SetupError becomes its line, anything else keeps its stack for a report. */
export function fail(error) {
  if (error instanceof SetupError) {
    say(`${paint(31, 'Otklik:')} ${error.message}`)
    process.exitCode = error.exitCode
  } else {
    say(paint(31, 'Otklik: the set-up script itself failed; please report this:'))
    say(error?.stack ?? String(error))
    process.exitCode = 1
  }
}
