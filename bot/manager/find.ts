import { findAnything } from '../../core/clients/queries.js'
import type { Deal } from '../../core/deals/deal.model.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { formatMoney, formatPhone } from '../../core/format.js'
import { listConversations } from '../../core/inbox/queries.js'
import type { Inquiry } from '../../core/inquiries/inquiry.model.js'
import { answer } from './answer.js'
import type { ManagerContext } from './desk.js'
import { talkLabel } from './inbox.js'
import { pressData } from './press.js'
import { cut } from './talk-card.js'

const shown = 6

/** `/find` with the words after it; without any it asks for them. */
export async function find(ctx: ManagerContext, words: string): Promise<void> {
  const { core, say } = ctx.desk
  if (words === '') {
    await answer(ctx, { text: say('find.ask') }, { ask: { kind: 'find' }, placeholder: say('find.hint') })
    return
  }
  const [{ clients, companies, deals }, inquiry, talks] = await Promise.all([
    findAnything(core, words, shown),
    inquiryByNumber(ctx, words),
    listConversations(core, { search: { title: words, clientIds: [] } }, { limit: shown }),
  ])
  const rows: StaffButton[][] = clients.map((client) => [
    {
      text: cut(
        [
          '👤 ',
          [client.name, client.companyName, client.phones[0] && formatPhone(client.phones[0])]
            .filter(Boolean)
            .join(' · '),
        ].join(''),
        60,
      ),
      data: pressData(['client', 'open', client._id]),
    },
  ])
  for (const { _id, name } of companies)
    rows.push([{ text: cut(`🏢 ${name}`, 60), data: pressData(['company', 'open', _id]) }])
  for (const deal of deals) rows.push([dealButton(ctx, deal)])
  // People who have only just written have no card yet.
  for (const talk of talks.items.filter(({ clientId }) => clientId === null))
    rows.push([{ text: talkLabel(ctx, talk), data: pressData(['talk', 'open', talk._id]) }])
  if (inquiry?.conversationId) {
    rows.push([
      {
        text: `📥 ${say('card.inquiry', { number: inquiry.number })}`,
        data: pressData(['talk', 'open', inquiry.conversationId]),
      },
    ])
  }
  await answer(
    ctx,
    rows.length > 0
      ? { header: say('find.found', { words: cut(words, 60) }), keyboard: rows }
      : { text: say('find.nothing', { words: cut(words, 60) }) },
  )
}

async function inquiryByNumber(
  ctx: ManagerContext,
  words: string,
): Promise<Pick<Inquiry, 'number' | 'conversationId'> | null> {
  const number = /^[#№]?\s*(\d{1,9})$/.exec(words)?.[1]
  if (number === undefined) return null
  return ctx.desk.core.models.Inquiry.findOne({ number: Number(number) })
    .select('number conversationId')
    .lean<Pick<Inquiry, 'number' | 'conversationId'> | null>()
}

export function dealButton(
  ctx: ManagerContext,
  deal: Pick<Deal, '_id' | 'number' | 'title' | 'amountMinor' | 'currency'>,
): StaffButton {
  const sum =
    deal.amountMinor > 0 ? ` · ${formatMoney(deal.amountMinor, deal.currency, ctx.desk.locale)}` : ''
  return {
    text: cut(`💼 №${deal.number} ${deal.title}${sum}`, 60),
    data: pressData(['deal', 'open', deal._id]),
  }
}
