import { isDuplicateKey } from './db.js'

/**
 * Runs a find-or-create again when it lost the race for a unique key: the second look finds what the winner made.
 * Only for work that opens its own transaction; inside of one the whole transaction has to be run again.
 */
export async function retryDuplicate<T>(work: () => Promise<T>, tries = 4): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (err) {
      if (!isDuplicateKey(err) || attempt >= tries) throw err
    }
  }
}
