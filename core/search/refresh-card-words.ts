import type { Model } from 'mongoose'
import { clientWords } from '../clients/client-words.js'
import { rows } from '../collection.js'
import { companyWords } from '../companies/company-words.js'
import type { Core } from '../context.js'
import { refreshDealWords } from '../deals/deal-words.js'

/** Grows when cards come to be found by other words than before. */
const wordsVersion = 2
const settingId = 'card-words'
const portion = 1_000

/**
 * After an upgrade that finds cards by other words, writes the words of every card anew; at any other start it is one read.
 * A change that somebody makes meanwhile writes its own words, and wins.
 */
export async function refreshCardWords(core: Core): Promise<void> {
  const settings = rows(core.models.Setting)
  const setting = await settings.findOne({ _id: settingId })
  if (setting?.version === wordsVersion) return
  await refresh(core.models.Client, clientWords)
  await refresh(core.models.Company, companyWords)
  await refreshDealWords(core)
  await settings.updateOne(
    { _id: settingId },
    { $set: { value: null, version: wordsVersion } },
    { upsert: true },
  )
}

async function refresh<T extends { _id: string; version: number }>(
  model: Model<T>,
  wordsOf: (card: T) => string[],
): Promise<void> {
  const cards = rows(model) as unknown as ReturnType<typeof rows<{ _id: string; version: number }>>
  for (let last = ''; ; ) {
    const some = (await cards
      .find({ _id: { $gt: last } }, { sort: { _id: 1 }, limit: portion })
      .toArray()) as T[]
    if (some.length === 0) return
    await cards.bulkWrite(
      some.map((card) => ({
        updateOne: {
          filter: { _id: card._id, version: card.version },
          update: { $set: { words: wordsOf(card) } },
        },
      })),
      { ordered: false },
    )
    last = some.at(-1)?._id ?? ''
  }
}
