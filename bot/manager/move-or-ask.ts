import { DateTime } from 'luxon'
import { createClient } from '../../core/clients/create-client.js'
import { findOrCreateClient } from '../../core/clients/find-or-create-client.js'
import { withoutUndefined } from '../../core/collection.js'
import { findOrCreateCompany } from '../../core/companies/find-or-create-company.js'
import type { Deal, DealItem } from '../../core/deals/deal.model.js'
import { moveDeal } from '../../core/deals/move-deal.js'
import type { Milestone } from '../../core/deals/pipeline.model.js'
import { getPipeline } from '../../core/deals/pipelines.js'
import { getDeal } from '../../core/deals/queries.js'
import { reachMilestone } from '../../core/deals/reach-milestone.js'
import { updateDeal } from '../../core/deals/update-deal.js'
import { OtklikError } from '../../core/errors.js'
import { getConversation } from '../../core/inbox/queries.js'
import { parseDate } from '../../core/parse/parse-date.js'
import { type Currency, parseMoney } from '../../core/parse/parse-money.js'
import { answer } from './answer.js'
import type { Ask } from './ask.js'
import { checklistCard } from './checklist-card.js'
import { reasonKeyboard } from './deal-card.js'
import { showDeal } from './deal-flow.js'
import type { ManagerContext } from './desk.js'

/** Fields the bot can ask for, in words. */
export const askedFields = [
  'amount',
  'title',
  'dueAt',
  'items',
  'clientId',
  'companyId',
  'dueAtOnly',
] as const
export type AskedField = (typeof askedFields)[number]

/** Where a deal is to go: by hand, or because of what happened. The latter is open to those who do not move deals. */
interface Way {
  stage: string
  milestone?: Milestone | undefined
}

/**
 * Moves a deal, and where the stage demands something, asks for it: a missing field in words, open lines of the checklist
 * and the reason of a loss with buttons; then the move is tried again, the same way. Returns the moved deal, or null while
 * it asks.
 */
export async function moveOrAsk(ctx: ManagerContext, deal: Deal, way: Way): Promise<Deal | null> {
  const { core, by, locale, say, staff } = ctx.desk
  const { stage, milestone } = way
  try {
    if (!milestone) return await moveDeal(core, by, { dealId: deal._id, stage })
    return (await reachMilestone(core, by, { dealId: deal._id, milestone })).deal
  } catch (err) {
    if (!(err instanceof OtklikError)) throw err
    const about = { conversationId: deal.conversationId, dealId: deal._id }
    if (err.code === 'required-fields-missing') {
      const missing = Object.keys(err.fields ?? {})
      if (missing.includes('ownerId')) {
        await updateDeal(core, by, { dealId: deal._id, ownerId: staff._id })
        return moveOrAsk(ctx, deal, way)
      }
      const field = missing.find((each): each is AskedField => askedFields.includes(each as AskedField))
      if (!field) throw err
      await askField(ctx, deal, field, way)
      return null
    }
    if (err.code === 'checklist-open') {
      const card = await checklistCard(core, deal, locale, way)
      await answer(ctx, { ...card, text: `${say('check.first')}\n\n${card.text ?? ''}` }, about)
      return null
    }
    if (err.code === 'reason-required') {
      const keyboard = await reasonKeyboard(core, deal, stage, locale)
      await answer(ctx, { text: say('deal.whyLost'), keyboard }, about)
      return null
    }
    throw err
  }
}

/** Asks for one field of a deal; the way is tried again once it is there. */
export async function askField(
  ctx: ManagerContext,
  deal: Pick<Deal, '_id' | 'number' | 'conversationId'>,
  field: AskedField,
  way: Partial<Way> = {},
): Promise<void> {
  const { say } = ctx.desk
  const text = say(`field.ask.${field}`, { number: deal.number })
  await answer(
    ctx,
    { text: way.stage ? `${say('field.needed')} ${text}` : text },
    {
      conversationId: deal.conversationId,
      dealId: deal._id,
      ask: { kind: 'field', dealId: deal._id, field, ...withoutUndefined(way) },
      placeholder: say(`field.hint.${field}`),
    },
  )
}

