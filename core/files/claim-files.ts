import type { ClientSession } from 'mongoose'
import { rows } from '../collection.js'
import { type Content, filesOf } from '../content.js'
import type { Core } from '../context.js'

/**
 * Files that a message names are in use from now on: an upload that belonged to nobody becomes the conversation's, and none
 * of them is taken for an upload that was never sent. With a retry of the message it is done again.
 */
export async function claimFiles(
  core: Core,
  content: Content,
  conversationId: string,
  session?: ClientSession,
): Promise<void> {
  const ids = filesOf(content).map(({ fileId }) => fileId)
  if (ids.length === 0) return
  const files = rows(core.models.File)
  await files.updateMany(
    { _id: { $in: ids }, sentAt: { $exists: false } },
    { $set: { sentAt: core.clock.now() } },
    { session },
  )
  await files.updateMany(
    { _id: { $in: ids }, conversationId: null },
    { $set: { conversationId } },
    { session },
  )
}
