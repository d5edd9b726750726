import { rows } from '../collection.js'
import type { Core } from '../context.js'
import type { Subscriber } from '../events.js'
import { cardWords } from '../search-words.js'
import type { Transaction } from '../transaction.js'
import type { Deal } from './deal.model.js'

type Named = Pick<Deal, 'number' | 'title' | 'items' | 'clientId' | 'companyId'>

/** What a deal is found by: its number, title, goods, client and company. Written anew when any of them changes. */
export function dealWords(
  deal: Pick<Deal, 'number' | 'title' | 'items'>,
  names: { client?: string | undefined; company?: string | undefined },
): string[] {
  return cardWords({
    texts: [
      String(deal.number),
      deal.title,
      names.client ?? '',
      names.company ?? '',
      ...deal.items.map((item) => item.name),
    ],
  })
}

/** The words of a deal with the names it points to, as the transaction sees them. */
export async function readDealWords(core: Core, deal: Named, tx?: Transaction): Promise<string[]> {
  const options = { session: tx?.session, projection: { name: 1 } }
  const [client, company] = [
    deal.clientId ? await rows(core.models.Client).findOne({ _id: deal.clientId }, options) : null,
    deal.companyId ? await rows(core.models.Company).findOne({ _id: deal.companyId }, options) : null,
  ]
  return dealWords(deal, { client: client?.name, company: company?.name })
}

/** A client or company that was renamed is found by the new name in the deals too. */
export const dealWordsSubscriber: Subscriber = {
  name: 'deal-words',
  on: {
    'client.changed': ({ payload }, core) => rewrite(core, { clientId: payload.clientId }),
    'company.changed': ({ payload }, core) => rewrite(core, { companyId: payload.companyId }),
  },
}

/** Writes the words of all deals anew. */
export const refreshDealWords = (core: Core): Promise<void> => rewrite(core, {})

async function rewrite(core: Core, which: { clientId?: string; companyId?: string }): Promise<void> {
  const deals = rows(core.models.Deal)
  const theirs = deals.find(which as object, {
    projection: { number: 1, title: 1, items: 1, clientId: 1, companyId: 1 },
  })
  for await (const deal of theirs)
    await deals.updateOne({ _id: deal._id }, { $set: { words: await readDealWords(core, deal) } })
}
