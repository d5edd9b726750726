import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { event } from '../events.js'
import { type Action, authorise, may } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, note, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import type { ClientCard } from './client.model.js'
import { clientTransitions, moveClientState } from './client-state.js'

/** What people say about a client; deals say the rest. */
export const manualClientEvents = ['qualify', 'go-quiet', 'disconnect', 'reconnect'] as const
export type ManualClientEvent = (typeof manualClientEvents)[number]

const actionOf: Record<ManualClientEvent, Action & ('client.move' | 'client.disconnect')> = {
  qualify: 'client.move',
  'go-quiet': 'client.move',
  disconnect: 'client.disconnect',
  reconnect: 'client.disconnect',
}

export const changeClientStateInput = z.strictObject({
  clientId: id,
  event: z.enum(manualClientEvents),
  /** Kept in the history; parting with a client needs it. */
  why: note(1000).optional(),
  expectedVersion,
})

/**
 * Says what happened to a client: its state moves by the map. Throws `illegal-transition` naming what may happen,
 * `client-has-open-deals`, `bad-input` without a reason where one is due, `not-allowed`, `changed-by-other`.
 */
export async function changeClientState(
  core: Core,
  by: Actor,
  input: z.input<typeof changeClientStateInput>,
  tx?: Transaction,
): Promise<ClientCard> {
  const given = validate(changeClientStateInput, input)
  authorise(by, actionOf[given.event])
  const { clientId, why } = given
  const run = async (tx: Transaction) => {
    const client = found(
      await rows(core.models.Client).findOne({ _id: clientId }, { session: tx.session }),
      'client',
    )
    await checkVersion(core, tx, client, given.expectedVersion)
    const moved = await moveClientState(core, tx, by, clientId, given.event, why)
    if (!moved) return client
    await audit(
      core,
      tx,
      by,
      `client.${given.event}`,
      { kind: 'client', id: clientId },
      {
        from: client.state,
        to: moved.state,
      },
    )
    tx.publish(event('client.changed', clientId, moved.version, { clientId, byId: by.id }))
    return moved
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** What this person may say about a client in this state: for buttons. */
export function allowedManualEvents(by: Actor, state: ClientCard['state']): ManualClientEvent[] {
  return manualClientEvents.filter((event) => clientTransitions[state][event] && may(by, actionOf[event]))
}
