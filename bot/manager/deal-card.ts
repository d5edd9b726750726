import type { Activity } from '../../core/activities/activity.model.js'
import { clientNames } from '../../core/clients/queries.js'
import type { Core, Locale } from '../../core/context.js'
import type { Deal } from '../../core/deals/deal.model.js'
import { getPipeline } from '../../core/deals/pipelines.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { formatDay, formatMoment, formatMoney } from '../../core/format.js'
import { staffNames } from '../../core/staff/queries.js'
import type { Answer } from './answer.js'
import { pressData, shortKey } from './press.js'
import { cut } from './talk-card.js'
import { say } from './texts.js'

const buttonsInRow = 2
const buttonLength = 28
const answerLength = 160

/** The card of a deal with its buttons. */
export async function dealCard(core: Core, deal: Deal, locale: Locale): Promise<Answer> {
  const [pipeline, clients, staff] = await Promise.all([
    getPipeline(core, deal.pipeline),
    clientNames(core, [deal.clientId]),
    staffNames(core, [deal.ownerId]),
  ])
  const next = await core.models.Activity.findOne({ dealId: deal._id, status: 'planned' })
    .sort({ dueAt: 1 })
    .lean<Activity | null>()
  const stage = pipeline.stages.find((each) => each.key === deal.stage)
  const client = clients.get(deal.clientId ?? '')
  const owner = staff.get(deal.ownerId ?? '')
  const sum =
    deal.amountMinor > 0 ? formatMoney(deal.amountMinor, deal.currency, locale) : say(locale, 'deal.noSum')
  const reason = pipeline.lossReasons.find((each) => each.key === deal.lostReason?.code)
  const lines = [
    client && `👤 ${client}`,
    say(locale, 'deal.stage', { stage: stage?.name[locale] ?? deal.stage }),
    say(locale, 'deal.sum', { sum }),
    deal.dueAt &&
      say(locale, 'deal.due', { day: formatDay(deal.dueAt, core.clock.now(), core.company.zone, locale) }),
    owner && say(locale, 'deal.owner', { name: owner }),
    next &&
      say(locale, 'deal.next', {
        at: formatMoment(next.dueAt, core.clock.now(), core.company.zone, locale),
        title: cut(next.title, answerLength),
      }),
    deal.lostReason &&
      say(locale, 'deal.lost', {
        reason: deal.lostReason.text || (reason?.name[locale] ?? deal.lostReason.code),
      }),
    ...Object.values(deal.answers).map((answer) => `${answer.label}: ${cut(answer.text, answerLength)}`),
  ]
  return {
    header: `💼 ${say(locale, 'deal.number', { number: deal.number })} · ${deal.title}`,
    text: lines.filter(Boolean).join('\n'),
    keyboard: dealKeyboard(deal, locale, (stage?.checklist?.length ?? 0) > 0),
  }
}

function dealKeyboard(deal: Deal, locale: Locale, hasChecklist: boolean): StaffButton[][] {
  const button = (
    name: 'stages' | 'sum' | 'due' | 'plan' | 'check' | 'give' | 'lose' | 'talk',
  ): StaffButton => ({
    text: say(locale, `buttons.${name}`),
    data: pressData(['deal', name, deal._id]),
  })
  const talk = deal.conversationId ? [button('talk')] : []
  if (deal.closedAt !== null) return [[button('stages'), ...talk]]
  return [
    [button('stages'), button('sum'), button('due')],
    [button('plan'), button('give'), ...(hasChecklist ? [button('check')] : [])],
    [button('lose'), ...talk],
  ]
}

/** The stages of the deal's pipeline as buttons; the present one is marked. */
export async function stageKeyboard(core: Core, deal: Deal, locale: Locale): Promise<StaffButton[][]> {
  const { stages } = await getPipeline(core, deal.pipeline)
  const signs = { open: '', won: '🏆 ', lost: '✖️ ' }
  const buttons = stages.map((stage) => ({
    text: cut(`${stage.key === deal.stage ? '• ' : signs[stage.kind]}${stage.name[locale]}`, buttonLength),
    data: pressData(['stage', shortKey(stage.key), deal._id]),
  }))
  return [...inRows(buttons), [backButton(deal, locale)]]
}

/** What may be planned for a deal. */
export function planKeyboard(deal: Deal, locale: Locale): StaffButton[][] {
  const kinds = ['call', 'meeting', 'task', 'reminder'] as const
  const buttons = kinds.map((kind) => ({
    text: say(locale, `plan.kinds.${kind}`),
    data: pressData(['plan', kind, deal._id]),
  }))
  return [...inRows(buttons), [backButton(deal, locale)]]
}

/** The stages a deal may end badly in; where there is only one its reasons are asked at once. */
export async function loseKeyboard(core: Core, deal: Deal, locale: Locale): Promise<StaffButton[][]> {
  const { stages } = await getPipeline(core, deal.pipeline)
  const lost = stages.filter((stage) => stage.kind === 'lost')
  const [only] = lost
  if (only && lost.length === 1) return reasonKeyboard(core, deal, only.key, locale)
  const buttons = lost.map((stage) => ({
    text: cut(`✖️ ${stage.name[locale]}`, buttonLength),
    data: pressData(['stage', shortKey(stage.key), deal._id]),
  }))
  return [...inRows(buttons), [backButton(deal, locale)]]
}

/** Why a deal is lost, as buttons. */
export async function reasonKeyboard(
  core: Core,
  deal: Deal,
  stageKey: string,
  locale: Locale,
): Promise<StaffButton[][]> {
  const { lossReasons } = await getPipeline(core, deal.pipeline)
  const buttons = lossReasons.map((reason) => ({
    text: cut(reason.name[locale], buttonLength),
    data: pressData(['lost', shortKey(stageKey), shortKey(reason.key), deal._id]),
  }))
  return [...inRows(buttons), [backButton(deal, locale)]]
}

function backButton(deal: Deal, locale: Locale): StaffButton {
  return { text: say(locale, 'buttons.back'), data: pressData(['deal', 'back', deal._id]) }
}

function inRows(buttons: StaffButton[]): StaffButton[][] {
  const rows: StaffButton[][] = []
  for (let at = 0; at < buttons.length; at += buttonsInRow) rows.push(buttons.slice(at, at + buttonsInRow))
  return rows
}
