import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import { headOver } from './head-over.js'
import { keepAnAdmin } from './update-staff.js'

export const removeStaffInput = z.strictObject({
  staffId: id,
  /**
   * Who gets the conversations, inquiries, clients, companies, deals and planned activities. Absent: the head of the
   * person's department, else of the company. Null: they become free.
   */
  heirId: id.nullable().optional(),
})

export interface HandedOver {
  conversations: number
  inquiries: number
  clients: number
  companies: number
  deals: number
  activities: number
}

/**
 * Takes a person out of the team: the panel and the manager bot refuse them from this commit on, their work goes to the
 * heir; the person stays in the histories. Planned activities without an heir go to whoever removes.
 * Throws `last-admin`, `bad-input` when the heir is not in the team. Doing it twice changes nothing.
 */
export async function removeStaff(
  core: Core,
  by: Actor,
  input: z.input<typeof removeStaffInput>,
  tx?: Transaction,
): Promise<HandedOver> {
  const { staffId, heirId: wanted } = validate(removeStaffInput, input)
  const run = async (tx: Transaction): Promise<HandedOver> => {
    const { session } = tx
    const { models } = core
    const person = found(await rows(models.Staff).findOne({ _id: staffId }, { session }), 'staff')
    authorise(by, 'staff.remove', { _id: staffId, role: person.role })
    await keepAnAdmin(core, tx, person)
    const heirId = wanted === undefined ? ((await headOver(core, person, session))?._id ?? null) : wanted
    if (heirId !== null) {
      const heir = await rows(models.Staff).findOne({ _id: heirId, active: true }, { session })
      if (!heir || heirId === staffId)
        throw new OtklikError('bad-input', { fields: { heirId: 'not-in-team' } })
    }
    const taker = heirId ?? (by.kind === 'staff' && by.id !== staffId ? by.id : null)
    const handed: HandedOver = {
      conversations: await handConversations(core, tx, by, staffId, heirId),
      inquiries: await count(
        rows(models.Inquiry).updateMany(
          { assigneeId: staffId },
          { $set: { assigneeId: heirId }, $inc: { version: 1 } },
          { session },
        ),
      ),
      clients: await count(
        rows(models.Client).updateMany(
          { ownerId: staffId },
          { $set: { ownerId: heirId }, $inc: { version: 1 } },
          { session },
        ),
      ),
      companies: await count(
        rows(models.Company).updateMany(
          { ownerId: staffId },
          { $set: { ownerId: heirId }, $inc: { version: 1 } },
          { session },
        ),
      ),
      deals: await handDeals(core, tx, staffId, heirId),
      // An activity always has somebody who will be reminded of it.
      activities:
        taker === null
          ? 0
          : await count(
              rows(models.Activity).updateMany(
                { staffId, status: 'planned' },
                { $set: { staffId: taker }, $inc: { version: 1 } },
                { session },
              ),
            ),
    }
    await rows(models.Department).updateMany(
      { headId: staffId },
      { $set: { headId: heirId }, $inc: { version: 1 } },
      { session },
    )
    if (!person.active) return handed
    const version = person.version + 1
    await rows(models.Staff).updateOne(
      { _id: staffId },
      {
        $set: { active: false, departmentId: null },
        // The ids are freed: the person may come back under a new invitation.
        $unset: { telegramId: '', telegramChatId: '', inviteHash: '', inviteExpiresAt: '', passwordHash: '' },
        $inc: { version: 1, sessionEpoch: 1 },
      },
      { session },
    )
    await audit(core, tx, by, 'staff.remove', { kind: 'staff', id: staffId }, { heirId, ...handed })
    tx.publish(event('staff.changed', staffId, version, { staffId, byId: by.id }))
    return handed
  }
  return tx ? run(tx) : inTransaction(core, run)
}

async function handConversations(
  core: Core,
  tx: Transaction,
  by: Actor,
  from: string,
  to: string | null,
): Promise<number> {
  const conversations = rows(core.models.Conversation)
  const theirs = await conversations
    .find({ assigneeId: from }, { session: tx.session, projection: { version: 1, status: 1 } })
    .toArray()
  await conversations.updateMany(
    { assigneeId: from },
    { $set: { assigneeId: to }, $inc: { version: 1 } },
    { session: tx.session },
  )
  for (const { _id, version } of theirs) {
    tx.publish(
      event('conversation.assigned', _id, version + 1, { conversationId: _id, assigneeId: to, byId: by.id }),
    )
  }
  return theirs.length
}

/** What somebody may be in a deal. */
export const dealParts = ['ownerId', 'salesId', 'accountId', 'assistantId'] as const

/** Every part a person has in a deal: its owner, and whoever sells, leads or assists in it. */
async function handDeals(core: Core, tx: Transaction, from: string, to: string | null): Promise<number> {
  return count(
    rows(core.models.Deal).updateMany(
      { $or: dealParts.map((part) => ({ [part]: from })) },
      [
        {
          $set: {
            ...Object.fromEntries(
              dealParts.map((part) => [part, { $cond: [{ $eq: [`$${part}`, from] }, to, `$${part}`] }]),
            ),
            version: { $add: ['$version', 1] },
          },
        },
      ],
      { session: tx.session },
    ),
  )
}

async function count(update: Promise<{ modifiedCount: number }>): Promise<number> {
  return (await update).modifiedCount
}
