import { z } from 'zod'
import { audit } from '../audit.js'
import type { Channel, ChannelKind } from '../channel.js'
import { accountProfile } from '../channel-accounts/account-profile.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import type { LinkToken } from './link-token.model.js'
import { newToken, tokenHash } from './token.js'

/** How long a link of a manager and one of the site's button work. */
const forManagers = 7 * 24 * 3600_000
const forVisitors = 3600_000

export const createLinkInput = z
  .strictObject({
    /** From the card. */
    clientId: id.optional(),
    /** From a chat of a person whom nobody may know yet. */
    contactPointId: id.optional(),
    channel: z.enum(['telegram', 'whatsapp']),
  })
  .refine((input) => (input.clientId === undefined) !== (input.contactPointId === undefined), {
    message: 'required',
    path: ['clientId'],
  })

export interface CreatedLink {
  url: string
  expiresAt: Date
}

/**
 * A link by which one person comes to us in another messenger and is recognised: works once, for a week from the card,
 * for an hour from a chat. Throws `link-not-available` when no account of that channel can be linked to, `not-found`.
 */
export async function createLink(
  core: Core,
  by: Actor,
  input: z.input<typeof createLinkInput>,
  tx?: Transaction,
): Promise<CreatedLink> {
  authorise(by, 'contact.attach')
  const given = validate(createLinkInput, input)
  const token = newToken()
  const url = await entryLink(core, given.channel, token)
  const now = core.clock.now()
  const expiresAt = new Date(now.getTime() + (given.clientId ? forManagers : forVisitors))
  const run = async (tx: Transaction) => {
    const { session } = tx
    if (given.clientId) {
      found(await rows(core.models.Client).findOne({ _id: given.clientId }, { session }), 'client')
    } else {
      found(
        await rows(core.models.ContactPoint).findOne({ _id: given.contactPointId ?? '' }, { session }),
        'contact',
      )
    }
    const row: LinkToken = {
      _id: tokenHash(token),
      clientId: given.clientId ?? null,
      contactPointId: given.contactPointId ?? null,
      channel: given.channel,
      createdAt: now,
      expiresAt,
      usedAt: null,
      usedBy: null,
    }
    await rows(core.models.LinkToken).insertOne(row, { session })
    if (given.clientId) {
      await audit(
        core,
        tx,
        by,
        'client.link',
        { kind: 'client', id: given.clientId },
        { channel: given.channel },
      )
    }
  }
  await (tx ? run(tx) : inTransaction(core, run))
  return { url, expiresAt }
}

/** Kinds of channels somebody can be led into now. */
export async function linkableChannels(core: Core): Promise<ChannelKind[]> {
  const kinds = await Promise.all(
    core.channels
      .all()
      .map(async (channel) => ((await linkOf(core, channel, 'link_x')) ? channel.kind : null)),
  )
  return [...new Set(kinds.filter((kind) => kind !== null))]
}

async function entryLink(core: Core, kind: ChannelKind, token: string): Promise<string> {
  for (const channel of core.channels.all()) {
    const url = channel.kind === kind ? await linkOf(core, channel, token) : null
    if (url) return url
  }
  throw new OtklikError('link-not-available')
}

async function linkOf(core: Core, channel: Channel, token: string): Promise<string | null> {
  // Nobody would hear them in a stopped one.
  if ((await accountProfile(core, channel.accountId))?.enabled === false) return null
  return (await channel.entryLink?.(token)) ?? null
}
