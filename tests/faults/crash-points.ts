/** Where a process is killed, in the order in which a message passes them. */
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
export type CrashPoint = (typeof crashPoints)[number]
