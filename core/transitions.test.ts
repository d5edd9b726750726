import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { activityStatuses, activityTransitions } from './activities/activity-transitions.js'
import { clientStates, clientTransitions } from './clients/client-state.js'
import type { Actor } from './context.js'
import { OtklikError } from './errors.js'
import { type Inquiry, inquiryStatuses, inquiryTransitions } from './inquiries/inquiry.model.js'
import { inquiryEvents, stepInquiry } from './inquiries/move-inquiry.js'
import { allowedEvents, type TransitionMap, transition } from './transitions.js'

const maps: Record<string, { map: TransitionMap<string, string>; states: readonly string[] }> = {
  inquiry: { map: inquiryTransitions as TransitionMap<string, string>, states: inquiryStatuses },
  client: { map: clientTransitions as TransitionMap<string, string>, states: clientStates },
  activity: { map: activityTransitions as TransitionMap<string, string>, states: activityStatuses },
}

describe.each(Object.entries(maps))('the map of the %s', (_name, { map, states }) => {
  const events = [...new Set(states.flatMap((state) => allowedEvents(map, state)))]

  test('names every state, and every way leads to one of them', () => {
    expect(Object.keys(map).sort()).toEqual([...states].sort())
    for (const state of states) {
      for (const event of allowedEvents(map, state)) expect(states).toContain(map[state]?.[event])
    }
  })

  test('no sequence of events leaves it; what is not written is refused and names what is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.array(fc.constantFrom(...events), { maxLength: 30 }),
        (start, path) => {
          let state = start
          for (const event of path) {
            try {
              state = transition(map, state, event)
            } catch (err) {
              if (!(err instanceof OtklikError)) throw err
              expect(err.code).toBe('illegal-transition')
              expect(err.params.allowed).toBe(allowedEvents(map, state).join(', '))
            }
            expect(states).toContain(state)
          }
        },
      ),
    )
  })
})

const by: Actor = { kind: 'staff', id: 'olga', name: 'Ольга', role: 'sales' }
const now = new Date('2026-03-11T09:00:00Z')

test('the history of an inquiry replays to the present state, whatever happened', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...inquiryEvents), { maxLength: 40 }), (path) => {
      let inquiry = opened()
      for (const event of path) {
        try {
          inquiry = { ...inquiry, ...stepInquiry(inquiry, by, { event, until: new Date('2026-04-01') }, now) }
        } catch (err) {
          if (!(err instanceof OtklikError && err.code === 'illegal-transition')) throw err
        }
      }
      const replayed = inquiry.history.reduce<string | null>((state, move) => {
        expect(move.from).toBe(state)
        return move.to
      }, null)
      expect(replayed).toBe(inquiry.status)
      expect(inquiry.version).toBe(inquiry.history.length)
      expect(inquiry.deferredUntil === null).toBe(inquiry.status !== 'deferred')
    }),
  )
})

function opened(): Inquiry {
  return {
    _id: 'i',
    number: 1,
    channel: 'telegram',
    accountId: '',
    conversationId: null,
    contactPointId: null,
    clientId: null,
    dealId: null,
    assigneeId: null,
    departmentId: null,
    status: 'new',
    byNumber: 'primary',
    byMeaning: 'unknown',
    byContact: 'none',
    qualification: 'unknown',
    source: '',
    project: '',
    answers: {},
    comment: '',
    deferredUntil: null,
    history: [{ event: 'open', from: null, to: 'new', by, at: now }],
    version: 1,
    createdAt: now,
    answeredAt: null,
  }
}
