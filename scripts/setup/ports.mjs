import net from 'node:net'
import path from 'node:path'
import { tryLock } from './lock.mjs'
import { cacheDir } from './paths.mjs'

/** Whether a TCP port can be listened on. */
export function isPortFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', (error) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/**
 * Free TCP ports on 127.0.0.1 that no other set-up of this user chooses while we hold them: between finding a port free
 * and listening on it there are seconds in which another clone would find it free as well.
 */
export class PortReservations {
  #locks = []

  /** Takes `preferred` if it is to be had, else any. */
  async take(preferred) {
    for (let port = preferred; ; port = await anyFreePort()) {
      if (port === undefined) continue
      const lock = tryLock(path.join(cacheDir(), 'locks', `port-${port}.lock`))
      if (!lock.release) continue
      if (await isPortFree(port)) {
        this.#locks.push(lock)
        return port
      }
      lock.release()
    }
  }

  release() {
    for (const lock of this.#locks.splice(0)) lock.release()
  }
}

function anyFreePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Whether somebody answers on a TCP port, asked once with a limit in ms. */
export function answers(port, host = '127.0.0.1', limit = 1_000) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host })
    const end = (result) => {
      socket.destroy()
      resolve(result)
    }
    socket.setTimeout(limit, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}
