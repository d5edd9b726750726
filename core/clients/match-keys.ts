import type { ContactPoint } from '../contacts/contact-point.model.js'
import { parsePhone } from '../parse/parse-phone.js'
import type { ClientCard } from './client.model.js'

/** Why two cards look like one person, the surest first. */
export const matchReasons = ['phone', 'email', 'link', 'username', 'name-company'] as const
export type MatchReason = (typeof matchReasons)[number]

type Matched = Pick<ClientCard, 'name' | 'companyId' | 'phones' | 'emails' | 'contested'>

/**
 * What another card of the same person would share: `<reason>:<value>`. A phone counts wherever it stands: on the card,
 * as a WhatsApp number, or said in a chat although it is another card's.
 */
export function matchKeysOf(
  client: Matched,
  points: readonly Pick<ContactPoint, 'kind' | 'value' | 'username'>[],
  companyKey: string | null,
): string[] {
  const keys = new Set<string>([
    ...client.phones.map((phone) => `phone:${phone}`),
    ...client.emails.map((email) => `email:${email}`),
    ...(client.contested ?? []),
  ])
  for (const { kind, value, username } of points) {
    // `79131234567` or `79131234567@c.us`; other suffixes hide the number.
    const number = kind === 'whatsapp' ? /^\+?(\d{8,15})(?:@c\.us)?$/.exec(value)?.[1] : undefined
    const phone = number === undefined ? null : parsePhone(`+${number}`)
    if (phone?.ok) keys.add(`phone:${phone.value}`)
    if (username) keys.add(`username:${kind} ${username.replace(/^@/, '').toLowerCase()}`)
  }
  const name = nameKey(client.name)
  if (companyKey && name.includes(' ')) keys.add(`name-company:${name} | ${companyKey}`)
  return [...keys].sort()
}

export function reasonOf(key: string): MatchReason {
  return key.slice(0, key.indexOf(':')) as MatchReason
}

/** «Петров Иван» and «Иван  Петров» are one. */
function nameKey(name: string): string {
  const words =
    name
      .normalize('NFC')
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return words.sort().join(' ')
}
