import net from 'node:net'

/** Whether a TCP port can be listened on. */
export function isPortFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', (error) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** A TCP port that nobody listens on at this moment; `preferred` first. */
export async function freePort(preferred, taken = new Set()) {
  if (preferred && !taken.has(preferred) && (await isPortFree(preferred))) return preferred
  for (;;) {
    const port = await new Promise((resolve, reject) => {
      const server = net.createServer()
      server.once('error', reject)
      server.listen({ port: 0, host: '127.0.0.1' }, () => {
        const { port: chosen } = server.address()
        server.close(() => resolve(chosen))
      })
    })
    if (!taken.has(port)) return port
  }
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
