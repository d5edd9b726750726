import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { FileScanner, ScanVerdict } from '../../core/files/scanner.js'

/** A scanner that says nothing for so long is not there, ms. */
const patienceMs = 60_000
/** Bytes of one piece on the wire. */
const pieceSize = 64 * 1024

/**
 * ClamAV's daemon over TCP (`tcp://host:3310`) or its socket (`unix:///run/clamav/clamd.ctl`), command `zINSTREAM`: pieces
 * with their length before them, an empty one at the end. Source: clamd(8).
 */
export class ClamdScanner implements FileScanner {
  readonly #where: { host: string; port: number } | { path: string }

  constructor(address: string) {
    const url = new URL(address)
    this.#where =
      url.protocol === 'unix:'
        ? { path: decodeURIComponent(url.pathname) }
        : { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 3310) }
  }

  /** Rejects when clamd cannot be reached, breaks off, is too slow or says something else than a verdict. */
  async scan(body: Readable): Promise<ScanVerdict> {
    const socket = connect(this.#where as never)
    socket.setTimeout(patienceMs, () => socket.destroy(new Error('clamd does not answer')))
    const answer = readAnswer(socket)
    // Told below; until then nobody waits for it.
    answer.catch(() => undefined)
    try {
      await send(socket, body)
      return verdictOf(await answer)
    } finally {
      body.destroy()
      socket.destroy()
    }
  }
}

async function send(socket: Socket, body: Readable): Promise<void> {
  await write(socket, Buffer.from('zINSTREAM\0'))
  for await (const chunk of body) {
    const bytes = chunk as Buffer
    for (let at = 0; at < bytes.length; at += pieceSize) {
      // It said its word and closed, because the file is larger than it takes.
      if (socket.readableEnded || socket.destroyed) return
      const piece = bytes.subarray(at, at + pieceSize)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(piece.length)
      await write(socket, Buffer.concat([length, piece]))
    }
  }
  await write(socket, Buffer.alloc(4))
}

/** Resolves when the piece is on its way; what goes wrong with the socket is told by the answer that does not come. */
function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve()
    socket.write(bytes, () => resolve())
  })
}

function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (part: string) => {
      text = (text + part).slice(0, 2_000)
      if (text.includes('\0')) resolve(text)
    })
    socket.on('end', () => (text === '' ? reject(new Error('clamd broke off')) : resolve(text)))
    socket.on('error', (err) => (text === '' ? reject(err) : resolve(text)))
    socket.on('close', () => reject(new Error('clamd broke off')))
  })
}

/** `stream: OK`, `stream: Eicar-Signature FOUND`, `INSTREAM size limit exceeded. ERROR`. */
function verdictOf(answer: string): ScanVerdict {
  const line = answer.replaceAll('\0', '').trim()
  if (line === 'stream: OK') return { verdict: 'clean' }
  const found = /^stream: (.+) FOUND$/.exec(line)
  if (found) return { verdict: 'infected', threat: (found[1] ?? '').slice(0, 200) }
  if (/size limit exceeded/i.test(line)) return { verdict: 'too-large' }
  throw new Error(`clamd answered: ${line.slice(0, 200)}`)
}
