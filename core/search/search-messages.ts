import { z } from 'zod'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import type { Conversation } from '../inbox/conversation.model.js'
import type { Message } from '../inbox/message.model.js'
import { authorise } from '../policies/authorise.js'
import { id, validate } from '../validate.js'
import { searchedText } from './index-messages.js'
import type { MessageWords } from './message-words.model.js'
import { type SnippetPart, snippet } from './snippet.js'
import { type QueryWord, queryWords, wordsOf } from './stems.js'

export const searchInput = z.strictObject({
  query: z.string().max(400),
  /** Within one conversation. */
  conversationId: id.optional(),
  limit: z.number().int().min(1).max(100).default(30),
})

/** A found message: the place in its conversation (`seq`) and the piece of it where the words stand. */
export interface FoundMessage {
  message: Message
  conversation: Pick<Conversation, '_id' | 'title' | 'channel'>
  snippet: SnippetPart[]
  score: number
}

/**
 * Rows read for one search at most. The rarest of the words leads, the newest first, so whatever the number of messages a
 * search costs the same; of a word that is in more messages than this the newest are looked at.
 */
const mostRows = 2_000
/** Forms of a word that is still being typed. */
const mostForms = 12
/** A word in more messages than this is common, and it does not matter how common. */
const countUpTo = 2_000
const ranked = 300
const day = 24 * 3600_000

/**
 * Messages with these words in any of their Russian or English forms; the last word may be unfinished. All words must be
 * there; where no message has them all, those that have most. The best first: more words, the very form that was asked
 * for, words side by side as in the query, then the newer.
 */
export async function searchMessages(
  core: Core,
  by: Actor,
  input: z.input<typeof searchInput>,
): Promise<FoundMessage[]> {
  authorise(by, 'conversation.read')
  const { query, conversationId, limit } = validate(searchInput, input)
  const words = queryWords(query)
  if (words.length === 0) return []
  const forms = await Promise.all(words.map((word) => formsOf(core, word)))
  const asked = await Promise.all(
    words.map(async (word, index) => ({
      word,
      forms: forms[index] ?? [word.stem],
      count: await countOf(core, forms[index] ?? [word.stem]),
    })),
  )
  const known = asked.filter(({ count }) => count > 0).sort((a, b) => a.count - b.count)
  if (known.length === 0) return []
  const found = await candidates(
    core,
    known.map(({ forms }) => forms),
    conversationId,
  )
  return rank(
    core,
    found,
    known.map(({ word, forms }) => ({ word, forms })),
    query,
    limit,
  )
}

/** The stem, and for a word still being typed the stems that begin with it: one step of the index each. */
async function formsOf(core: Core, { word, stem, open }: QueryWord): Promise<string[]> {
  const forms = new Set([stem])
  if (!open) return [...forms]
  // The letters typed so far may be those of a stem, or already those of an ending.
  const beginning = word.startsWith(stem) ? stem : word
  const end = `${beginning}\uffff`
  let after: Record<string, string> = { $gte: beginning }
  while (forms.size < mostForms) {
    const [key] = (await rows(core.models.MessageWords)
      .find({ stems: { $elemMatch: { ...after, $lt: end } } } as never, { limit: 1 })
      .hint({ stems: 1, sentAt: -1 })
      .returnKey(true)
      .toArray()) as unknown as { stems: string }[]
    if (!key) break
    if (key.stems.startsWith(word) || key.stems === stem) forms.add(key.stems)
    after = { $gt: key.stems }
  }
  return [...forms]
}

function countOf(core: Core, forms: readonly string[]): Promise<number> {
  return core.models.MessageWords.collection.countDocuments(
    { stems: { $in: [...forms] } },
    { limit: countUpTo, hint: { stems: 1, sentAt: -1 } },
  )
}

type Row = Pick<MessageWords, '_id' | 'conversationId' | 'stems' | 'sentAt'>

async function candidates(
  core: Core,
  forms: readonly (readonly string[])[],
  conversationId: string | undefined,
): Promise<Row[]> {
  const [rarest = [], ...others] = forms
  const matches = (row: Row) => others.filter((each) => each.some((stem) => row.stems.includes(stem))).length
  const read = (await rows(core.models.MessageWords)
    .find(
      conversationId === undefined
        ? { stems: { $in: [...rarest] } }
        : { conversationId, stems: { $in: [...rarest] } },
      {
        sort: { sentAt: -1 },
        limit: mostRows,
        ...(conversationId === undefined ? { hint: { stems: 1, sentAt: -1 } } : {}),
      },
    )
    .toArray()) as Row[]
  const best = Math.max(0, ...read.map(matches))
  return read.filter((row) => matches(row) === best).slice(0, ranked)
}

async function rank(
  core: Core,
  found: readonly Row[],
  asked: readonly { word: QueryWord; forms: readonly string[] }[],
  query: string,
  limit: number,
): Promise<FoundMessage[]> {
  const messages = (await rows(core.models.Message)
    .find({ _id: { $in: found.map(({ _id }) => _id) } })
    .toArray()) as Message[]
  const now = core.clock.now().getTime()
  const hits = new Set(asked.flatMap(({ forms }) => [...forms]))
  const phrase = wordsOf(query).map(({ stem }) => stem)
  const scored = messages
    .map((message) => ({ message, score: scoreOf(message, asked, phrase, now) }))
    .sort((a, b) => b.score - a.score || b.message.sentAt.getTime() - a.message.sentAt.getTime())
    .slice(0, limit)
  const titles = await conversationsOf(
    core,
    scored.map(({ message }) => message.conversationId),
  )
  return scored.flatMap(({ message, score }) => {
    const conversation = titles.get(message.conversationId)
    if (!conversation) return []
    return [
      { message, score, conversation, snippet: snippet(searchedText(message), (stem) => hits.has(stem)) },
    ]
  })
}

function scoreOf(
  message: Message,
  asked: readonly { word: QueryWord; forms: readonly string[] }[],
  phrase: readonly string[],
  now: number,
): number {
  const places = wordsOf(searchedText(message))
  let score = 0
  for (const { word, forms } of asked) {
    if (!places.some(({ stem }) => forms.includes(stem))) continue
    score += 10
    if (places.some((place) => place.word === word.word)) score += 2
  }
  for (let index = 0; index + 1 < phrase.length; index++) {
    if (places.some(({ stem }, at) => stem === phrase[index] && places[at + 1]?.stem === phrase[index + 1]))
      score += 4
  }
  // What is said in few words is about them; what is fresh is more often meant.
  score += 3 / (1 + places.length / 20)
  score += 3 / (1 + Math.max(0, now - message.sentAt.getTime()) / (30 * day))
  return score
}

async function conversationsOf(
  core: Core,
  ids: readonly string[],
): Promise<Map<string, FoundMessage['conversation']>> {
  const found = await rows(core.models.Conversation)
    .find({ _id: { $in: [...new Set(ids)] } }, { projection: { title: 1, channel: 1 } })
    .toArray()
  return new Map(found.map((each) => [each._id, each]))
}
