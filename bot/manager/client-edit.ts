import { DateTime } from 'luxon'
import { type CustomField, customFields } from '../../core/clients/custom-fields.js'
import { getClient, listClients } from '../../core/clients/queries.js'
import { updateClient } from '../../core/clients/update-client.js'
import { findOrCreateCompany } from '../../core/companies/find-or-create-company.js'
import { OtklikError } from '../../core/errors.js'
import { label } from '../../core/i18n.js'
import { parseDate } from '../../core/parse/parse-date.js'
import { parseMoney } from '../../core/parse/parse-money.js'
import { answer } from './answer.js'
import { sendClient } from './client-card.js'
import type { ManagerContext } from './desk.js'
import { shortKey } from './press.js'

/** Fields of a card that a thumb can change, in the order of the menu. */
export const clientFieldNames = [
  'name',
  'phone',
  'email',
  'company',
  'position',
  'agent',
  'territory',
  'address',
  'birthday',
  'bonusPercent',
  'notes',
] as const
type FieldName = (typeof clientFieldNames)[number]

/** Asks for the new value; `key` is a field's name or its short form on a button. */
export async function askClientField(ctx: ManagerContext, clientId: string, key: string): Promise<void> {
  const { core, locale, say } = ctx.desk
  const client = await getClient(core, clientId)
  const own = (await customFields(core)).find((field) => shortKey(`custom.${field.key}`) === key)
  const name = own?.label ?? label(locale, 'clientFields', key)
  await answer(
    ctx,
    {
      text: say('client.askField', {
        field: name,
        name: client.name,
        options: own && own.options.length > 0 ? `: ${own.options.join(', ')}` : '',
      }),
    },
    {
      ask: {
        kind: 'client',
        clientId: client._id,
        field: own ? `custom.${own.key}` : key,
        version: client.version,
      },
      placeholder: name.slice(0, 64),
    },
  )
}

/** Writes what the person said; a single dash empties the field. What cannot be read is asked for again. */
export async function answerClientField(
  ctx: ManagerContext,
  { clientId, field, version }: { clientId: string; field: string; version: number },
  text: string,
): Promise<void> {
  const { core, by, say } = ctx.desk
  const said = text.trim()
  const value = /^[-–—]$/.test(said) ? null : said
  try {
    const changes = field.startsWith('custom.')
      ? { custom: { [field.slice('custom.'.length)]: await ownValue(ctx, field, value) } }
      : await plainChange(ctx, clientId, field as FieldName, value)
    await updateClient(core, by, { clientId, ...changes, expectedVersion: version })
  } catch (err) {
    if (!(err instanceof OtklikError) || err.code !== 'bad-input') throw err
    await answer(ctx, { text: say('client.notUnderstood') })
    return askClientField(ctx, clientId, field.startsWith('custom.') ? shortKey(field) : field)
  }
  await sendClient(ctx, clientId, say('client.changed'))
}

async function plainChange(ctx: ManagerContext, clientId: string, field: FieldName, value: string | null) {
  const { core, by } = ctx.desk
  switch (field) {
    case 'phone':
    case 'email': {
      const client = await getClient(core, clientId)
      const list = field === 'phone' ? client.phones : client.emails
      const next = value === null ? list.slice(0, -1) : [...list, value]
      return field === 'phone' ? { phones: next } : { emails: next }
    }
    case 'company': {
      if (value === null) return { companyId: null }
      const { company } = await findOrCreateCompany(core, by, { name: value })
      return { companyId: company._id }
    }
    case 'agent':
      return value === null ? { agentId: null, kind: 'direct' as const } : agentCalled(ctx, value)
    case 'birthday':
      return { birthday: value === null ? null : dayOf(ctx, value) }
    case 'bonusPercent':
      return { bonusPercent: value === null ? 0 : Number(value.replace(',', '.').replace('%', '').trim()) }
    case 'name':
    case 'position':
    case 'territory':
    case 'address':
    case 'notes':
      return { [field]: value ?? '' }
    default:
      throw new OtklikError('bad-input', { fields: { field: 'no-such' } })
  }
}

/** The one agent of that name; nobody or several is asked again. */
async function agentCalled(ctx: ManagerContext, name: string) {
  const { items } = await listClients(ctx.desk.core, { search: name, kind: 'agent' }, { limit: 2 })
  const [agent] = items
  if (!agent || items.length > 1) throw new OtklikError('bad-input', { fields: { agentId: 'no-such' } })
  return { agentId: agent._id, kind: 'through-agent' as const }
}

async function ownValue(ctx: ManagerContext, field: string, value: string | null) {
  const own = (await customFields(ctx.desk.core)).find(({ key }) => `custom.${key}` === field)
  if (value === null || !own) return null
  return readers[own.type](ctx, value, own)
}

const wrong = () => new OtklikError('bad-input', { fields: { value: 'wrong-type' } })

/** What people write, as each type of an own field is kept. */
const readers: Record<
  CustomField['type'],
  (ctx: ManagerContext, text: string, field: CustomField) => string | number | boolean
> = {
  text: (_ctx, text) => text,
  number: (_ctx, text) => {
    const number = Number(text.replace(/\s/g, '').replace(',', '.'))
    if (Number.isNaN(number)) throw wrong()
    return number
  },
  money: (_ctx, text) => {
    const parsed = parseMoney(text)
    if (!parsed.ok) throw wrong()
    return parsed.value.minor / 100
  },
  date: (ctx, text) => dayOf(ctx, text),
  choice: (_ctx, text, { options }) => {
    const option = options.find((each) => each.toLowerCase() === text.toLowerCase())
    if (option === undefined) throw wrong()
    return option
  },
  flag: (_ctx, text) => {
    if (/^(да|yes|\+)$/i.test(text)) return true
    if (/^(нет|no)$/i.test(text)) return false
    throw wrong()
  },
}

/** `08.03.1985`, `8 марта` and the like as a day; days of the past are days too. */
function dayOf(ctx: ManagerContext, text: string): string {
  const { core } = ctx.desk
  const full = /^(\d{1,2})[.\s/](\d{1,2})(?:[.\s/](\d{4}))?$/.exec(text)
  if (full) {
    const [, day = '', month = '', year] = full
    const at = DateTime.fromObject({ year: Number(year ?? 2000), month: Number(month), day: Number(day) })
    if (!at.isValid) throw wrong()
    return year ? at.toFormat('yyyy-MM-dd') : at.toFormat("'--'MM-dd")
  }
  const { zone } = core.company
  const parsed = parseDate(text, { now: core.clock.now(), zone })
  if (!parsed.ok) throw wrong()
  return DateTime.fromJSDate(parsed.value.at, { zone }).toFormat('yyyy-MM-dd')
}
