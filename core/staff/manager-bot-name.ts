import { rows } from '../collection.js'
import type { Core } from '../context.js'

const settingId = 'manager-bot'

/** Written by the process that speaks with Telegram, read by the one that writes invitations. */
export async function rememberManagerBot(core: Core, username: string): Promise<void> {
  await rows(core.models.Setting).updateOne(
    { _id: settingId },
    { $set: { value: { username } } },
    { upsert: true },
  )
}

/** The link that opens the managers' bot with an invitation; null until the bot has been connected once. */
export async function invitationLink(core: Core, token: string): Promise<string | null> {
  const setting = await rows(core.models.Setting).findOne({ _id: settingId })
  const username = (setting?.value as { username?: string } | undefined)?.username
  return username ? `${core.company.chatLinks.telegram}/${username}?start=${token}` : null
}
