import { trusted } from 'mongoose'
import type { Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { Lease, pause } from '../lease.js'
import { inTransaction } from '../transaction.js'
import type { FileDoc } from './file.model.js'

/** Waits between tries of one file, ms; after the last one it is marked failed and people see why. */
const backoff = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000]

const scannerWaitMs = 30_000

/** Brings the bytes of received files from the platforms, after the message itself is safe. One process at a time. */
export function runFileFetcher(core: Core, holder: string, signal: AbortSignal): Promise<void> {
  return new Lease(core, 'files', holder).hold(signal, async (held) => {
    while (!held.aborted) {
      const woken = new AbortController()
      const off = core.wake.onFiles(() => woken.abort())
      const files = await core.models.File.find({
        state: 'pending',
        nextAt: trusted({ $lte: core.clock.now() }),
      })
        .sort({ nextAt: 1 })
        .limit(8)
        .lean<FileDoc[]>()
      await Promise.all(files.map((file) => fetchFile(core, file)))
      if (files.length === 0) await pause(1_000, AbortSignal.any([held, woken.signal]))
      off()
    }
  })
}

async function fetchFile(core: Core, file: FileDoc): Promise<void> {
  try {
    const channel = core.channels.get(file.accountId ?? '')
    if (!channel.fetchFile) throw new Error('this channel has no files')
    const { stream } = await channel.fetchFile(file.remote ?? {})
    await core.files.fill(file, stream, channel.capabilities.maxFileIn)
    await settle(core, file, {})
  } catch (err) {
    if (err instanceof OtklikError && err.code === 'scanner-unavailable') {
      // Not the file's fault: it waits for the scanner, however long that is away.
      await core.models.File.updateOne(
        { _id: file._id, state: 'pending' },
        { $set: { nextAt: new Date(core.clock.now().getTime() + scannerWaitMs), error: err.code } },
      )
      return
    }
    const wait = backoff[file.attempts]
    const error = err instanceof Error ? err.message : String(err)
    core.log.warn({ err, fileId: file._id, attempt: file.attempts + 1 }, 'file: could not be fetched')
    await settle(core, file, {
      attempts: file.attempts + 1,
      error,
      ...(wait === undefined
        ? { state: 'failed' as const }
        : { nextAt: new Date(core.clock.now().getTime() + wait) }),
    })
  }
}

async function settle(core: Core, file: FileDoc, change: Partial<FileDoc>): Promise<void> {
  await inTransaction(core, async (tx) => {
    if (Object.keys(change).length > 0) {
      await core.models.File.updateOne(
        { _id: file._id, state: 'pending' },
        { $set: change },
        { session: tx.session },
      )
    }
    if (change.nextAt === undefined && file.conversationId) {
      tx.publish(
        event('file.fetched', file._id, 1, { fileId: file._id, conversationId: file.conversationId }),
      )
    }
  })
}