/** The words a person answered with; what is not understood is asked for again. */
export async function answerField(
  ctx: ManagerContext,
  asked: Extract<Ask, { kind: 'field' }>,
  text: string,
): Promise<void> {
  const { core, by, say } = ctx.desk
  const deal = await getDeal(core, asked.dealId)
  const changes = await readField(ctx, deal, asked.field, text)
  if (changes === null) {
    await answer(ctx, { text: say('field.again') })
    return askField(ctx, deal, asked.field, { stage: asked.stage, milestone: asked.milestone })
  }
  const changed = await updateDeal(core, by, { dealId: deal._id, ...changes })
  const moved = asked.stage
    ? await moveOrAsk(ctx, changed, { stage: asked.stage, milestone: asked.milestone })
    : changed
  if (!moved) return
  const pipeline = await getPipeline(core, moved.pipeline)
  const name = pipeline.stages.find((each) => each.key === moved.stage)?.name[ctx.desk.locale] ?? ''
  await showDeal(ctx, moved, asked.stage ? say('deal.moved', { stage: name }) : say('field.done'))
}

type Changes = Omit<Parameters<typeof updateDeal>[2], 'dealId'>

async function readField(
  ctx: ManagerContext,
  deal: Deal,
  field: AskedField,
  text: string,
): Promise<Changes | null> {
  const { core, by, staff } = ctx.desk
  const words = text.trim()
  switch (field) {
    case 'amount': {
      const parsed = parseMoney(words, deal.currency as Currency)
      return parsed.ok ? { amountMinor: parsed.value.minor, currency: parsed.value.currency } : null
    }
    case 'title':
      return words === '' ? null : { title: words.slice(0, 300) }
    case 'dueAt':
    case 'dueAtOnly': {
      const parsed = parseDate(words, { now: core.clock.now(), zone: core.company.zone })
      if (!parsed.ok) return null
      const day = DateTime.fromJSDate(parsed.value.at, { zone: core.company.zone })
      return { dueAt: (parsed.value.hasTime ? day : day.endOf('day').startOf('minute')).toJSDate() }
    }
    case 'items': {
      const items = readItems(words)
      return items.length === 0 ? null : { items }
    }
    case 'companyId': {
      if (words === '') return null
      const { company } = await findOrCreateCompany(core, by, { name: words.slice(0, 200) })
      return { companyId: company._id }
    }
    case 'clientId': {
      if (deal.conversationId) {
        const { contactPointId, title } = await getConversation(core, deal.conversationId)
        const { client } = await findOrCreateClient(core, by, {
          contactPointId,
          name: words || title,
          ownerId: staff._id,
        })
        return { clientId: client._id }
      }
      if (words === '') return null
      return { clientId: (await createClient(core, by, { name: words.slice(0, 200) }))._id }
    }
  }
}

const priceWord = /^(?:[xх×*@]|по|at)$/iu
const unitWord = /^(?:шт\.?|штук\p{L}{0,2}|pcs|м|кг|компл\p{L}{0,6}\.?)$/iu
const currencyWord = /^(?:₽|р\.?|руб\p{L}{0,3}\.?|rub)$/iu
const digits = /^\d+(?:[.,]\d+)?$/

/** «Кружки 300 шт по 250» a line: name, how many, at what price. A line without a number is one piece. */
export function readItems(text: string): DealItem[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, 200)
    .map(readItem)
}

/** The last number with a price word before it is the price, the number before that how many. */
function readItem(line: string): DealItem {
  const words = line
    .split(/\s/u)
    .map((word) => word.replace(/[,;:]$/u, ''))
    .filter((word) => word !== '' && !['-', '–', '—'].includes(word))
  while (words.length > 1 && currencyWord.test(words.at(-1) ?? '')) words.pop()
  const at = words.findLastIndex((word) => priceWord.test(word))
  const price = at > 0 ? number(words.slice(at + 1)) : Number.NaN
  const rest = price >= 0 ? words.slice(0, at) : words
  const unit = rest.length > 2 && unitWord.test(rest.at(-1) ?? '') ? rest.pop() : undefined
  let from = rest.length
  while (from > 1 && digits.test(rest[from - 1] ?? '')) from -= 1
  const quantity = number(rest.slice(from))
  if (!(quantity > 0)) return { name: line.slice(0, 300), quantity: 1 }
  return {
    name: rest.slice(0, from).join(' ').slice(0, 300),
    quantity,
    ...(unit ? { unit } : {}),
    ...(price >= 0 ? { priceMinor: Math.round(price * 100) } : {}),
  }
}

function number(words: readonly string[]): number {
  return words.length > 0 && words.every((word) => digits.test(word))
    ? Number(words.join('').replace(',', '.'))
    : Number.NaN
}
