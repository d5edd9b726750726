import type { Core } from '../core/context.js'

/** One command of `npm run otklik`: what it takes and what it does. The answer goes to stdout, all else to stderr. */
export interface Command {
  usage: string
  options: Record<string, { type: 'string' | 'boolean' }>
  /** Whether words without a flag may follow. */
  takesWords?: true
  /** Says its answer line by line. */
  run(core: Core, given: Given, words: readonly string[]): Promise<void>
}

/** Flags are texts; a switch that is on is `true`. */
export type Given = Record<string, string | undefined> & { yes?: string }

export class UsageError extends Error {}

/** Throws `UsageError` for what was not given. */
export function need(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new UsageError(`${name} is missing`)
  return value
}
