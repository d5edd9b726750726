import { OtklikError } from './errors.js'

/**
 * A state machine as data: for each state, the events it answers to and where they lead. Anything not written down is
 * refused with `illegal-transition`, naming what would have been allowed.
 */
export type TransitionMap<State extends string, Event extends string> = {
  readonly [S in State]: { readonly [E in Event]?: State }
}

/**
 * The state after `event`; throws `illegal-transition` with `from`, `event`, the `allowed` events
 * and the `entity`, by which `explainError` finds the words for them.
 */
export function transition<State extends string, Event extends string>(
  map: TransitionMap<State, Event>,
  from: State,
  event: Event,
  entity = '',
): State {
  const next = map[from][event]
  if (next === undefined) {
    throw new OtklikError('illegal-transition', {
      params: { entity, from, event, allowed: allowedEvents(map, from).join(', ') },
    })
  }
  return next
}

export function allowedEvents<State extends string, Event extends string>(
  map: TransitionMap<State, Event>,
  from: State,
): Event[] {
  return Object.keys(map[from]) as Event[]
}
