import { type Content, filesOf } from '../content.js'
import type { Core } from '../context.js'
import { OtklikError } from '../errors.js'

const megabyte = 1024 * 1024

/** Throws `file-too-large` for a file that the account's platform would refuse, before anything is queued. */
export function requireFilesFit(core: Core, accountId: string, content: Content): void {
  const can = core.channels.capabilitiesOf(accountId)
  const large = can && filesOf(content).find(({ size }) => size > can.maxFileOut)
  if (large)
    throw new OtklikError('file-too-large', {
      params: { name: large.name, limit: Math.floor(can.maxFileOut / megabyte) },
    })
}
