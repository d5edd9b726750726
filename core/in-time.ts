/** Work did not end in the time it was given. It goes on; nobody waits for it any more. */
export class Overdue extends Error {}

/**
 * What `work` comes to, if it does within `ms`.
 *
 * @throws Overdue when it does not
 */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Overdue(`no end after ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
