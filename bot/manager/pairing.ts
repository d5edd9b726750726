import { InputFile } from 'grammy'
import { toBuffer } from 'qrcode'
import { type AccountStatus, listAccounts } from '../../core/channel-accounts/queries.js'
import { rows } from '../../core/collection.js'
import type { Content } from '../../core/content.js'
import type { Core, Locale } from '../../core/context.js'
import { queueNotice } from '../../core/deliveries/queue-delivery.js'
import { staffAccountId } from '../../core/deliveries/staff-account.js'
import type { EventDoc } from '../../core/events.js'
import { may } from '../../core/policies/authorise.js'
import { settingsPolicy } from '../../core/policies/settings.policy.js'
import { answer } from './answer.js'
import type { ManagerContext } from './desk.js'
import { say } from './texts.js'

const qrSize = 512
const maxPicture = 100_000

/**
 * A phone waits to be linked: its code goes to those who manage channels, once each time it begins to wait. WhatsApp
 * changes the code every half a minute; `/pair` shows the one of now.
 */
export async function tellPairing(core: Core, { payload }: EventDoc<'channel.state-changed'>): Promise<void> {
  if (payload.phase !== 'pairing') return
  const account = (await listAccounts(core)).find(({ _id }) => _id === payload.accountId)
  const { state } = account ?? {}
  if (!account || state?.phase !== 'pairing' || !(state.qr ?? state.pairingCode)) return
  const { roles } = settingsPolicy['channel.manage']
  const people = await rows(core.models.Staff)
    .find({ active: true, role: { $in: [...roles] }, telegramChatId: { $type: 'string' } })
    .toArray()
  for (const person of people) {
    const dedupeKey = `pairing:${account._id}:${state.since.getTime()}:${person._id}`
    if (await core.models.Delivery.findOne({ dedupeKey }).select('_id').lean()) continue
    await queueNotice(core, {
      accountId: staffAccountId,
      chatId: person.telegramChatId ?? '',
      content: await pairingContent(core, account, person.locale),
      dedupeKey,
    })
  }
}

async function pairingContent(core: Core, account: AccountStatus, locale: Locale): Promise<Content> {
  const caption = words(account, locale)
  if (!account.state.qr) return { type: 'text', text: caption }
  const file = await core.files.save({
    name: 'whatsapp-qr.png',
    mimeType: 'image/png',
    body: await picture(account.state.qr),
    maxSize: maxPicture,
  })
  return { type: 'image', file, caption }
}

/** `/pair`: the codes of now of all phones that wait, for those who manage channels. */
export async function commandPair(ctx: ManagerContext): Promise<void> {
  const { core, by, locale } = ctx.desk
  if (!may(by, 'channel.manage')) {
    await answer(ctx, { text: say(locale, 'pairing.notYours') })
    return
  }
  const waiting = (await listAccounts(core)).filter(({ now }) => now.phase === 'pairing')
  if (waiting.length === 0) await answer(ctx, { text: say(locale, 'pairing.nothing') })
  for (const account of waiting) {
    const { qr } = account.now
    const caption = words(account, locale)
    if (qr) await ctx.replyWithPhoto(new InputFile(await picture(qr), 'whatsapp-qr.png'), { caption })
    else await answer(ctx, { text: caption })
  }
}

function words({ name, state }: AccountStatus, locale: Locale): string {
  if (state.pairingCode) {
    const code = `${state.pairingCode.slice(0, 4)}-${state.pairingCode.slice(4)}`
    return say(locale, 'pairing.code', { name, code })
  }
  return state.qr ? say(locale, 'pairing.qr', { name }) : say(locale, 'pairing.soon', { name })
}

function picture(qr: string): Promise<Buffer> {
  return toBuffer(qr, { width: qrSize, margin: 2, errorCorrectionLevel: 'L' })
}
