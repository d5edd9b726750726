import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { authorise } from '../policies/authorise.js'
import { findPerson } from './person.js'

/** How much a forgetting takes away, and what it only takes the name off. */
export interface ErasurePreview {
  gone: Record<'messages' | 'files' | 'conversations' | 'contacts' | 'activities', number>
  nameless: Record<'deals' | 'inquiries', number>
}

/** What `erasePerson` would do to the person of a card. Throws `not-found`, `not-allowed`. */
export async function previewErasure(core: Core, by: Actor, clientId: string): Promise<ErasurePreview> {
  authorise(by, 'client.erase')
  const person = await findPerson(core, { clientId })
  const theirs = { conversationId: { $in: person.conversations } }
  const [messages, files] = await Promise.all([
    rows(core.models.Message).countDocuments(theirs),
    rows(core.models.File).countDocuments(theirs),
  ])
  return {
    gone: {
      messages,
      files,
      conversations: person.conversations.length,
      contacts: person.contactPoints.length,
      activities: person.activities.length,
    },
    nameless: { deals: person.deals.length, inquiries: person.inquiries.length },
  }
}
