import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

/** A wire between the product and its database that can be cut and mended. */
export interface CutProxy {
  readonly port: number
  /** Ends every connection and refuses new ones. */
  cut(): void
  mend(): void
  /** Resolves when the product sends something large: more than one piece in one go. */
  begins(): Promise<void>
  close(): Promise<void>
}

export async function cutProxy(target: { host: string; port: number }): Promise<CutProxy> {
  const sockets = new Set<Socket>()
  let isCut = false
  let tell: () => void = () => undefined
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(target.port, target.host)
    near.on('data', (piece: Buffer) => {
      if (piece.length >= 65_536) tell()
    })
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    mend() {
      isCut = false
    },
    begins: () =>
      new Promise((resolve) => {
        tell = resolve
      }),
    close: () =>
      new Promise((resolve) => {
        cut()
        server.close(() => resolve())
      }),
  }
}
