import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import type { Models } from '../models.js'

/** Ids of everything that is about one person; nothing here says who it is. */
export interface Person {
  /** The card and those that were merged into it. */
  clients: string[]
  contactPoints: string[]
  conversations: string[]
  inquiries: string[]
  deals: string[]
  activities: string[]
}

/**
 * Everything about the person of a client card, or about whoever speaks in a conversation that has no card. Throws
 * `not-found`.
 */
export async function findPerson(
  core: Core,
  who: { clientId: string } | { conversationId: string },
): Promise<Person> {
  if ('clientId' in who) return personOfClient(core, who.clientId)
  const conversation = found(
    await rows(core.models.Conversation).findOne(
      { _id: who.conversationId },
      { projection: { clientId: 1, contactPointId: 1 } },
    ),
    'conversation',
  )
  if (conversation.clientId) return personOfClient(core, conversation.clientId)
  return gatherPerson(core, [], [conversation.contactPointId])
}

async function personOfClient(core: Core, clientId: string): Promise<Person> {
  found(await rows(core.models.Client).findOne({ _id: clientId }, { projection: { _id: 1 } }), 'client')
  const clients = [clientId]
  for (const survivorId of clients) {
    const merges = await rows(core.models.ClientMerge).find({ survivorId, undoneAt: null }).toArray()
    for (const { otherId } of merges) if (!clients.includes(otherId)) clients.push(otherId)
  }
  return gatherPerson(core, clients, [])
}

async function gatherPerson(core: Core, clients: string[], pointIds: string[]): Promise<Person> {
  const { models } = core
  const points = await rows(models.ContactPoint)
    .find({ $or: [{ clientId: { $in: clients } }, { _id: { $in: pointIds } }] })
    .project<{ _id: string }>({ _id: 1 })
    .toArray()
  const contactPoints = points.map(({ _id }) => _id)
  const conversations = await idsOf(core, 'Conversation', {
    $or: [{ clientId: { $in: clients } }, { contactPointId: { $in: contactPoints } }],
  })
  const inquiries = await idsOf(core, 'Inquiry', {
    $or: [{ clientId: { $in: clients } }, { conversationId: { $in: conversations } }],
  })
  const deals = await idsOf(core, 'Deal', {
    // The index on it is of texts alone.
    $or: [{ clientId: { $in: clients } }, { inquiryId: { $in: inquiries, $type: 'string' } }],
  })
  const activities = await idsOf(core, 'Activity', {
    $or: [
      { clientId: { $in: clients } },
      { dealId: { $in: deals } },
      { conversationId: { $in: conversations } },
    ],
  })
  return { clients, contactPoints, conversations, inquiries, deals, activities }
}

async function idsOf(core: Core, model: keyof Models, filter: object): Promise<string[]> {
  const found = await core.models[model].collection.find(filter, { projection: { _id: 1 } }).toArray()
  return found.map(({ _id }) => String(_id))
}

/** What the platforms call this person, as long as their contact points are there. */
export async function namesOf(core: Core, person: Person): Promise<string[]> {
  const points = await rows(core.models.ContactPoint)
    .find({ _id: { $in: person.contactPoints } })
    .project<{ value: string }>({ value: 1 })
    .toArray()
  return points.map(({ value }) => value)
}
