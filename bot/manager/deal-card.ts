import type { Activity } from '../../core/activities/activity.model.js'
import { clientNames } from '../../core/clients/queries.js'
import { companyNames } from '../../core/companies/queries.js'
import type { Core, Locale } from '../../core/context.js'
import type { Deal } from '../../core/deals/deal.model.js'
import type { Milestone } from '../../core/deals/pipeline.model.js'
import { getPipeline, listPipelines } from '../../core/deals/pipelines.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { formatDay, formatMoment, formatMoney } from '../../core/format.js'
import { label } from '../../core/i18n.js'
import { staffNames } from '../../core/staff/queries.js'
import type { Answer } from './answer.js'
import { type Press, pressData, shortKey } from './press.js'
import { cut } from './talk-card.js'
import { say } from './texts.js'

const buttonsInRow = 2
const buttonLength = 28
const answerLength = 160

/** The card of a deal with its buttons. */
export async function dealCard(core: Core, deal: Deal, locale: Locale): Promise<Answer> {
  const [pipeline, clients, companies, staff] = await Promise.all([
    getPipeline(core, deal.pipeline),
    clientNames(core, [deal.clientId]),
    companyNames(core, [deal.companyId]),
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
    client && `👤 ${[client, companies.get(deal.companyId ?? '')].filter(Boolean).join(' · ')}`,
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
    keyboard: dealKeyboard(deal, locale, {
      hasChecklist: (stage?.checklist?.length ?? 0) > 0,
      waits: (await awaitedMilestones(core, deal)).length > 0,
      others: (await listPipelines(core)).length > 1,
    }),
  }
}

function dealKeyboard(
  deal: Deal,
  locale: Locale,
  { hasChecklist, waits, others }: { hasChecklist: boolean; waits: boolean; others: boolean },
): StaffButton[][] {
  const button = (
    name: 'stages' | 'sum' | 'due' | 'plan' | 'check' | 'give' | 'lose' | 'talk' | 'happened' | 'pipelines',
  ): StaffButton => ({
    text: say(locale, `buttons.${name}`),
    data: pressData(['deal', name, deal._id]),
  })
  const around = [
    ...(deal.clientId
      ? [{ text: say(locale, 'buttons.client'), data: pressData(['client', 'open', deal.clientId]) }]
      : []),
    ...(deal.conversationId ? [button('talk')] : []),
  ]
  if (deal.closedAt !== null) return [[button('stages')], ...(around.length > 0 ? [around] : [])]
  return [
    [button('stages'), button('sum'), button('due')],
    [button('plan'), button('give'), ...(hasChecklist ? [button('check')] : [])],
    [...(waits ? [button('happened')] : []), button('lose'), ...(others ? [button('pipelines')] : [])],
    ...(around.length > 0 ? [around] : []),
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

/** Every pipeline but the deal's own. */
export async function pipelineKeyboard(core: Core, deal: Deal, locale: Locale): Promise<StaffButton[][]> {
  const others = (await listPipelines(core)).filter(({ key }) => key !== deal.pipeline)
  return [
    ...others.map(({ key, name }) => [
      { text: `💼 ${name[locale]}`, data: pressData(['pipe', shortKey(key), deal._id]) },
    ]),
    [backButton(deal, locale)],
  ]
}

const plannable = ['call', 'meeting', 'task', 'reminder'] as const

/** What may be planned, for a deal or a client. */
export function planKeyboard(
  locale: Locale,
  press: (kind: (typeof plannable)[number]) => Press,
  back: StaffButton,
): StaffButton[][] {
  const buttons = plannable.map((kind) => ({
    text: say(locale, `plan.kinds.${kind}`),
    data: pressData(press(kind)),
  }))
  return [...inRows(buttons), [back]]
}

/** What may have happened to a deal, as far as a stage further on waits for it. */
export async function milestoneKeyboard(core: Core, deal: Deal, locale: Locale): Promise<StaffButton[][]> {
  const awaited = await awaitedMilestones(core, deal)
  const buttons = awaited.map((milestone) => ({
    text: cut(label(locale, 'milestones', milestone), buttonLength),
    data: pressData(['mile', milestone, deal._id]),
  }))
  return [...inRows(buttons), [backButton(deal, locale)]]
}

/** Milestones that would take the deal on. */
async function awaitedMilestones(core: Core, deal: Deal): Promise<Milestone[]> {
  const { stages } = await getPipeline(core, deal.pipeline)
  const present = stages.findIndex((stage) => stage.key === deal.stage)
  return deal.closedAt === null ? stages.slice(present + 1).flatMap((stage) => stage.enterOn ?? []) : []
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

export function backButton(deal: Deal, locale: Locale): StaffButton {
  return { text: say(locale, 'buttons.back'), data: pressData(['deal', 'back', deal._id]) }
}

function inRows(buttons: StaffButton[]): StaffButton[][] {
  const rows: StaffButton[][] = []
  for (let at = 0; at < buttons.length; at += buttonsInRow) rows.push(buttons.slice(at, at + buttonsInRow))
  return rows
}
