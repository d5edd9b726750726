import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { findDuplicatesOf } from '../duplicates/find-duplicates.js'
import type { Subscriber } from '../events.js'
import { lookUpConversation } from '../inbox/look-up.js'
import type { Models } from '../models.js'
import { refreshClientFacts } from './client-facts.js'

/** Keeps the counted part of client cards in step with what happens around them, and looks for twins of changed cards. */
export const clientFactsSubscriber: Subscriber = {
  name: 'client-facts',
  on: {
    'client.created': ({ payload }, core) => refreshWithTwins(core, payload.clientId),
    'client.changed': ({ payload }, core) => refreshWithTwins(core, payload.clientId),
    // Twins are told by the name of their company too.
    'company.changed': async ({ payload }, core) => {
      const people = rows(core.models.Client).find(
        { companyId: payload.companyId },
        { projection: { _id: 1 } },
      )
      for await (const { _id } of people) await refreshWithTwins(core, _id)
    },
    'dialog.completed': async ({ payload }, core) => {
      if (payload.clientId) await refreshWithTwins(core, payload.clientId)
    },
    'deal.created': ({ payload }, core) => refreshOwner(core, 'Deal', payload.dealId),
    'deal.changed': ({ payload }, core) => refreshOwner(core, 'Deal', payload.dealId),
    'deal.moved': ({ payload }, core) => refreshOwner(core, 'Deal', payload.dealId),
    'inquiry.opened': ({ payload }, core) => refreshOwner(core, 'Inquiry', payload.inquiryId),
    'inquiry.moved': ({ payload }, core) => refreshOwner(core, 'Inquiry', payload.inquiryId),
    'activity.planned': ({ payload }, core) => refreshOwner(core, 'Activity', payload.activityId),
    'activity.changed': ({ payload }, core) => refreshOwner(core, 'Activity', payload.activityId),
    'activity.completed': ({ payload }, core) => refreshOwner(core, 'Activity', payload.activityId),
    'message.received': ({ payload, at }, core) => noteMessage(core, payload.conversationId, at),
  },
}

async function refreshWithTwins(core: Core, clientId: string): Promise<void> {
  await refreshClientFacts(core, clientId)
  await findDuplicatesOf(core, clientId)
}

async function refreshOwner(
  core: Core,
  model: keyof Pick<Models, 'Deal' | 'Inquiry' | 'Activity'>,
  documentId: string,
): Promise<void> {
  const document = await core.models[model].collection.findOne(
    { _id: documentId as never },
    { projection: { clientId: 1 } },
  )
  if (typeof document?.clientId === 'string') await refreshClientFacts(core, document.clientId)
}

/** The one fact that changes with every message is written alone. */
async function noteMessage(core: Core, conversationId: string, at: Date): Promise<void> {
  const talk = await lookUpConversation(core, conversationId)
  if (!talk?.clientId) return
  await rows(core.models.Client).updateOne(
    { _id: talk.clientId },
    { $max: { lastContactAt: at, 'facts.lastMessageAt': at }, $set: { quiet: null } },
  )
}
