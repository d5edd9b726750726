import { discardDelivery, resendDelivery } from '../../core/deliveries/settle-delivery.js'
import { OtklikError } from '../../core/errors.js'
import { redraw, toast } from './answer.js'
import type { ManagerContext } from './desk.js'
import type { Press } from './press.js'

/** A colleague decides on a reply that did not go out, or perhaps did. Pressed late or twice it only says so. */
export async function pressResend(
  ctx: ManagerContext,
  [, yes, deliveryId]: Extract<Press, ['resend', ...unknown[]]>,
): Promise<void> {
  const { core, by, say } = ctx.desk
  try {
    if (yes === 'yes') await resendDelivery(core, by, { deliveryId })
    else await discardDelivery(core, by, { deliveryId })
  } catch (err) {
    if (!(err instanceof OtklikError && err.code === 'illegal-transition')) throw err
    return toast(ctx, say('resend.settled'), true)
  }
  const text = say(yes === 'yes' ? 'resend.again' : 'resend.dropped')
  await toast(ctx, text)
  const shown =
    ctx.callbackQuery?.message && 'text' in ctx.callbackQuery.message
      ? (ctx.callbackQuery.message.text ?? '')
      : ''
  await redraw(ctx, { text: [shown, text].filter(Boolean).join('\n\n') })
}
