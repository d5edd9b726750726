import { z } from 'zod'
import { audit } from '../audit.js'
import { rememberAddress } from '../clients/remember-address.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { changeConversation } from '../inbox/change-conversation.js'
import { authorise } from '../policies/authorise.js'
import { retryDuplicate } from '../retry.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import { emailField, phoneField } from './address-fields.js'
import { claimContactPoint } from './claim-contact-point.js'
import type { ContactPoint } from './contact-point.model.js'

export const attachContactPointInput = z.union([
  z.strictObject({
    clientId: id,
    /** A chat, phone or e-mail that is here already. */
    contactPointId: id,
    /** Take it from another client: the correction of a wrong link. */
    move: z.boolean().optional(),
  }),
  z.strictObject({
    clientId: id,
    kind: z.literal('phone'),
    value: phoneField,
    verified: z.boolean().optional(),
  }),
  z.strictObject({
    clientId: id,
    kind: z.literal('email'),
    value: emailField,
    verified: z.boolean().optional(),
  }),
])

/**
 * Says that this chat, phone or e-mail is this client's: the card gets the number, the conversation of the chat shows the
 * client. Throws `already-exists` (params.name, params.clientId) when it is another client's and `move` was not asked.
 */
export async function attachContactPoint(
  core: Core,
  by: Actor,
  input: z.input<typeof attachContactPointInput>,
  tx?: Transaction,
): Promise<ContactPoint> {
  authorise(by, 'contact.attach')
  const given = validate(attachContactPointInput, input)
  const run = async (tx: Transaction) => {
    const { models } = core
    const client = found(
      await rows(models.Client).findOne(
        { _id: given.clientId },
        { session: tx.session, projection: { name: 1 } },
      ),
      'client',
    )
    const point =
      'contactPointId' in given
        ? await takePoint(core, tx, given.contactPointId, given.clientId, given.move ?? false)
        : await claimContactPoint(core, tx, given, given.clientId, {
            name: client.name,
            verified: given.verified,
          })
    if (point.clientId !== given.clientId) throw await belongsToAnother(core, point)
    const version = await rememberAddress(core, tx, given.clientId, point)
    const conversation = await rows(models.Conversation).findOne(
      { contactPointId: point._id },
      { session: tx.session, projection: { clientId: 1 } },
    )
    if (conversation && conversation.clientId !== given.clientId) {
      await changeConversation(core, tx, conversation._id, { clientId: given.clientId, title: client.name })
    }
    await audit(
      core,
      tx,
      by,
      'contact.attach',
      { kind: 'client', id: given.clientId },
      { contactPointId: point._id },
    )
    tx.publish(event('client.changed', given.clientId, version, { clientId: given.clientId, byId: by.id }))
    return point
  }
  return tx ? run(tx) : retryDuplicate(() => inTransaction(core, run))
}

async function takePoint(
  core: Core,
  tx: Transaction,
  contactPointId: string,
  clientId: string,
  move: boolean,
): Promise<ContactPoint> {
  const points = rows(core.models.ContactPoint)
  const point = found(await points.findOne({ _id: contactPointId }, { session: tx.session }), 'contact')
  if (point.clientId !== null && point.clientId !== clientId && !move) return point
  await points.updateOne({ _id: contactPointId }, { $set: { clientId } }, { session: tx.session })
  return { ...point, clientId }
}

/** The refusal that names whose it is. */
export async function belongsToAnother(core: Core, point: ContactPoint): Promise<OtklikError> {
  const other = await rows(core.models.Client).findOne(
    { _id: point.clientId as string },
    { projection: { name: 1 } },
  )
  return new OtklikError('already-exists', {
    params: { name: other?.name ?? '', clientId: point.clientId as string },
  })
}
