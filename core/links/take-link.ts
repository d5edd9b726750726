import { audit } from '../audit.js'
import type { InboundMessage } from '../channel.js'
import type { ClientCard } from '../clients/client.model.js'
import { createClient } from '../clients/create-client.js'
import { rows } from '../collection.js'
import { type Core, system } from '../context.js'
import { event } from '../events.js'
import { translate } from '../i18n.js'
import { changeConversation } from '../inbox/change-conversation.js'
import type { ConversationDraft } from '../inbox/conversation-draft.js'
import type { Transaction } from '../transaction.js'
import type { LinkToken } from './link-token.model.js'
import { tokenHash, tokenIn, withoutToken } from './token.js'

/**
 * A message that brings a link token, in the transaction that stores it: the chat becomes the client's the link was made
 * for. A chat that is another client's already is not taken away: the two cards become a pair to be merged. Returns the
 * message as it goes on; a token that is used, old or unknown changes nothing else.
 */
export async function takeLink(
  core: Core,
  tx: Transaction,
  draft: ConversationDraft,
  inbound: InboundMessage,
): Promise<InboundMessage> {
  const token = tokenIn(inbound)
  if (token === null) return inbound
  const { session } = tx
  const now = core.clock.now()
  const link = await rows(core.models.LinkToken).findOneAndUpdate(
    { _id: tokenHash(token), usedAt: null, expiresAt: { $gt: now } },
    { $set: { usedAt: now, usedBy: draft.doc.contactPointId } },
    { session },
  )
  // Whoever opens their own link in the chat it was made in is there already.
  const elsewhere = link !== null && link.contactPointId !== draft.doc.contactPointId
  const client = elsewhere ? await clientOf(core, tx, link) : null
  if (client) await connect(core, tx, draft, client, tokenHash(token))
  return withoutToken(inbound, token)
}

async function connect(
  core: Core,
  tx: Transaction,
  draft: ConversationDraft,
  client: ClientCard,
  hash: string,
): Promise<void> {
  const { doc } = draft
  const { session } = tx
  const clients = rows(core.models.Client)
  const changed = [client]
  if (doc.clientId !== null && doc.clientId !== client._id) {
    const owner = await clients.findOne({ _id: doc.clientId }, { session })
    if (owner) changed.push(owner)
    for (const { _id } of changed) {
      await clients.updateOne({ _id }, { $addToSet: { contested: `link:${hash.slice(0, 24)}` } }, { session })
    }
  } else {
    doc.clientId = client._id
    doc.title = client.name
    await rows(core.models.ContactPoint).updateOne(
      { _id: doc.contactPointId },
      { $set: { clientId: client._id } },
      { session },
    )
  }
  for (const { _id, version } of changed) {
    await clients.updateOne({ _id }, { $inc: { version: 1 } }, { session })
    tx.publish(event('client.changed', _id, version + 1, { clientId: _id, byId: system.id }))
  }
  await audit(
    core,
    tx,
    system,
    'client.linked',
    { kind: 'client', id: client._id },
    {
      contactPointId: doc.contactPointId,
    },
  )
}

/** Whom the link was made for; a visitor nobody knows gets a card now, so that both chats have one. */
async function clientOf(core: Core, tx: Transaction, link: LinkToken): Promise<ClientCard | null> {
  const { session } = tx
  const points = rows(core.models.ContactPoint)
  const point = link.contactPointId ? await points.findOne({ _id: link.contactPointId }, { session }) : null
  const known = link.clientId ?? point?.clientId
  if (known) return rows(core.models.Client).findOne({ _id: known }, { session })
  if (!point) return null
  const name = point.name || translate(core.company.locale, 'clients.nameless')
  const client = await createClient(core, system, { name, state: 'not-client' }, tx)
  await points.updateOne({ _id: point._id }, { $set: { clientId: client._id } }, { session })
  const talk = await rows(core.models.Conversation).findOne({ contactPointId: point._id }, { session })
  if (talk) {
    const { _id, version } = await changeConversation(core, tx, talk._id, { clientId: client._id })
    tx.publish(event('conversation.changed', _id, version, { conversationId: _id, byId: system.id }))
  }
  return client
}
