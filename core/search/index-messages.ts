import { rows } from '../collection.js'
import { filesOf, plainText } from '../content.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import type { Subscriber } from '../events.js'
import { gather, oneEach } from '../gather.js'
import type { Message } from '../inbox/message.model.js'
import type { MessageWords } from './message-words.model.js'
import { stemsOf } from './stems.js'

/** Keeps the words of messages: follows what was said, noted, corrected and deleted. Repeats change nothing. */
export const searchSubscriber: Subscriber = {
  name: 'search',
  on: {
    'message.received': ({ payload }, core) => indexNew(core)(payload.messageId),
    'message.withheld': ({ payload }, core) => indexNew(core)(payload.messageId),
    'message.queued': ({ payload }, core) => indexNew(core)(payload.messageId),
    'message.noted': ({ payload }, core) => indexNew(core)(payload.messageId),
    'message.edited': ({ payload }, core) => indexMessages(core, [payload.messageId]),
  },
}

/**
 * Messages that come while one write is on its way share the next. One that is there already was taken by an earlier
 * try, or has been edited since. Inserting costs the server a third of what replacing does.
 */
const indexNew = oneEach((core: Core) =>
  gather(async (ids: string[]): Promise<undefined[]> => {
    const fresh = (await read(core, ids)).map(wordsOf).filter(({ stems }) => stems.length > 0)
    try {
      if (fresh.length > 0) await rows(core.models.MessageWords).insertMany(fresh, { ordered: false })
    } catch (err) {
      if (!isDuplicateKey(err)) throw err
    }
    return ids.map(() => undefined)
  }),
)

const indexed = { conversationId: 1, content: 1, sentAt: 1 } as const
type Indexed = Pick<Message, '_id' | 'conversationId' | 'content' | 'sentAt'>

export async function indexMessages(core: Core, ids: readonly string[]): Promise<void> {
  await store(core, await read(core, ids))
}

async function read(core: Core, ids: readonly string[]): Promise<Indexed[]> {
  return rows(core.models.Message)
    .find({ _id: { $in: [...new Set(ids)] } }, { projection: indexed })
    .toArray()
}

function wordsOf(message: Indexed): MessageWords {
  const { _id, conversationId, sentAt } = message
  return { _id, conversationId, stems: stemsOf(searchedText(message)), sentAt }
}

async function store(core: Core, messages: readonly Indexed[]): Promise<void> {
  const writes = messages.map((message) => {
    const { _id, ...words } = wordsOf(message)
    return words.stems.length > 0
      ? { replaceOne: { filter: { _id }, replacement: words, upsert: true } }
      : { deleteOne: { filter: { _id } } }
  })
  if (writes.length > 0) await rows(core.models.MessageWords).bulkWrite(writes as never[], { ordered: false })
}

/** Words of a message and names of its files. */
export function searchedText({ content }: Pick<Message, 'content'>): string {
  return [plainText(content), ...filesOf(content).map(({ name }) => name)].filter(Boolean).join(' ')
}

const settingId = 'search-index'
const batch = 500
/** Messages newer than this come by events, ms; the pass over the past ends there. */
const recentMs = 10 * 60_000

/**
 * Indexes what was stored before there was an index, some thousands of messages a run, the oldest first, and remembers
 * how far it is. Returns how many it took; 0 once all is done.
 */
export async function indexPast(core: Core, most = 5_000): Promise<number> {
  const setting = await core.models.Setting.findById(settingId).lean<{
    value: { upTo: string; done?: boolean }
  } | null>()
  if (setting?.value.done) return 0
  let upTo = setting?.value.upTo ?? ''
  let taken = 0
  let done = false
  const until = new Date(core.clock.now().getTime() - recentMs)
  while (taken < most && !done) {
    const messages = (await rows(core.models.Message)
      .find(
        { _id: { $gt: upTo } },
        { projection: { ...indexed, createdAt: 1 }, sort: { _id: 1 }, limit: batch },
      )
      .toArray()) as (Indexed & { createdAt: Date })[]
    const past = messages.filter(({ createdAt }) => createdAt <= until)
    await store(core, past)
    taken += past.length
    upTo = past.at(-1)?._id ?? upTo
    done = past.length < batch
  }
  await core.models.Setting.updateOne(
    { _id: settingId },
    { $set: { value: { upTo, done } } },
    { upsert: true },
  )
  return taken
}
