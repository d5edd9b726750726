import { clientNames } from '../../../core/clients/queries.js'
import { rows } from '../../../core/collection.js'
import { companyNames } from '../../../core/companies/queries.js'
import type { Core } from '../../../core/context.js'
import { conversationTitles } from '../../../core/inbox/queries.js'
import type { AuditEntry } from '../../../core/models.js'
import { departmentNames } from '../../../core/staff/departments/queries.js'
import { staffNames } from '../../../core/staff/queries.js'
import type { AuditView } from './schema.js'

type Ids = readonly string[]

/** What the things of each kind are called: one query a kind and page. */
const namesOf: Record<string, (core: Core, ids: Ids) => Promise<Map<string, string>>> = {
  client: clientNames,
  company: companyNames,
  staff: staffNames,
  department: departmentNames,
  conversation: conversationTitles,
  deal: async (core, ids) => {
    const deals = await rows(core.models.Deal)
      .find({ _id: { $in: [...ids] } }, { projection: { number: 1, title: 1 } })
      .toArray()
    return new Map(deals.map(({ _id, number, title }) => [_id, `№${number} ${title}`]))
  },
  inquiry: async (core, ids) => {
    const inquiries = await rows(core.models.Inquiry)
      .find({ _id: { $in: [...ids] } }, { projection: { number: 1 } })
      .toArray()
    return new Map(inquiries.map(({ _id, number }) => [_id, `№${number}`]))
  },
  activity: async (core, ids) => {
    const activities = await rows(core.models.Activity)
      .find({ _id: { $in: [...ids] } }, { projection: { title: 1 } })
      .toArray()
    return new Map(activities.map(({ _id, title }) => [_id, title]))
  },
}

export async function presentAudit(core: Core, entries: readonly AuditEntry[]): Promise<AuditView[]> {
  const names = new Map<string, string>()
  for (const [kind, read] of Object.entries(namesOf)) {
    const ids = [
      ...new Set(entries.filter(({ entity }) => entity.kind === kind).map(({ entity }) => entity.id)),
    ]
    if (ids.length === 0) continue
    for (const [id, name] of await read(core, ids)) names.set(`${kind} ${id}`, name)
  }
  return entries.map(({ _id, at, by, action, entity, changes = {}, details }) => ({
    id: _id,
    at: at.toISOString(),
    by,
    action,
    entity: { ...entity, name: names.get(`${entity.kind} ${entity.id}`) ?? '' },
    changes,
    details,
  }))
}
