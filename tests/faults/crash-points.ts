/** Where a process is killed, in the order in which a client's message and its answer pass them. */
export const crashPoints = [
  'before-store',
  'in-transaction',
  'after-commit',
  'before-event',
  'mid-handler',
  'before-send',
  'mid-send',
  'after-settle',
] as const

/** Around what a job does: its claim of what is due, and the hand-over of a card or reminder to a colleague. */
export const jobPoints = ['in-claim', 'after-claim', 'before-notice', 'mid-notice'] as const
export type CrashPoint = (typeof crashPoints)[number] | (typeof jobPoints)[number]
