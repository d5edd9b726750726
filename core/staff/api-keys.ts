import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import { type Actor, type Core, type Role, roles } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { newId } from '../ids.js'
import type { ApiKey } from '../models.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, line, validate } from '../validate.js'
import { hashSecret, newSecret } from './secret.js'

export type ApiKeyRow = Omit<ApiKey, 'hash'>

export const createApiKeyInput = z.strictObject({ name: line(120), role: z.enum(roles) })

/** Makes a key of the public API (`otk_…`). It is shown this once: only its hash is kept. */
export async function createApiKey(
  core: Core,
  by: Actor,
  input: z.input<typeof createApiKeyInput>,
  tx?: Transaction,
): Promise<ApiKeyRow & { key: string }> {
  authorise(by, 'api-key.manage')
  const { name, role } = validate(createApiKeyInput, input)
  const key = `otk_${newSecret()}`
  const row: ApiKeyRow = { _id: newId(), name, role, createdAt: core.clock.now(), revokedAt: null }
  const run = async (tx: Transaction) => {
    await rows(core.models.ApiKey).insertOne({ ...row, hash: hashSecret(key) }, { session: tx.session })
    await audit(core, tx, by, 'api-key.create', { kind: 'api-key', id: row._id }, { role })
    return { ...row, key }
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** The actor behind a key. Throws `bad-api-key` for anything that is not a live key. */
export async function verifyApiKey(core: Core, key: string): Promise<Extract<Actor, { kind: 'api' }>> {
  if (!/^otk_[\w-]{43}$/.test(key)) throw new OtklikError('bad-api-key')
  const row = await rows(core.models.ApiKey).findOne({ hash: hashSecret(key), revokedAt: null })
  if (!row) throw new OtklikError('bad-api-key')
  return { kind: 'api', id: row._id, name: row.name, role: row.role as Role }
}

export const revokeApiKeyInput = z.strictObject({ apiKeyId: id })

/** Ends a key at once and for ever; a second time changes nothing. */
export async function revokeApiKey(
  core: Core,
  by: Actor,
  input: z.input<typeof revokeApiKeyInput>,
  tx?: Transaction,
): Promise<void> {
  authorise(by, 'api-key.manage')
  const { apiKeyId } = validate(revokeApiKeyInput, input)
  const run = async (tx: Transaction) => {
    const keys = rows(core.models.ApiKey)
    const row = found(await keys.findOne({ _id: apiKeyId }, { session: tx.session }), 'api-key')
    if (row.revokedAt) return
    await keys.updateOne(
      { _id: apiKeyId },
      { $set: { revokedAt: core.clock.now() } },
      { session: tx.session },
    )
    await audit(core, tx, by, 'api-key.revoke', { kind: 'api-key', id: apiKeyId })
  }
  await (tx ? run(tx) : inTransaction(core, run))
}

/** Keys, newest first, without their hashes. */
export function listApiKeys(core: Core): Promise<ApiKeyRow[]> {
  return rows(core.models.ApiKey)
    .find({}, { projection: { hash: 0 }, sort: { createdAt: -1 }, limit: 1000 })
    .toArray()
}
