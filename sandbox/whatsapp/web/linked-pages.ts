import { randomBytes, randomInt } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { ToPage } from './protocol.js'

/** One opened page: not linked until somebody scans its code or the token it kept is known. */
export class OpenPage {
  linked = false
  /** Everything that was before has been handed over. */
  synced = false
  /** What its QR code begins with now. */
  ref = newRef()
  code: string | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(readonly socket: WebSocket) {}

  tell(message: ToPage): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message))
  }

  /** Shows a code and changes it every `refMs`; after `refs` of them the page is idle, as WhatsApp's is. */
  showCodes(refMs: number, refs: number): void {
    this.tell({ type: 'unpaired', ref: this.ref })
    let shown = 1
    clearInterval(this.#timer)
    this.#timer = setInterval(() => {
      if (this.linked) return clearInterval(this.#timer)
      if (shown++ >= refs) {
        clearInterval(this.#timer)
        this.ref = ''
        this.tell({ type: 'state', state: 'UNPAIRED_IDLE' })
        return
      }
      this.ref = newRef()
      this.tell({ type: 'ref', ref: this.ref })
    }, refMs)
    this.#timer.unref()
  }

  refresh(refMs: number, refs: number): void {
    this.ref = newRef()
    this.showCodes(refMs, refs)
  }

  newCode(): string {
    const letters = 'ABCDEFGHJKLMNPQRSTVWXYZ123456789'
    this.code = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')
    return this.code
  }

  close(): void {
    clearInterval(this.#timer)
    this.socket.terminate()
  }
}

function newRef(): string {
  return `2@${randomBytes(16).toString('base64')}`
}
