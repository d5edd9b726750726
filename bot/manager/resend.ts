import type { Delivery } from '../../core/deliveries/delivery.model.js'
import { discardDelivery, resendDelivery } from '../../core/deliveries/settle-delivery.js'
import { found, OtklikError } from '../../core/errors.js'
import { redraw, toast } from './answer.js'
import type { ManagerContext } from './desk.js'
import type { Press } from './press.js'
import { offerTemplates } from './template-flow.js'

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
    if (!(err instanceof OtklikError)) throw err
    if (err.code === 'outside-answer-window') return offerInstead(ctx, deliveryId)
    if (err.code !== 'illegal-transition') throw err
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

/** The messenger takes only templates now. */
async function offerInstead(ctx: ManagerContext, deliveryId: string): Promise<void> {
  const row = await ctx.desk.core.models.Delivery.findById(deliveryId)
    .select('conversationId')
    .lean<Pick<Delivery, 'conversationId'> | null>()
  await offerTemplates(
    ctx,
    found(row?.conversationId, 'conversation'),
    ctx.callbackQuery?.message?.message_id,
  )
}
