import { allowedManualEvents } from '../../core/clients/change-client-state.js'
import type { ClientCard } from '../../core/clients/client.model.js'
import { customFields, presentCustom } from '../../core/clients/custom-fields.js'
import { clientNames, getClient } from '../../core/clients/queries.js'
import { companyNames } from '../../core/companies/queries.js'
import { listDeals } from '../../core/deals/queries.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { duplicatesOf } from '../../core/duplicates/queries.js'
import { formatMoney, formatPhone } from '../../core/format.js'
import { label } from '../../core/i18n.js'
import { listConversations } from '../../core/inbox/queries.js'
import { linkableChannels } from '../../core/links/create-link.js'
import { may } from '../../core/policies/authorise.js'
import { staffNames } from '../../core/staff/queries.js'
import { answer } from './answer.js'
import type { ManagerContext } from './desk.js'
import { dealButton } from './find.js'
import { talkLabel } from './inbox.js'
import { setCurrent } from './memory.js'
import { pressData } from './press.js'
import { cut } from './talk-card.js'

/** The client card: who it is and every field that is filled in; below it what can be done. */
export async function sendClient(ctx: ManagerContext, clientId: string, done = ''): Promise<void> {
  const { core, chatId } = ctx.desk
  const client = await getClient(core, clientId)
  const [talks, text, keyboard] = await Promise.all([
    listConversations(core, { clientId: client._id }, { limit: 2 }),
    cardText(ctx, client),
    clientKeyboard(ctx, client),
  ])
  const only = talks.items.length === 1 ? talks.items[0]?._id : undefined
  await setCurrent(core, chatId, only ? { conversationId: only } : { clientId: client._id })
  const lines = done === '' ? text : `${done}\n\n${text}`
  await answer(ctx, { header: `👤 ${client.name}`, text: lines, keyboard })
}

/** What can be done with a client, then where their talks, deals and company are. */
export async function clientKeyboard(ctx: ManagerContext, client: ClientCard): Promise<StaffButton[][]> {
  const { core } = ctx.desk
  const [buttons, talks, deals, companies] = await Promise.all([
    cardButtons(ctx, client),
    listConversations(core, { clientId: client._id }, { limit: 4 }),
    listDeals(core, { clientId: client._id }, { limit: 4 }),
    companyNames(core, [client.companyId]),
  ])
  const company = client.companyId && companies.get(client.companyId)
  return [
    ...buttons,
    ...talks.items.map((talk) => [
      { text: talkLabel(ctx, talk), data: pressData(['talk', 'open', talk._id]) },
    ]),
    ...deals.items.map((deal) => [dealButton(ctx, deal)]),
    ...(client.companyId && company
      ? [[{ text: cut(`🏢 ${company}`, 60), data: pressData(['company', 'open', client.companyId]) }]]
      : []),
  ]
}

async function cardText(ctx: ManagerContext, client: ClientCard): Promise<string> {
  const { core, locale, say } = ctx.desk
  const [companies, owners, agents, fields, twins] = await Promise.all([
    companyNames(core, [client.companyId]),
    staffNames(core, [client.ownerId]),
    clientNames(core, [client.agentId]),
    customFields(core),
    duplicatesOf(core, client._id),
  ])
  const own = presentCustom(fields, client.custom)
  const named = (key: string, value: string) =>
    value === '' ? '' : `${label(locale, 'clientFields', key)}: ${value}`
  const facts = client.facts
  const lines = [
    [companies.get(client.companyId ?? ''), client.position].filter(Boolean).join(' · '),
    client.phones.map(formatPhone).join(', '),
    client.emails.join(', '),
    `${label(locale, 'clientStates', client.state)} · ${label(locale, 'clientBases', client.base)}`,
    client.ownerId ? say('client.owner', { name: owners.get(client.ownerId) ?? '' }) : say('client.free'),
    facts.wonDeals > 0
      ? say('client.bought', { sum: formatMoney(facts.wonMinor, 'RUB', locale), count: facts.wonDeals })
      : '',
    client.kind === 'direct' ? '' : label(locale, 'clientKinds', client.kind),
    named('agent', agents.get(client.agentId ?? '') ?? ''),
    named('birthday', client.birthday ?? ''),
    named('address', client.address),
    named('territory', client.territory),
    named('bonusPercent', client.bonusPercent > 0 ? String(client.bonusPercent) : ''),
    ...fields.flatMap(({ key, label: name, type }) => {
      const value = own[key]
      if (value === undefined) return []
      if (type === 'flag') return [`${name}: ${say(value ? 'client.yes' : 'client.no')}`]
      return [`${name}: ${type === 'money' ? formatMoney(Number(client.custom[key]), 'RUB', locale) : value}`]
    }),
    client.notes && cut(client.notes, 400),
    ...twins.map(({ clients, reasons }) =>
      say('client.twin', {
        name: clients.find((each) => each._id !== client._id)?.name ?? '',
        reasons: reasons.map((reason) => label(locale, 'matchReasons', reason)).join(', '),
      }),
    ),
  ]
  return lines.filter(Boolean).join('\n')
}

async function cardButtons(ctx: ManagerContext, client: ClientCard): Promise<StaffButton[][]> {
  const { core, by, say } = ctx.desk
  const id = client._id
  const rows: StaffButton[][] = []
  const first: StaffButton[] = []
  if (may(by, 'client.change-owner', { ownerId: client.ownerId, nextOwnerId: by.id })) {
    if (client.ownerId === by.id)
      first.push({ text: say('client.buttons.free'), data: pressData(['client', 'free', id]) })
    else if (client.ownerId === null || client.ownerId !== by.id) {
      first.push({ text: say('client.buttons.take'), data: pressData(['client', 'take', id]) })
    }
  }
  if (may(by, 'client.update')) {
    first.push({ text: say('client.buttons.edit'), data: pressData(['client', 'edit', id]) })
  }
  if (first.length > 0) rows.push(first)
  const work: StaffButton[] = []
  if (may(by, 'deal.create')) {
    work.push({ text: say('client.buttons.deal'), data: pressData(['client', 'deal', id]) })
  }
  work.push({ text: say('client.buttons.plan'), data: pressData(['client', 'plan', id]) })
  rows.push(work)
  const second: StaffButton[] = []
  if (allowedManualEvents(by, client.state).length > 0) {
    second.push({ text: say('client.buttons.moves'), data: pressData(['client', 'moves', id]) })
  }
  if (may(by, 'contact.attach') && (await linkableChannels(core)).includes('telegram')) {
    second.push({ text: say('client.buttons.link'), data: pressData(['client', 'link', id]) })
  }
  if (second.length > 0) rows.push(second)
  if (may(by, 'client.merge')) {
    for (const { clients } of await duplicatesOf(core, id)) {
      const other = clients.find((each) => each._id !== id)
      if (!other) continue
      rows.push([
        {
          text: cut(say('client.buttons.merge', { name: other.name }), 60),
          data: pressData(['merge', 'ask', id, other._id]),
        },
      ])
    }
  }
  return rows
}
