import { createHash, randomBytes } from 'node:crypto'

/** 32 random bytes in the alphabet of addresses and Telegram start payloads. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret with enough entropy of its own: no salt, so that it can be looked up. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
