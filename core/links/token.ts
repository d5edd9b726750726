import { randomBytes } from 'node:crypto'
import type { InboundMessage } from '../channel.js'
import { hashSecret } from '../staff/secret.js'

/** Fits Telegram's start payload (64 of `A-Za-z0-9_-`) and stands out in a text. */
const shape = /(?<![\w-])link_[A-Za-z0-9_-]{22}(?![\w-])/

/** A new token: 132 bits nobody guesses. */
export function newToken(): string {
  return `link_${randomBytes(17).toString('base64url').slice(0, 22)}`
}

export function tokenHash(token: string): string {
  return hashSecret(token)
}

/** The token a message brings: the payload of a start link, or words a prefilled text put into the chat. */
export function tokenIn({ origin, content }: Pick<InboundMessage, 'origin' | 'content'>): string | null {
  const text = origin?.startPayload ?? (content.type === 'text' ? content.text : '')
  return shape.exec(text)?.[0] ?? null
}

/** The message as it goes on: a used token is nobody's source and nothing to read. */
export function withoutToken(inbound: InboundMessage, token: string): InboundMessage {
  const { startPayload, ...origin } = inbound.origin ?? {}
  const content =
    inbound.content.type === 'text'
      ? { ...inbound.content, text: inbound.content.text.replace(token, '').trim() || '/start' }
      : inbound.content
  return {
    ...inbound,
    content,
    origin: startPayload === token ? origin : inbound.origin,
  }
}
