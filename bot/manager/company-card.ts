import { listClients } from '../../core/clients/queries.js'
import type { CompanyCard } from '../../core/companies/company.model.js'
import { getCompany } from '../../core/companies/queries.js'
import { updateCompany } from '../../core/companies/update-company.js'
import { countDeals } from '../../core/deals/count-deals.js'
import { listDeals } from '../../core/deals/queries.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { OtklikError } from '../../core/errors.js'
import { formatMoney } from '../../core/format.js'
import { label } from '../../core/i18n.js'
import { may } from '../../core/policies/authorise.js'
import { staffNames } from '../../core/staff/queries.js'
import { answer, rebutton } from './answer.js'
import type { ManagerContext } from './desk.js'
import { dealButton } from './find.js'
import { type CompanyField, companyFieldNames, type Press, pressData } from './press.js'
import { cut } from './talk-card.js'

const shown = 8

/** The company: its fields, then its people and deals as buttons. */
export async function sendCompany(ctx: ManagerContext, companyId: string, done = ''): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  const company = await getCompany(core, companyId)
  const [people, deals, facts, owners] = await Promise.all([
    listClients(core, { companyId }, { limit: shown }),
    listDeals(core, { companyId }, { limit: shown }),
    countDeals(core, { companyId }),
    staffNames(core, [company.ownerId]),
  ])
  const owner = owners.get(company.ownerId ?? '')
  const lines = [
    done && `${done}\n`,
    ...companyFieldNames.flatMap((field) =>
      field !== 'name' && company[field] !== ''
        ? [`${label(locale, 'companyFields', field)}: ${cut(company[field], 400)}`]
        : [],
    ),
    owner && say('client.owner', { name: owner }),
    facts.wonDeals > 0 &&
      say('client.bought', { sum: formatMoney(facts.wonMinor, 'RUB', locale), count: facts.wonDeals }),
    people.items.length === 0 && say('company.nobody'),
  ]
  const keyboard: StaffButton[][] = [
    ...(may(by, 'company.update')
      ? [[{ text: say('client.buttons.edit'), data: pressData(['company', 'edit', companyId]) }]]
      : []),
    ...people.items.map((client) => [
      {
        text: cut(`👤 ${[client.name, client.position].filter(Boolean).join(' · ')}`, 60),
        data: pressData(['client', 'open', client._id]),
      },
    ]),
    ...deals.items.map((deal) => [dealButton(ctx, deal)]),
  ]
  await answer(ctx, { header: `🏢 ${company.name}`, text: lines.filter(Boolean).join('\n'), keyboard })
}

export async function pressCompany(
  ctx: ManagerContext,
  [, what, companyId]: Extract<Press, ['company', ...unknown[]]>,
): Promise<void> {
  const { locale, say } = ctx.desk
  if (what === 'open') return sendCompany(ctx, companyId)
  const buttons = companyFieldNames.map((field) => ({
    text: label(locale, 'companyFields', field),
    data: pressData(['ofield', field, companyId]),
  }))
  const rows = Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) =>
    buttons.slice(row * 2, row * 2 + 2),
  )
  await rebutton(ctx, [
    ...rows,
    [{ text: say('buttons.back'), data: pressData(['company', 'open', companyId]) }],
  ])
}

export async function pressCompanyField(
  ctx: ManagerContext,
  [, field, companyId]: Extract<Press, ['ofield', ...unknown[]]>,
): Promise<void> {
  await askCompanyField(ctx, await getCompany(ctx.desk.core, companyId), field)
}

async function askCompanyField(
  ctx: ManagerContext,
  { _id, name, version }: CompanyCard,
  field: CompanyField,
): Promise<void> {
  const { locale, say } = ctx.desk
  const fieldName = label(locale, 'companyFields', field)
  await answer(
    ctx,
    { text: say('client.askField', { field: fieldName, name, options: '' }) },
    { ask: { kind: 'company', companyId: _id, field, version }, placeholder: fieldName },
  )
}

/** Writes what the person said; a single dash empties the field. What does not fit is asked for again. */
export async function answerCompanyField(
  ctx: ManagerContext,
  { companyId, field, version }: { companyId: string; field: CompanyField; version: number },
  text: string,
): Promise<void> {
  const { core, by, say } = ctx.desk
  const said = text.trim()
  const value = /^[-–—]$/u.test(said) && field !== 'name' ? '' : said
  try {
    await updateCompany(core, by, { companyId, [field]: value, expectedVersion: version })
  } catch (err) {
    if (!(err instanceof OtklikError && err.code === 'bad-input')) throw err
    await answer(ctx, { text: say('client.notUnderstood') })
    return askCompanyField(ctx, await getCompany(core, companyId), field)
  }
  await sendCompany(ctx, companyId, say('client.changed'))
}
