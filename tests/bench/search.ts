import { rows } from '../../core/collection.js'
import { type Core, system } from '../../core/context.js'
import { newId } from '../../core/ids.js'
import type { Message } from '../../core/inbox/message.model.js'
import type { MessageWords } from '../../core/search/message-words.model.js'
import { searchMessages } from '../../core/search/search-messages.js'
import { stemsOf } from '../../core/search/stems.js'
import { drive, type Figures, figuresOf } from './measure.js'

/** Words of the bench; a word is the rarer the later it stands, as in a language. */
const vocabulary = Array.from({ length: 4_000 }, (_, index) => wordOf(index))
const wordsInMessage = 8
const conversations = 500
const portion = 5_000

/** What people look for: common and rare words, several at once, a word still being typed, one that is nowhere. */
const queries = [
  vocabulary[0],
  vocabulary[40],
  vocabulary[3_900],
  `${vocabulary[0]} ${vocabulary[1]}`,
  `${vocabulary[10]} ${vocabulary[3_000]}`,
  `${vocabulary[5]} ${vocabulary[6]} ${vocabulary[700]}`,
  vocabulary[500]?.slice(0, 4),
  'ничегонет',
].map(String)

/**
 * The time of a search in a database of `count` messages, mixed queries, one at a time. `core` is on a database of its
 * own without anything else; what is there already stays, so sizes may grow from call to call.
 */
export async function benchSearch(core: Core, count: number, searches = 200): Promise<Figures> {
  await fill(core, count)
  // The first of each warms the cache, as everyday work does.
  for (const query of queries) await searchMessages(core, system, { query })
  const run = await drive(searches, 1, async (index) => {
    await searchMessages(core, system, { query: queries[index % queries.length] ?? '' })
  })
  return figuresOf(run)
}

async function fill(core: Core, count: number): Promise<void> {
  const messages = rows(core.models.Message)
  const words = rows(core.models.MessageWords)
  const known = await words.estimatedDocumentCount()
  if (known === 0) {
    await rows(core.models.Conversation).insertMany(
      Array.from({ length: conversations }, (_, index) => ({
        _id: conversationId(index),
        contactPointId: `p${index}`,
        title: `Клиент ${index}`,
        channel: 'telegram',
      })) as never[],
    )
  }
  const start = core.clock.now().getTime() - 400 * 24 * 3600_000
  const lax = { ordered: false, writeConcern: { w: 1, journal: false } } as const
  for (let at = known; at < count; at += portion) {
    const part = Array.from({ length: Math.min(portion, count - at) }, (_, index) =>
      messageOf(at + index, start),
    )
    await messages.insertMany(part as never[], lax)
    await words.insertMany(
      part.map(
        ({ _id, conversationId: talk, sentAt, content }): MessageWords => ({
          _id,
          conversationId: talk,
          sentAt,
          stems: stemsOf('text' in content ? content.text : ''),
        }),
      ),
      lax,
    )
  }
}

function messageOf(
  index: number,
  start: number,
): Partial<Message> & Pick<Message, '_id' | 'conversationId' | 'sentAt' | 'content'> {
  const text = Array.from(
    { length: wordsInMessage },
    (_, place) => vocabulary[zipf(index * wordsInMessage + place)],
  ).join(' ')
  const sentAt = new Date(start + index * 30_000)
  return {
    _id: newId(),
    conversationId: conversationId(index % conversations),
    accountId: 'telegram:bench',
    channel: 'telegram',
    seq: index,
    direction: 'in',
    author: { kind: 'client', name: 'Bench' },
    content: { type: 'text', text },
    sentAt,
    createdAt: sentAt,
  }
}

function conversationId(index: number): string {
  return index.toString(16).padStart(24, '0')
}

/** The same numbers in every run: a place of the vocabulary, early ones far more often. */
function zipf(seed: number): number {
  let x = Math.imul(seed + 1, 0x9e3779b1) >>> 0
  x ^= x >>> 15
  x = Math.imul(x, 0x85ebca6b) >>> 0
  x ^= x >>> 13
  const share = (x >>> 0) / 0x1_0000_0000
  return Math.min(vocabulary.length - 1, Math.floor(vocabulary.length ** share) - 1)
}

function wordOf(index: number): string {
  const syllables = [
    'ба',
    'во',
    'ги',
    'де',
    'жу',
    'зо',
    'ка',
    'ли',
    'мо',
    'на',
    'пе',
    'ра',
    'со',
    'ту',
    'фи',
    'ха',
  ]
  let rest = index
  let word = ''
  for (let place = 0; place < 4; place++) {
    word += syllables[rest % syllables.length] ?? ''
    rest = Math.floor(rest / syllables.length)
  }
  return `${word}т`
}
