import { MongoErrorLabel, MongoServerError } from 'mongodb'
import type { ClientSession } from 'mongoose'
import type { Core } from './context.js'
import { type EventInput, insertEvents } from './events.js'

/** One transaction: what is published in it exists only if it commits. */
export interface Transaction {
  readonly session: ClientSession
  /** Writes an event into the log with this commit; subscribers hear of it after. */
  publish(event: EventInput): void
  /** Wakes this account's delivery worker after the commit. */
  wakeDelivery(accountId: string): void
  /** Wakes the file fetcher after the commit. */
  wakeFiles(): void
}

/** MongoDB's code for what `killSessions` ended in the middle. */
const interruptedCode = 11_601

/**
 * Another process took us for dead (`endAbandonedTransactions`) because this one had no processor for seconds. The driver
 * does not know that such an end may be begun again unless it is told so.
 */
function beginAgainIfInterrupted(err: unknown, label: string): unknown {
  if (err instanceof MongoServerError && err.code === interruptedCode) err.addErrorLabel(label)
  return err
}

/**
 * Runs `work` in one majority transaction, repeated by the driver on write conflicts and fail-over: `work` must have no
 * effects outside the session. Events go in with it; workers are woken after it.
 */
export async function inTransaction<T>(core: Core, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const session = await core.connection.startSession()
  let events: EventInput[] = []
  let accounts = new Set<string>()
  let files = false
  const tx: Transaction = {
    session,
    publish: (event) => void events.push(event),
    wakeDelivery: (accountId) => void accounts.add(accountId),
    wakeFiles: () => {
      files = true
    },
  }
  const commit = session.commitTransaction.bind(session)
  session.commitTransaction = async (options) => {
    try {
      await commit(options)
    } catch (err) {
      throw beginAgainIfInterrupted(err, MongoErrorLabel.UnknownTransactionCommitResult)
    }
  }
  try {
    const result = await session.withTransaction(
      async () => {
        events = []
        accounts = new Set()
        files = false
        try {
          const value = await work(tx)
          await insertEvents(core, events, session)
          return value
        } catch (err) {
          throw beginAgainIfInterrupted(err, MongoErrorLabel.TransientTransactionError)
        }
      },
      { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', journal: true } },
    )
    core.wake.streams(new Set(events.map((event) => event.stream)))
    core.wake.deliveries(accounts)
    if (files) core.wake.files()
    return result
  } finally {
    await session.endSession()
  }
}
