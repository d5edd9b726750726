import { trusted } from 'mongoose'
import type { Channel } from '../channel.js'
import type { Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { pause } from '../lease.js'
import { inTransaction } from '../transaction.js'
import type { FileDoc } from './file.model.js'

/** Waits between tries of one file, ms; the last one again and again, until `patienceMs` after it came. */
const backoff = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000]
const patienceMs = 24 * 3_600_000

const scannerWaitMs = 30_000
const sweepMs = 1_000
const atOnce = 8

/**
 * Brings the bytes of files that one account received, after the message itself is safe, until `held` aborts. Runs where
 * the account is held: only there a platform may be reached (the browser of WhatsApp Web is in no other process).
 */
export async function fetchFiles(core: Core, channel: Channel, held: AbortSignal): Promise<void> {
  if (!channel.fetchFile) return
  while (!held.aborted) {
    const woken = new AbortController()
    const off = core.wake.onFiles(() => woken.abort())
    try {
      const files = await dueFiles(core, channel.accountId)
      await Promise.all(files.map((file) => fetchFile(core, channel, file)))
      if (files.length === 0) await pause(sweepMs, AbortSignal.any([held, woken.signal]))
    } catch (err) {
      core.log.warn({ err, accountId: channel.accountId }, 'files: the sweep failed')
      await pause(sweepMs, held)
    } finally {
      off()
    }
  }
}

/** What an account that is gone still had to hand over will not come. */
export async function abandonFiles(core: Core, accountId: string): Promise<void> {
  for (;;) {
    const file = await core.models.File.findOne({ accountId, state: 'pending' }).lean<FileDoc | null>()
    if (!file) return
    await settle(core, file, { state: 'failed', error: 'account-removed' })
  }
}

function dueFiles(core: Core, accountId: string): Promise<FileDoc[]> {
  return core.models.File.find({
    accountId,
    state: 'pending',
    nextAt: trusted({ $lte: core.clock.now() }),
  })
    .sort({ nextAt: 1 })
    .limit(atOnce)
    .lean<FileDoc[]>()
}

async function fetchFile(core: Core, channel: Channel, file: FileDoc): Promise<void> {
  const { maxFileIn } = channel.capabilities
  try {
    // The platform would only say so itself, in words of its own.
    if (file.size > maxFileIn) throw new OtklikError('too-large', { params: { limit: maxFileIn } })
    const body = await channel.fetchFile?.(file.remote ?? {})
    if (!body) throw new Error('this channel has no files')
    await core.files.fill(file, body.stream, maxFileIn)
    await settle(core, file, {})
  } catch (err) {
    core.log.warn({ err, fileId: file._id, attempt: file.attempts + 1 }, 'file: could not be fetched')
    await settle(core, file, afterFailure(core, file, err))
  }
}

function afterFailure(core: Core, file: FileDoc, err: unknown): Partial<FileDoc> {
  const now = core.clock.now().getTime()
  const code = err instanceof OtklikError ? err.code : null
  // Not the file's fault: it waits for the scanner, however long that is away.
  if (code === 'scanner-unavailable') return { error: code, nextAt: new Date(now + scannerWaitMs) }
  const failure = {
    attempts: file.attempts + 1,
    error: code ?? (err instanceof Error ? err.message : String(err)),
  }
  const nextAt = new Date(now + (backoff[file.attempts] ?? backoff.at(-1) ?? sweepMs))
  const isFinal = code === 'too-large' || nextAt.getTime() > file.createdAt.getTime() + patienceMs
  return isFinal ? { ...failure, state: 'failed' } : { ...failure, nextAt }
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
