import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import type { Transaction } from '../transaction.js'
import { type TransitionMap, transition } from '../transitions.js'
import type { ClientCard } from './client.model.js'

export const clientStates = ['not-client', 'potential', 'active', 'former', 'disconnected'] as const
export type ClientState = (typeof clientStates)[number]
export type ClientEvent = 'open-deal' | 'win-deal' | 'go-quiet' | 'disconnect' | 'reconnect'

/** How the state of a client follows from what happens (004 6.1.2): nobody sets it by hand. */
export const clientTransitions: TransitionMap<ClientState, ClientEvent> = {
  'not-client': { 'open-deal': 'potential', 'win-deal': 'active', disconnect: 'disconnected' },
  potential: { 'open-deal': 'potential', 'win-deal': 'active', disconnect: 'disconnected' },
  active: { 'open-deal': 'active', 'win-deal': 'active', 'go-quiet': 'former', disconnect: 'disconnected' },
  former: {
    'open-deal': 'potential',
    'win-deal': 'active',
    'go-quiet': 'former',
    disconnect: 'disconnected',
  },
  disconnected: {
    'open-deal': 'potential',
    'win-deal': 'active',
    disconnect: 'disconnected',
    reconnect: 'potential',
  },
}

/** The relation the maps ask for is the state in three words. */
export const relationOf: Record<ClientState, ClientCard['relation']> = {
  'not-client': 'potential',
  potential: 'potential',
  active: 'active',
  former: 'inactive',
  disconnected: 'inactive',
}

/**
 * Moves the state of a client; returns the card's version after it, or null when the event changes nothing. Throws
 * `illegal-transition`, `not-found`.
 */
export async function moveClientState(
  core: Core,
  tx: Transaction,
  clientId: string,
  event: ClientEvent,
): Promise<number | null> {
  const clients = rows(core.models.Client)
  const client = found(
    await clients.findOne({ _id: clientId }, { session: tx.session, projection: { state: 1, version: 1 } }),
    'client',
  )
  const state = transition(clientTransitions, client.state, event, 'client')
  if (state === client.state) return null
  await clients.updateOne(
    { _id: clientId },
    { $set: { state, relation: relationOf[state] }, $inc: { version: 1 } },
    { session: tx.session },
  )
  return client.version + 1
}
