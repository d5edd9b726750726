import type { Models } from '../models.js'
import type { Person } from './person.js'

/** A person, and what the platforms call them. */
export interface Named extends Person {
  names: string[]
}

/**
 * Where a person leaves traces, and what becomes of them when the person is forgotten. A new collection that holds
 * anything of a client adds its line here; the test of forgetting searches every collection for what is left.
 */
export interface Trace {
  readonly model: keyof Models
  readonly where: (person: Named) => Record<string, unknown>
  /**
   * `gone`: deleted. `nameless`: kept for the company's figures with everything personal set back. `unlinked`: somebody
   * else's, only its reference to this person goes.
   */
  readonly fate: 'gone' | { nameless: Change } | { unlinked: Change }
  /** Belongs in the copy that the person may ask for. */
  readonly exported?: true
}

interface Change {
  readonly $set?: Record<string, unknown>
  readonly $unset?: Record<string, ''>
  readonly $inc?: Record<string, number>
}

const among = (ids: readonly string[]) => ({ $in: ids })
const ofConversation = ({ conversations }: Person) => ({ conversationId: among(conversations) })
/** Words people wrote about a move; who moved what and when stays. */
const wordlessMoves = { 'history.$[].why': '', 'history.$[].reason': '' } as const

export const traces: readonly Trace[] = [
  { model: 'Message', where: ofConversation, fate: 'gone', exported: true },
  { model: 'MessageWords', where: ofConversation, fate: 'gone' },
  { model: 'Mention', where: ofConversation, fate: 'gone' },
  { model: 'ConversationView', where: ofConversation, fate: 'gone' },
  { model: 'ScheduledMessage', where: ofConversation, fate: 'gone', exported: true },
  { model: 'AutoreplyDecision', where: ofConversation, fate: 'gone' },
  {
    model: 'StaffMessage',
    where: ({ conversations, deals }) => either({ conversationId: conversations, dealId: deals }),
    fate: 'gone',
  },
  {
    model: 'Delivery',
    where: (person) =>
      either({
        conversationId: person.conversations,
        'subject.conversationId': person.conversations,
        'subject.id': everyId(person),
      }),
    fate: 'gone',
  },
  { model: 'RoutingDecision', where: ({ inquiries }) => ({ inquiryId: among(inquiries) }), fate: 'gone' },
  { model: 'Event', where: (person) => ({ stream: among(everyId(person)) }), fate: 'gone' },
  { model: 'LinkToken', where: ({ clients }) => ({ clientId: among(clients) }), fate: 'gone' },
  { model: 'DuplicatePair', where: ({ clients }) => ({ clientIds: among(clients) }), fate: 'gone' },
  {
    model: 'ClientMerge',
    where: ({ clients }) => either({ survivorId: clients, otherId: clients }),
    fate: 'gone',
  },
  { model: 'SiteUser', where: ({ names }) => ({ visitorId: among(names) }), fate: 'gone' },
  { model: 'PersonName', where: ({ names }) => ({ value: among(names) }), fate: 'gone' },
  {
    model: 'Activity',
    where: ({ activities }) => ({ _id: among(activities) }),
    fate: 'gone',
    exported: true,
  },
  {
    model: 'Client',
    where: ({ clients }) => ({ agentId: among(clients) }),
    fate: { unlinked: { $set: { agentId: null }, $inc: { version: 1 } } },
  },
  {
    model: 'Audit',
    where: (person) => ({ 'entity.id': among(everyId(person)) }),
    fate: { nameless: { $set: { details: {} }, $unset: { changes: '' } } },
  },
  {
    model: 'Inquiry',
    where: ({ inquiries }) => ({ _id: among(inquiries) }),
    fate: {
      nameless: {
        $set: {
          clientId: null,
          conversationId: null,
          contactPointId: null,
          answers: {},
          comment: '',
          source: '',
        },
        $unset: { origin: '', words: '', ...wordlessMoves },
        $inc: { version: 1 },
      },
    },
    exported: true,
  },
  {
    model: 'Deal',
    where: ({ deals }) => ({ _id: among(deals) }),
    fate: {
      nameless: {
        $set: {
          title: '—',
          clientId: null,
          inquiryId: null,
          conversationId: null,
          items: [],
          variants: [],
          chosenVariant: null,
          answers: {},
          notes: '',
        },
        $unset: { words: '', 'lostReason.text': '', ...wordlessMoves },
        $inc: { version: 1 },
      },
    },
    exported: true,
  },
  {
    model: 'Conversation',
    where: ({ conversations }) => ({ _id: among(conversations) }),
    fate: 'gone',
    exported: true,
  },
  {
    model: 'ContactPoint',
    where: ({ contactPoints }) => ({ _id: among(contactPoints) }),
    fate: 'gone',
    exported: true,
  },
  // Last: while the card is there, a forgetting that was cut short is found again by it.
  { model: 'Client', where: ({ clients }) => ({ _id: among(clients) }), fate: 'gone', exported: true },
]

export function everyId(person: Person): string[] {
  const { clients, contactPoints, conversations, inquiries, deals, activities } = person
  return [clients, contactPoints, conversations, inquiries, deals, activities].flat()
}

function either(paths: Record<string, readonly string[]>): Record<string, unknown> {
  return { $or: Object.entries(paths).map(([path, ids]) => ({ [path]: among(ids) })) }
}
