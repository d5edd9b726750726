import type { Actor } from '../../core/context.js'

/** `me`, `none`, `all` or an id, as queries take it: an id, `none`, or undefined for everybody. */
export function assigneeOf(by: Actor, asked: string | undefined): string | undefined {
  if (asked === undefined || asked === 'all') return undefined
  return asked === 'me' ? by.id : asked
}
