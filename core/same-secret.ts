import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares a secret somebody sent with ours, in a time that tells nothing of either. */
export function sameSecret(given: string | undefined, ours: string): boolean {
  return timingSafeEqual(digest(given ?? ''), digest(ours)) && ours !== ''
}

function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest()
}
