import type { Middleware } from 'grammy'
import { pressNext, pressOutcome } from './activity-form.js'
import { pressActivity } from './activity-presses.js'
import { toast } from './answer.js'
import { pressTick } from './checklist-card.js'
import {
  pressClient,
  pressClientField,
  pressClientMove,
  pressClientPlan,
  pressMerge,
  pressNewDeal,
} from './client-presses.js'
import { pressCompany, pressCompanyField } from './company-card.js'
import { pressDeal, pressLost, pressMilestone, pressPipeline, pressPlan, pressStage } from './deal-flow.js'
import type { ManagerContext } from './desk.js'
import { pressParked } from './desk-commands.js'
import { pressDraft } from './draft.js'
import { pressDuty } from './duty.js'
import { find } from './find.js'
import { pressGive } from './give-deal.js'
import { sendHelp } from './help.js'
import { pressInbox, pressPage, sendInbox } from './inbox.js'
import { pressDefer, pressInquiries, pressInquiry } from './inquiry-flow.js'
import { sendMyDay } from './my-day.js'
import { pressSaid } from './planned.js'
import { type Press, readPress } from './press.js'
import { pressQuick } from './quick-replies.js'
import { pressWhen } from './remind-flow.js'
import { pressResend } from './resend.js'
import { pressLater, pressTalk } from './talk-presses.js'
import type { TelegramFiles } from './telegram-files.js'
import { pressTemplate } from './template-flow.js'

/** Every button of the bot. What is not in our grammar does nothing; what it may do, the commands of core decide. */
export function presses(files: TelegramFiles): Middleware<ManagerContext> {
  return async (ctx) => {
    const press = readPress(ctx.callbackQuery?.data ?? '')
    if (!press) return toast(ctx, ctx.desk.say('unknownButton'))
    await handle(ctx, files, press)
    // A press without an answer spins for a minute.
    if (!ctx.toasted) await toast(ctx)
  }
}

async function handle(ctx: ManagerContext, files: TelegramFiles, press: Press): Promise<void> {
  switch (press[0]) {
    case 'talk':
      return pressTalk(ctx, press)
    case 'later':
      return pressLater(ctx, press)
    case 'deal':
      return pressDeal(ctx, press)
    case 'stage':
      return pressStage(ctx, press)
    case 'lost':
      return pressLost(ctx, press)
    case 'act':
      return pressActivity(ctx, press)
    case 'tick':
      return pressTick(ctx, press)
    case 'give':
      return pressGive(ctx, press)
    case 'plan':
      return pressPlan(ctx, press)
    case 'mile':
      return pressMilestone(ctx, press)
    case 'out':
      return pressOutcome(ctx, press)
    case 'next':
      return pressNext(ctx, press)
    case 'inq':
      return pressInquiry(ctx, press)
    case 'inqs':
      return pressInquiries(ctx, press)
    case 'indef':
      return pressDefer(ctx, press)
    case 'quick':
      return pressQuick(ctx, press)
    case 'said':
      return pressSaid(ctx, press)
    case 'parked':
      return pressParked(ctx, press)
    case 'resend':
      return pressResend(ctx, press)
    case 'draft':
      return pressDraft(ctx, files, press)
    case 'tpl':
      return pressTemplate(ctx, press)
    case 'client':
      return pressClient(ctx, press)
    case 'pipe':
      return pressPipeline(ctx, press)
    case 'newdeal':
      return pressNewDeal(ctx, press)
    case 'cplan':
      return pressClientPlan(ctx, press)
    case 'company':
      return pressCompany(ctx, press)
    case 'ofield':
      return pressCompanyField(ctx, press)
    case 'cfield':
      return pressClientField(ctx, press)
    case 'cmove':
      return pressClientMove(ctx, press)
    case 'merge':
      return pressMerge(ctx, press)
    case 'inbox':
      return pressInbox(ctx, press)
    case 'page':
      return pressPage(ctx, press)
    case 'when':
      return pressWhen(ctx, press)
    case 'duty':
      return pressDuty(ctx, press[1])
    case 'menu':
      return pressMenu(ctx, press[1])
  }
}

function pressMenu(ctx: ManagerContext, what: 'inbox' | 'my' | 'find' | 'help'): Promise<void> {
  if (what === 'inbox') return sendInbox(ctx)
  if (what === 'my') return sendMyDay(ctx)
  if (what === 'find') return find(ctx, '')
  return sendHelp(ctx)
}
