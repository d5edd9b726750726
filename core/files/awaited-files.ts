import type { PendingFile } from '../channel.js'
import { type Content, filesOf } from '../content.js'
import type { FileDoc } from './file.model.js'

/** Rows of the files in a client's content that the platform still holds; they are fetched after the commit. */
export function awaitedFiles(
  { content, pendingFiles = [] }: { content: Content; pendingFiles?: PendingFile[] | undefined },
  { accountId, conversationId, now }: { accountId: string; conversationId: string; now: Date },
): FileDoc[] {
  return pendingFiles.flatMap(({ fileId, remote, identity }) => {
    const file = filesOf(content).find((one) => one.fileId === fileId)
    if (!file) return []
    return {
      _id: fileId,
      name: file.name,
      mimeType: file.mimeType,
      size: file.size,
      state: 'pending' as const,
      gridId: null,
      accountId,
      remote,
      ...(identity === undefined ? {} : { identity }),
      conversationId,
      attempts: 0,
      nextAt: now,
      error: null,
      createdAt: now,
    }
  })
}
