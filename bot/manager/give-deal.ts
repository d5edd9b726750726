import { getDeal } from '../../core/deals/queries.js'
import { updateDeal } from '../../core/deals/update-deal.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { label } from '../../core/i18n.js'
import { listStaff } from '../../core/staff/queries.js'
import { rebutton, redraw, toast } from './answer.js'
import { dealCard } from './deal-card.js'
import type { ManagerContext } from './desk.js'
import { type Press, pressData } from './press.js'
import { cut } from './talk-card.js'

/** Whom the deal may go to, as buttons: the account managers first, they take orders over. */
export async function askWhom(ctx: ManagerContext, dealId: string): Promise<void> {
  const { core, locale, say } = ctx.desk
  const deal = await getDeal(core, dealId)
  const order = ['account', 'sales', 'head', 'admin', 'assistant', 'marketer']
  const team = (await listStaff(core, { active: true }))
    .filter((person) => person._id !== deal.ownerId && person.role !== 'marketer')
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
  const rows: StaffButton[][] = team.slice(0, 20).map((person) => [
    {
      text: cut(`${person.name} · ${label(locale, 'roles', person.role)}`, 40),
      data: pressData(['give', person._id, dealId]),
    },
  ])
  await rebutton(ctx, [...rows, [{ text: say('buttons.back'), data: pressData(['deal', 'back', dealId]) }]])
}

export async function pressGive(
  ctx: ManagerContext,
  [, staffId, dealId]: Extract<Press, ['give', ...unknown[]]>,
): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  const deal = await updateDeal(core, by, { dealId, ownerId: staffId })
  const person = (await listStaff(core, { active: true })).find((each) => each._id === staffId)
  await toast(ctx, say('give.done', { name: person?.name ?? '' }))
  await redraw(ctx, await dealCard(core, deal, locale), { conversationId: deal.conversationId, dealId })
}
