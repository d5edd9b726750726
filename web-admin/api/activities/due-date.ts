import type { Core } from '../../../core/context.js'
import { OtklikError } from '../../../core/errors.js'
import { parseDate } from '../../../core/parse/parse-date.js'

/** When something is due: the instant given, or what the words mean by the company's calendar. Throws `date-not-understood`. */
export function dueDate(
  core: Core,
  given: { dueAt?: Date | undefined; when?: string | undefined; hasTime?: boolean | undefined },
): { dueAt: Date; hasTime?: boolean } {
  if (given.dueAt)
    return { dueAt: given.dueAt, ...(given.hasTime === undefined ? {} : { hasTime: given.hasTime }) }
  const parsed = parseDate(given.when ?? '', { now: core.clock.now(), zone: core.company.zone })
  if (!parsed.ok) throw new OtklikError('date-not-understood', { fields: { when: 'wrong-date' } })
  return { dueAt: parsed.value.at, hasTime: parsed.value.hasTime }
}

interface Due {
  dueAt?: Date | undefined
  when?: string | undefined
  hasTime?: boolean | undefined
}

/** The body of "complete" as the command takes it: the date of the next step read from its words. */
export function completion<Next extends Due, T extends { next?: Next | undefined }>(core: Core, body: T) {
  const { next, ...same } = body
  if (next === undefined) return same
  const { dueAt, when, hasTime, ...fields } = next
  return { ...same, next: { ...fields, ...dueDate(core, { dueAt, when, hasTime }) } }
}
