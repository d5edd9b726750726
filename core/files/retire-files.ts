import { rows } from '../collection.js'
import type { Core } from '../context.js'
import type { FileDoc } from './file.model.js'
import { type FileKind, fileKindOf, fileKinds, readRetention } from './retention-settings.js'

const dayMs = 24 * 3_600_000
/** Files of one run; the next one goes on. */
const batch = 500

/**
 * Removes what was kept for as long as it may be, and uploads that nobody ever sent. A file of a conversation leaves its
 * mark ("removed on …"); an unsent upload leaves nothing. Photos of clients and staff stay. Returns how many went.
 */
export async function retireFiles(core: Core): Promise<number> {
  const settings = await readRetention(core)
  return (await retireOld(core, settings.keep)) + (await dropUnsent(core, settings.unsent))
}

async function retireOld(core: Core, keep: Record<FileKind, number | null>): Promise<number> {
  let count = 0
  for (const kind of fileKinds) {
    const days = keep[kind]
    if (days === null) continue
    for await (const file of readyBefore(core, days)) {
      if (fileKindOf(file.mimeType) !== kind || (await isFace(core, file._id))) continue
      if (await core.files.retire(file._id)) count += 1
      if (count >= batch) return count
    }
  }
  return count
}

async function dropUnsent(core: Core, days: number): Promise<number> {
  let count = 0
  // What a messenger brought has been said; what was uploaded is said when a message names it.
  for await (const file of readyBefore(core, days, { accountId: null })) {
    if (await isUsed(core, file)) {
      // Looked at once in its life.
      await rows(core.models.File).updateOne({ _id: file._id }, { $set: { sentAt: core.clock.now() } })
      continue
    }
    count += await core.files.remove([file._id])
    if (count >= batch) return count
  }
  return count
}

function readyBefore(core: Core, days: number, unsent?: { accountId: null }) {
  const before = new Date(core.clock.now().getTime() - days * dayMs)
  return rows(core.models.File).find(
    {
      state: 'ready',
      createdAt: { $lt: before },
      ...(unsent ? { ...unsent, sentAt: { $exists: false } } : {}),
    },
    { projection: { mimeType: 1, conversationId: 1 }, sort: { createdAt: 1 }, batchSize: 100 },
  )
}

async function isUsed(core: Core, { _id, conversationId }: FileDoc): Promise<boolean> {
  if (await isFace(core, _id)) return true
  if (conversationId === null) return false
  const names = { $or: [{ 'content.file.fileId': _id }, { 'content.files.fileId': _id }] }
  const { Message, ScheduledMessage } = core.models
  return (
    (await rows(Message).findOne({ conversationId, ...names }, { projection: { _id: 1 } })) !== null ||
    (await rows(ScheduledMessage).findOne({ conversationId, ...names }, { projection: { _id: 1 } })) !== null
  )
}

async function isFace(core: Core, fileId: string): Promise<boolean> {
  const { Client, Staff } = core.models
  return (
    (await rows(Client).findOne({ photoFileId: fileId }, { projection: { _id: 1 } })) !== null ||
    (await rows(Staff).findOne({ 'publicProfile.photoFileId': fileId }, { projection: { _id: 1 } })) !== null
  )
}
