import { signature } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import type { Transaction } from '../transaction.js'
import { allowedEvents, type TransitionMap, transition } from '../transitions.js'
import type { ClientCard, ClientMove } from './client.model.js'
import { baseOf } from './client-base.js'
import { type ClientEffect, clientEffects } from './client-effects.js'
import { type ClientGuard, checkGuards } from './client-guards.js'

export const clientStates = ['not-client', 'potential', 'active', 'former', 'disconnected'] as const
export type ClientState = (typeof clientStates)[number]

/** What happens to a client. The first two come with deals, the others are said by people and jobs. */
export const clientEvents = [
  'open-deal',
  'win-deal',
  'qualify',
  'go-quiet',
  'disconnect',
  'reconnect',
] as const
export type ClientEvent = (typeof clientEvents)[number]

interface ClientRule {
  to: ClientState
  /** Must hold, each of them; the first that does not refuses the move with its own code. */
  guards?: readonly ClientGuard[]
  /** Done in the same transaction. */
  effects?: readonly ClientEffect[]
}

const leave: ClientRule = {
  to: 'disconnected',
  guards: ['reason-given', 'no-open-deals'],
  effects: ['free-owner', 'cancel-activities'],
}
const quiet: ClientRule = { to: 'former', guards: ['no-open-deals'] }

/** How the state of a client follows from what happens (004 6.1.2): nobody sets it by hand. */
export const clientRules: {
  readonly [S in ClientState]: { readonly [E in ClientEvent]?: ClientRule }
} = {
  'not-client': {
    'open-deal': { to: 'potential' },
    'win-deal': { to: 'active' },
    qualify: { to: 'potential' },
    disconnect: leave,
  },
  potential: {
    'open-deal': { to: 'potential' },
    'win-deal': { to: 'active' },
    disconnect: leave,
  },
  active: {
    'open-deal': { to: 'active' },
    'win-deal': { to: 'active' },
    'go-quiet': quiet,
    disconnect: leave,
  },
  former: {
    'open-deal': { to: 'potential' },
    'win-deal': { to: 'active' },
    disconnect: leave,
  },
  disconnected: {
    'open-deal': { to: 'potential' },
    'win-deal': { to: 'active' },
    reconnect: { to: 'potential' },
  },
}

/** The same map without guards and effects: state x event -> state. */
export const clientTransitions = Object.fromEntries(
  clientStates.map((state) => [
    state,
    Object.fromEntries(Object.entries(clientRules[state]).map(([event, rule]) => [event, rule.to])),
  ]),
) as TransitionMap<ClientState, ClientEvent>

/** The relation the maps ask for is the state in three words. */
export const relationOf: Record<ClientState, ClientCard['relation']> = {
  'not-client': 'potential',
  potential: 'potential',
  active: 'active',
  former: 'inactive',
  disconnected: 'inactive',
}

/** What a person may say about a client in this state; deals move it by themselves. */
export function manualEvents(state: ClientState): ClientEvent[] {
  return allowedEvents(clientTransitions, state).filter(
    (event) => event !== 'open-deal' && event !== 'win-deal',
  )
}

/** The first entry of a card's history. */
export function beginning(state: ClientState, by: Actor, at: Date): ClientMove {
  return { event: 'create', from: null, to: state, by: signature(by), at }
}

/**
 * Moves the state of a client; returns the card as it is after it, or null when the event changes nothing. Throws
 * `illegal-transition`, `not-found` and what the guards say (`client-guards.ts`).
 */
export async function moveClientState(
  core: Core,
  tx: Transaction,
  by: Actor,
  clientId: string,
  event: ClientEvent,
  why = '',
): Promise<ClientCard | null> {
  const clients = rows(core.models.Client)
  const client = found(await clients.findOne({ _id: clientId }, { session: tx.session }), 'client')
  const to = transition(clientTransitions, client.state, event, 'client')
  const rule = clientRules[client.state][event]
  await checkGuards(core, tx, client, rule?.guards ?? [], why)
  if (to === client.state) return null
  const move: ClientMove = {
    event,
    from: client.state,
    to,
    by: signature(by),
    at: core.clock.now(),
    ...(why ? { why } : {}),
  }
  let next: ClientCard = { ...client, state: to, relation: relationOf[to] }
  for (const effect of rule?.effects ?? []) next = await clientEffects[effect](core, tx, next)
  next = {
    ...next,
    base: baseOf(next),
    history: [...(client.history ?? []), move],
    version: client.version + 1,
  }
  const { state, relation, base, ownerId, history, version } = next
  await clients.updateOne(
    { _id: clientId },
    { $set: { state, relation, base, ownerId, history, version } },
    { session: tx.session },
  )
  return next
}
