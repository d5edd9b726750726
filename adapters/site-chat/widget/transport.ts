/**
 * The two ways to carry Engine.IO packets (protocol 4): a WebSocket, and long polling for networks whose proxies let no
 * WebSocket through. Text packets only: the chat sends files over HTTP.
 */
export interface Transport {
  send(packet: string): void
  close(): void
}

export interface TransportEvents {
  packet(packet: string): void
  /** Once, unless we closed it ourselves. */
  closed(): void
}

export type OpenTransport = (address: string, events: TransportEvents) => Transport

/** @param address of the engine, with `EIO=4` in its query */
export const openWebSocket: OpenTransport = (address, events) => {
  const socket = new WebSocket(`${address.replace(/^http/, 'ws')}&transport=websocket`)
  socket.onmessage = ({ data }) => typeof data === 'string' && events.packet(data)
  socket.onclose = () => events.closed()
  return {
    send: (packet) => socket.send(packet),
    close: () => {
      socket.onmessage = socket.onclose = null
      socket.close()
    },
  }
}

const separator = '\u001e'

export const openPolling: OpenTransport = (address, events) => {
  const end = new AbortController()
  let at = `${address}&transport=polling`
  let queue: string[] = []
  let posting = false

  const ask = async (init?: RequestInit): Promise<string> => {
    const answer = await fetch(`${at}&t=${Date.now().toString(36)}`, {
      ...init,
      signal: end.signal,
      cache: 'no-store',
    })
    if (!answer.ok) throw new Error(String(answer.status))
    return answer.text()
  }
  const fail = () => {
    if (end.signal.aborted) return
    end.abort()
    events.closed()
  }
  const poll = async () => {
    while (!end.signal.aborted) {
      for (const packet of (await ask()).split(separator)) {
        if (packet.startsWith('0')) at += `&sid=${(JSON.parse(packet.slice(1)) as { sid: string }).sid}`
        events.packet(packet)
      }
    }
  }
  const post = async () => {
    posting = true
    while (queue.length > 0) {
      const body = queue.join(separator)
      queue = []
      await ask({ method: 'POST', body, headers: { 'content-type': 'text/plain;charset=UTF-8' } })
    }
    posting = false
  }
  poll().catch(fail)
  return {
    send: (packet) => {
      queue.push(packet)
      if (!posting) post().catch(fail)
    },
    close: () => end.abort(),
  }
}
