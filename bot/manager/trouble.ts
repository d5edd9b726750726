import { type BotError, GrammyError, type Middleware } from 'grammy'
import type { Core } from '../../core/context.js'
import { OtklikError } from '../../core/errors.js'
import { explainError } from '../../core/i18n.js'
import { toast } from './answer.js'
import type { ManagerContext } from './desk.js'
import { say } from './texts.js'

/** Refusals of the core become an answer in the person's language, and the update is done. */
export function explainRefusals(): Middleware<ManagerContext> {
  return async (ctx, next) => {
    try {
      await next()
    } catch (err) {
      if (!(err instanceof OtklikError) || err.status >= 500) throw err
      await tell(ctx, explainError(err, ctx.desk.locale).message)
    }
  }
}

/** The last net: writes down what happened, without any words of people, and asks to try again. */
export function sayFailure(core: Core): (failure: BotError<ManagerContext>) => Promise<void> {
  return async ({ error, ctx }) => {
    core.log.error(
      { err: error, updateId: ctx.update.update_id, staffId: ctx.desk?.staff._id },
      'manager bot: an update failed',
    )
    // Telegram itself refused to pass our words on; more of them would not help.
    if (ctx.chat?.type !== 'private' || (error instanceof GrammyError && !ctx.desk)) return
    const locale = ctx.desk?.locale ?? core.company.locale
    await tell(ctx, say(locale, 'failed')).catch((err: unknown) => {
      core.log.warn({ err }, 'manager bot: could not say that something failed')
    })
  }
}

/** An alert over the pressed button, or a message. */
async function tell(ctx: ManagerContext, text: string): Promise<void> {
  if (ctx.callbackQuery && !ctx.toasted) await toast(ctx, text, true)
  else await ctx.reply(text)
}
