import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const cipher = 'aes-256-gcm'
const mark = 'v1'

/** The value was sealed with another key, for another place, or is no sealed value. */
export class CannotOpen extends Error {}

/**
 * Seals secrets before they are stored, with a key derived from the installation's own secret (SESSION_SECRET), so that
 * a copy of the database alone gives no tokens away. `place` is bound in: a sealed value is worth nothing elsewhere.
 */
export class SecretBox {
  readonly #key: Buffer

  constructor(private readonly secret: string) {
    this.#key = this.derive('stored secrets')
  }

  seal(text: string, place: string): string {
    const iv = randomBytes(12)
    const seal = createCipheriv(cipher, this.#key, iv)
    seal.setAAD(Buffer.from(place))
    const body = Buffer.concat([seal.update(text, 'utf8'), seal.final()])
    return [mark, iv, seal.getAuthTag(), body]
      .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
      .join('.')
  }

  /** Throws `CannotOpen`, most likely after SESSION_SECRET was changed. */
  open(sealed: string, place: string): string {
    const [version, iv, tag, body] = sealed.split('.')
    if (version !== mark || iv === undefined || tag === undefined || body === undefined)
      throw new CannotOpen()
    try {
      const open = createDecipheriv(cipher, this.#key, Buffer.from(iv, 'base64url'))
      open.setAAD(Buffer.from(place))
      open.setAuthTag(Buffer.from(tag, 'base64url'))
      return Buffer.concat([open.update(Buffer.from(body, 'base64url')), open.final()]).toString('utf8')
    } catch (cause) {
      throw new CannotOpen('a secret cannot be opened', { cause })
    }
  }

  /** A key of its own for each purpose: what is made for one never passes for another. 32 bytes. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.secret, '', `otklik: ${purpose}`, 32))
  }
}
