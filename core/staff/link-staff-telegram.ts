import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { validate } from '../validate.js'
import { hashSecret } from './secret.js'
import type { Staff } from './staff.model.js'

export const linkStaffTelegramInput = z.strictObject({
  /** Telegram's numeric ids, as strings: the person and their private chat with the manager bot. */
  telegramId: z.string().regex(/^\d{1,20}$/),
  chatId: z.string().regex(/^-?\d{1,20}$/),
  /** Payload of `/start`: the invitation. Without one only a person whose Telegram id was written down is linked. */
  token: z.string().max(200).optional(),
})

/**
 * Links a Telegram account to a person of the team: by the one-time token of an invitation, or because their Telegram id
 * was set beforehand. Whoever has neither gets `bad-invitation`, and nothing changes. An account that is linked already
 * only refreshes its chat; a token is not used up by it.
 */
export async function linkStaffTelegram(
  core: Core,
  input: z.input<typeof linkStaffTelegramInput>,
  tx?: Transaction,
): Promise<Staff> {
  const { telegramId, chatId, token } = validate(linkStaffTelegramInput, input)
  const run = async (tx: Transaction) => {
    const staff = rows(core.models.Staff)
    const known = await staff.findOne({ telegramId, active: true }, { session: tx.session })
    if (known && known.telegramChatId === chatId) return known
    const invited =
      known ??
      (token === undefined
        ? null
        : await staff.findOne(
            { inviteHash: hashSecret(token), inviteExpiresAt: { $gt: core.clock.now() }, active: true },
            { session: tx.session },
          ))
    if (!invited) throw new OtklikError('bad-invitation')
    const person = await staff.findOneAndUpdate(
      { _id: invited._id },
      {
        $set: { telegramId, telegramChatId: chatId },
        ...(known ? {} : { $unset: { inviteHash: '', inviteExpiresAt: '' } }),
        $inc: { version: 1 },
      },
      { session: tx.session, returnDocument: 'after' },
    )
    if (!person) throw new OtklikError('bad-invitation')
    const by: Actor = { kind: 'staff', id: person._id, name: person.name, role: person.role }
    await audit(core, tx, by, 'staff.link-telegram', { kind: 'staff', id: person._id })
    tx.publish(event('staff.changed', person._id, person.version, { staffId: person._id, byId: person._id }))
    return person
  }
  try {
    return await (tx ? run(tx) : inTransaction(core, run))
  } catch (err) {
    // The account belongs to somebody else of the team, perhaps since a moment ago.
    if (isDuplicateKey(err)) throw new OtklikError('bad-invitation', { cause: err })
    throw err
  }
}
