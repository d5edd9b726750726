import type { WhatsAppSandbox } from '../../sandbox/whatsapp/web/sandbox.js'
import { eventually } from './eventually.js'

/**
 * The company's phone scans the code that is shown. A code lives some twenty seconds, and one of a page that has gone is
 * worth nothing: it looks again, as people do.
 */
export async function scanCode(
  sandbox: Pick<WhatsAppSandbox, 'scan'>,
  shown: () => Promise<string | undefined>,
  timeoutMs = 60_000,
): Promise<void> {
  await eventually(async () => {
    const qr = await shown()
    if (!qr) return false
    try {
      sandbox.scan(qr)
      return true
    } catch {
      return false
    }
  }, timeoutMs)
}
