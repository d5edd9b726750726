import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** A key of its own for each purpose, so that what is signed for one never passes for another. */
export function purposeKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `otklik site chat: ${purpose}`, 32))
}

/** HMAC-SHA256, base64url. */
export function mac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}

/** Compares in constant time; different lengths are simply unequal. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** A JSON value with its signature, safe in a header or an address. */
export function seal(key: Buffer, value: unknown): string {
  const body = Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${body}.${mac(key, body)}`
}

/** The sealed value, or undefined when a single character of it is not ours. Its shape is the caller's to check. */
export function unseal(key: Buffer, sealed: string): unknown {
  const [body, signature, ...rest] = sealed.split('.')
  if (!body || !signature || rest.length > 0 || !sameText(mac(key, body), signature)) return undefined
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
