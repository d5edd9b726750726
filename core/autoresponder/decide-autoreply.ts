import { closedSince, type Hours, isOpen, nextOpening } from '../schedule/working-hours.js'

/** Everything the decision depends on; nothing else does, so it can be explained and tested. */
export interface AutoreplyFacts {
  now: Date
  enabled: boolean
  /** Hours of whoever would answer: the assignee's own, else the company's. */
  hours: Hours
  /** A script still talks with the client. */
  dialogRuns: boolean
  /** Last time a person of the team wrote here. */
  staffWroteAt: Date | null
  /** The assignee is on a break until then. */
  breakUntil: Date | null
  /** The person cannot be written to. */
  reachable: boolean
}

export type AutoreplyReason =
  | 'closed'
  | 'on-break'
  | 'off'
  | 'open'
  | 'dialog-runs'
  | 'staff-is-answering'
  | 'already-answered'
  | 'unreachable'

export interface AutoreplyChoice {
  decision: 'answered' | 'silent'
  reason: AutoreplyReason
  /** When people are back; null when nobody knows. */
  backAt: Date | null
  /** Name of the closed period, for "once per period"; null where there is none. */
  period: string | null
}

/** Somebody of the team wrote so lately that an automatic answer would talk over them, ms. */
const answeringMs = 15 * 60_000

/** Whether to answer by itself, and why. Pure: "once per period" is kept by a unique key where the answer is stored. */
export function decideAutoreply(facts: AutoreplyFacts): AutoreplyChoice {
  const { now, hours } = facts
  const silent = (reason: AutoreplyReason): AutoreplyChoice => ({
    decision: 'silent',
    reason,
    backAt: null,
    period: null,
  })
  if (!facts.enabled) return silent('off')
  if (!facts.reachable) return silent('unreachable')
  if (facts.dialogRuns) return silent('dialog-runs')
  if (facts.staffWroteAt && now.getTime() - facts.staffWroteAt.getTime() < answeringMs)
    return silent('staff-is-answering')
  const closed = closedSince(hours, now)
  if (closed)
    return {
      decision: 'answered',
      reason: 'closed',
      backAt: nextOpening(hours, now),
      period: `closed:${closed.toISOString()}`,
    }
  if (facts.breakUntil && facts.breakUntil > now) {
    const backAt = isOpen(hours, facts.breakUntil) ? facts.breakUntil : nextOpening(hours, facts.breakUntil)
    return {
      decision: 'answered',
      reason: 'on-break',
      backAt,
      period: `break:${facts.breakUntil.toISOString()}`,
    }
  }
  return silent('open')
}
