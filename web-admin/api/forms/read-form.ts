import type { z } from 'zod'
import { OtklikError } from '../../../core/errors.js'
import type { receiveFormInput } from '../../../core/inquiries/receive-form.js'
import { type FormFields, redirectField, trapField } from './schema.js'

type FormInput = z.input<typeof receiveFormInput>

/** Names under which forms have these fields; the first that is filled in counts. */
const known = {
  name: ['name', 'fio', 'имя'],
  phone: ['phone', 'tel', 'телефон'],
  email: ['email', 'mail', 'почта'],
  message: ['message', 'comment', 'text', 'сообщение', 'комментарий'],
  pageUrl: ['page', 'page_url', 'pageUrl'],
  referrer: ['referrer', 'referer'],
} as const

/**
 * What a site form says, as an inquiry: contact, words, UTM marks; every other field is an answer under its own name.
 * Throws `bad-input` when there is nothing in it to answer to.
 */
export function readForm(form: string, fields: FormFields, cameFrom: string | undefined): FormInput {
  const left = new Map(Object.entries(fields).filter(([, text]) => text !== ''))
  left.delete(redirectField)
  left.delete(trapField)
  const take = (names: readonly string[]): string | undefined => {
    const found = [...left.keys()].find((key) => names.includes(key.toLowerCase()))
    const text = found === undefined ? undefined : left.get(found)
    if (found !== undefined) left.delete(found)
    return text
  }
  const [name, phone, email, message] = [
    take(known.name),
    take(known.phone),
    take(known.email),
    take(known.message),
  ]
  if (!phone && !email && !message) throw new OtklikError('bad-input', { fields: { phone: 'required' } })
  const pageUrl = take(known.pageUrl) ?? cameFrom
  const referrer = take(known.referrer)
  const utm = Object.fromEntries(
    [...left].filter(([key]) => key.startsWith('utm_')).map(([key, text]) => [key, text.slice(0, 300)]),
  )
  for (const key of Object.keys(utm)) left.delete(key)
  return {
    channel: 'form',
    accountId: form,
    source: utm.utm_source?.slice(0, 100) ?? 'form',
    comment: message,
    answers: Object.fromEntries([...left].map(([key, text]) => [key, { label: key, text, value: text }])),
    origin: {
      ...(pageUrl ? { pageUrl: pageUrl.slice(0, 2_000) } : {}),
      ...(referrer ? { referrer: referrer.slice(0, 2_000) } : {}),
      ...(Object.keys(utm).length > 0 ? { utm } : {}),
    },
    ...(name ? { name: name.slice(0, 200) } : {}),
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
  }
}
