import type { IncomingMessage } from 'node:http'

/**
 * The address that a limit counts. Behind `proxies` trusted proxies it is the entry that the outermost of them wrote;
 * what stands left of it anybody may have made up.
 */
export function clientAddress(req: IncomingMessage, proxies: number): string {
  const direct = req.socket.remoteAddress ?? ''
  if (proxies === 0) return direct
  const header = req.headers['x-forwarded-for']
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return forwarded.at(-proxies) ?? forwarded[0] ?? direct
}
