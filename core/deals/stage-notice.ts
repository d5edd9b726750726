import { planActivity } from '../activities/plan-activity.js'
import { rows } from '../collection.js'
import { type Actor, type Core, type Locale, system } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { OtklikError } from '../errors.js'
import type { EventDoc, Subscriber } from '../events.js'
import { formatDay, formatMoney } from '../format.js'
import { translate } from '../i18n.js'
import { assignConversation } from '../inbox/assign-conversation.js'
import type { Conversation } from '../inbox/conversation.model.js'
import { sendMessage } from '../inbox/send-message.js'
import { staffNames } from '../staff/queries.js'
import type { Deal } from './deal.model.js'
import type { Pipeline, Stage } from './pipeline.model.js'

/**
 * What a stage says to the client and to the next colleague, after the move is stored. Each runs once, however often the
 * event is read: the message has a unique key, the hand-over of a chat that was handed over changes nothing.
 */
export const stageNoticeSubscriber: Subscriber = {
  name: 'stage-notices',
  on: {
    'deal.moved': async (event, core) => noticeClient(core, event),
    'deal.delegated': async ({ payload }, core) => handOverTalk(core, payload),
  },
}

async function noticeClient(core: Core, { payload, seq }: EventDoc<'deal.moved'>): Promise<void> {
  const deal = await rows(core.models.Deal).findOne({ _id: payload.dealId })
  if (!deal) return
  const pipeline = await rows(core.models.Pipeline).findOne({ key: deal.pipeline })
  const stage = pipeline?.stages.find((each) => each.key === payload.to)
  // A deal that was taken back meanwhile was moved by mistake: the client need not know.
  if (!pipeline || !stage?.notice || deal.stage !== stage.key) return
  const conversation = await talkOf(core, deal)
  const dedupeKey = `stage-notice:${deal._id}:${seq}`
  if (conversation?.reachable) {
    const text = await fillNotice(core, deal, pipeline, stage, core.company.locale)
    try {
      await sendMessage(core, system, {
        conversationId: conversation._id,
        content: { type: 'text', text },
        purpose: 'reminder',
        dedupeKey,
      })
      return
    } catch (err) {
      if (!(err instanceof OtklikError && err.code === 'conversation-unreachable')) throw err
    }
  }
  await askToCall(core, deal, stage, dedupeKey)
}

/** A client without a messenger is told by a person: a task for the owner with the ready words. */
async function askToCall(core: Core, deal: Deal, stage: Stage, rule: string): Promise<void> {
  if (!deal.clientId || !deal.ownerId) return
  const pipeline = await rows(core.models.Pipeline).findOne({ key: deal.pipeline })
  if (!pipeline || (await core.models.Activity.exists({ dealId: deal._id, rule }))) return
  const { locale } = core.company
  const words = await fillNotice(core, deal, pipeline, stage, locale)
  const by: Actor = system
  try {
    await planActivity(core, by, {
      kind: 'message',
      title: translate(locale, 'deals.tellClient', { text: words }).slice(0, 500),
      dueAt: new Date(core.clock.now().getTime() + 3600_000),
      staffId: deal.ownerId,
      dealId: deal._id,
      clientId: deal.clientId,
      conversationId: deal.conversationId,
      rule,
    })
  } catch (err) {
    if (!isDuplicateKey(err)) throw err
  }
}

/** The chat the client used last: the deal's own where it can be written to. */
async function talkOf(core: Core, deal: Deal): Promise<Conversation | null> {
  const conversations = rows(core.models.Conversation)
  const own = deal.conversationId ? await conversations.findOne({ _id: deal.conversationId }) : null
  if (own?.reachable || !deal.clientId) return own
  return conversations.findOne(
    { clientId: deal.clientId, reachable: true },
    { sort: { lastMessageAt: -1, _id: -1 } },
  )
}

/** The variables a notice may name, in both languages; what is not known leaves no hole in the sentence. */
export const noticeVariables = {
  name: ['имя', 'name'],
  number: ['номер', 'number'],
  title: ['заказ', 'order'],
  stage: ['этап', 'stage'],
  due: ['срок', 'due'],
  amount: ['сумма', 'amount'],
  company: ['компания', 'company'],
  manager: ['менеджер', 'manager'],
} as const

/** The words of a stage's notice for this deal, in a language. */
export async function fillNotice(
  core: Core,
  deal: Deal,
  pipeline: Pipeline,
  stage: Stage,
  locale: Locale,
): Promise<string> {
  const [client, names] = await Promise.all([
    deal.clientId
      ? rows(core.models.Client).findOne({ _id: deal.clientId }, { projection: { name: 1 } })
      : null,
    staffNames(core, [deal.ownerId]),
  ])
  const { zone, name: company } = core.company
  const said = (text: string, fallback: 'deals.noDue' | 'deals.noAmount') =>
    text || translate(locale, fallback)
  const values: Record<keyof typeof noticeVariables, string> = {
    name: client?.name ?? '',
    number: String(deal.number),
    title: deal.title,
    stage: (pipeline.stages.find((each) => each.key === stage.key) ?? stage).name[locale],
    due: said(deal.dueAt ? formatDay(deal.dueAt, core.clock.now(), zone, locale) : '', 'deals.noDue'),
    amount: said(
      deal.amountMinor > 0 ? formatMoney(deal.amountMinor, deal.currency, locale) : '',
      'deals.noAmount',
    ),
    company,
    manager: names.get(deal.ownerId ?? '') ?? company,
  }
  return fillWords(stage.notice?.[locale] ?? '', values)
}

/** Puts values in for `{{имя}}`; a variable nobody knows stays as it is written, so that the mistake shows. */
export function fillWords(
  text: string,
  values: Partial<Record<keyof typeof noticeVariables, string>>,
): string {
  return text
    .replace(/\{\{\s*([\p{L}]+)\s*\}\}/gu, (whole, said: string) => {
      const key = (Object.keys(noticeVariables) as (keyof typeof noticeVariables)[]).find((each) =>
        (noticeVariables[each] as readonly string[]).includes(said.toLowerCase()),
      )
      return key === undefined ? whole : (values[key] ?? '')
    })
    .replace(/ +([,.!?])/g, '$1')
    .replace(/^[,\s]+/, '')
}

/** The chat goes with the deal, from the colleague who had both. */
async function handOverTalk(
  core: Core,
  payload: { dealId: string; fromId: string | null; toId: string },
): Promise<void> {
  const deal = await rows(core.models.Deal).findOne(
    { _id: payload.dealId },
    { projection: { conversationId: 1, ownerId: 1 } },
  )
  if (!deal?.conversationId || deal.ownerId !== payload.toId || payload.fromId === null) return
  const talk = await rows(core.models.Conversation).findOne(
    { _id: deal.conversationId },
    { projection: { assigneeId: 1, status: 1 } },
  )
  if (!talk || talk.status === 'closed' || talk.assigneeId !== payload.fromId) return
  await assignConversation(core, system, { conversationId: deal.conversationId, assigneeId: payload.toId })
}
