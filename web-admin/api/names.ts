import { clientNames } from '../../core/clients/queries.js'
import { companyNames } from '../../core/companies/queries.js'
import type { Core } from '../../core/context.js'
import { conversationTitles } from '../../core/inbox/queries.js'
import { staffNames } from '../../core/staff/queries.js'
import type { Named } from './fields.js'

type Ids = readonly (string | null)[]

/** Names of what a page of rows points at, read at once. */
export interface Names {
  staff: ReadonlyMap<string, string>
  clients: ReadonlyMap<string, string>
  companies: ReadonlyMap<string, string>
  /** Titles: the client's name, else what the person is called in the messenger. */
  conversations: ReadonlyMap<string, string>
}

export async function loadNames(
  core: Core,
  {
    staff = [],
    clients = [],
    companies = [],
    conversations = [],
  }: { staff?: Ids; clients?: Ids; companies?: Ids; conversations?: Ids },
): Promise<Names> {
  const [ofStaff, ofClients, ofCompanies, titles] = await Promise.all([
    staffNames(core, staff),
    clientNames(core, clients),
    companyNames(core, companies),
    conversationTitles(core, conversations),
  ])
  return { staff: ofStaff, clients: ofClients, companies: ofCompanies, conversations: titles }
}

/** An id with its name; null stays null. Somebody who is gone from the database keeps an empty name. */
export function named(names: ReadonlyMap<string, string>, id: string | null): Named | null {
  return id === null ? null : { id, name: names.get(id) ?? '' }
}
