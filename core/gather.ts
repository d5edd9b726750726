interface Asked<I, O> {
  item: I
  resolve(answer: O): void
  reject(err: unknown): void
}

/**
 * Makes one question of many: those asked while an answer is on its way share the next. No timer: at rest nothing
 * waits, under load a hundred reads become one. `answer` gets the items in the order they were asked for and gives one
 * result for each, in the same order; when it throws, all that shared it hear so.
 *
 * @param largest items in one question
 */
export function gather<I, O>(
  answer: (items: I[]) => Promise<readonly O[]>,
  { largest = 500 }: { largest?: number } = {},
): (item: I) => Promise<O> {
  const waiting: Asked<I, O>[] = []
  let busy = false

  const run = async () => {
    while (waiting.length > 0) {
      const asked = waiting.splice(0, largest)
      try {
        const answers = await answer(asked.map(({ item }) => item))
        for (const [index, { resolve }] of asked.entries()) resolve(answers[index] as O)
      } catch (err) {
        for (const { reject } of asked) reject(err)
      }
    }
    busy = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (busy) return
      busy = true
      // A turn of the loop, so that what is asked at once goes out at once.
      setImmediate(() => void run())
    })
}

/** One of something for each `key`, made when first asked for and kept as long as the key lives. */
export function oneEach<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const fresh = make(key)
    made.set(key, fresh)
    return fresh
  }
}
