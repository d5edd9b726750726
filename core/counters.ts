import type { Core } from './context.js'
import { gather, oneEach } from './gather.js'
import type { Models } from './models.js'

interface Wanted {
  sequence: string
  count: number
}

/**
 * Takes the next `count` numbers of a named sequence (inquiries, deals) and returns the first. Taken outside of
 * transactions on purpose: a number lost with an aborted one leaves a gap, a shared counter inside would serialise all.
 * Who asks at the same time takes from one change of the counter, and nobody waits for a lock on it.
 */
export function takeNumbers({ models }: Pick<Core, 'models'>, sequence: string, count = 1): Promise<number> {
  return takers(models)({ sequence, count })
}

const takers = oneEach((models: Models) =>
  gather(async (wanted: Wanted[]): Promise<number[]> => {
    const next = new Map<string, number>()
    for (const sequence of new Set(wanted.map((item) => item.sequence))) {
      const count = wanted.reduce((sum, item) => (item.sequence === sequence ? sum + item.count : sum), 0)
      next.set(sequence, await take(models, sequence, count))
    }
    return wanted.map(({ sequence, count }) => {
      const first = next.get(sequence) as number
      next.set(sequence, first + count)
      return first
    })
  }),
)

async function take(models: Models, sequence: string, count: number): Promise<number> {
  const doc = await models.Counter.collection.findOneAndUpdate(
    { _id: sequence as never },
    { $inc: { value: count } },
    { upsert: true, returnDocument: 'after' },
  )
  return (doc as unknown as { value: number }).value - count + 1
}
