import { domainToASCII } from 'node:url'
import { type Parsed, tidy } from './parsed.js'

export type EmailReason = 'no-email' | 'invalid'

const CANDIDATE = /[^\s<>()[\]"';:,]+@[^\s<>()[\]"';:@]+/u
const LOCAL = /^[a-z0-9!#$%&*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/

/**
 * An e-mail address out of what a person wrote, with words around it or spaces about the "@". Gives it in lower case
 * (no provider of note tells cases apart, and one person must not become two), the domain in ASCII (почта.рф is
 * punycode). Of several addresses the first is taken. Whether a mailbox exists is not known here.
 */
export function parseEmail(text: string): Parsed<string, EmailReason> {
  const clean = tidy(text)
    .replace(/^\s*mailto:/i, '')
    .replace(/\s*@\s*/g, '@')
    .toLowerCase()
  const candidate = clean.match(CANDIDATE)?.[0].replace(/[.,!?…»]+$/u, '')
  if (candidate === undefined) return { ok: false, reason: clean.includes('@') ? 'invalid' : 'no-email' }
  const at = candidate.lastIndexOf('@')
  const local = candidate.slice(0, at)
  const domain = domainToASCII(candidate.slice(at + 1))
  if (local.length > 64 || domain.length > 253 || !LOCAL.test(local) || !DOMAIN.test(domain)) {
    return { ok: false, reason: 'invalid' }
  }
  return { ok: true, value: `${local}@${domain}` }
}
