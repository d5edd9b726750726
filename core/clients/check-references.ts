import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import type { Transaction } from '../transaction.js'

interface References {
  companyId?: string | null | undefined
  agentId?: string | null | undefined
  photoFileId?: string | null | undefined
}

/**
 * Whatever a card points at must be there: the company, the photo, the agent, who is another card of the kind `agent`.
 * Throws `not-found`, `bad-input` with `no-such` for an agent who is none.
 */
export async function checkReferences(
  core: Core,
  tx: Transaction,
  { companyId, agentId, photoFileId }: References,
  clientId?: string,
): Promise<void> {
  const { session } = tx
  if (companyId) {
    found(
      await rows(core.models.Company).findOne({ _id: companyId }, { session, projection: { _id: 1 } }),
      'company',
    )
  }
  if (agentId) {
    const agent = await rows(core.models.Client).findOne(
      { _id: agentId },
      { session, projection: { kind: 1 } },
    )
    if (agent?.kind !== 'agent' || agentId === clientId) {
      throw new OtklikError('bad-input', { fields: { agentId: 'no-such' } })
    }
  }
  if (photoFileId) {
    const photo = await rows(core.models.File).findOne(
      { _id: photoFileId },
      { session, projection: { mimeType: 1 } },
    )
    if (!found(photo, 'file').mimeType.startsWith('image/')) {
      throw new OtklikError('bad-input', { fields: { photoFileId: 'wrong-type' } })
    }
  }
}
