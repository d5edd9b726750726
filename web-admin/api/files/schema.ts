import { z } from 'zod'
import { cursor, id, instant, limit, page } from '../fields.js'

/** Bytes of one upload: the most that any messenger takes. What a channel takes is refused beforehand in sending. */
export const maxUpload = 100 * 1024 * 1024

export const uploadQuery = z.strictObject({ conversationId: id.optional() })
export const downloadQuery = z.strictObject({ download: z.literal('1').optional() })

export const fileView = z.object({
  fileId: id,
  name: z.string(),
  mimeType: z.string(),
  /** Bytes. */
  size: z.number(),
  /** `pending`: still being fetched from the messenger. */
  state: z.enum(['pending', 'ready', 'failed', 'infected', 'removed']),
})
export const uploadAnswer = z.object({ items: z.array(fileView) })

export const clientFilesQuery = z.strictObject({ limit: limit.optional(), cursor: cursor.optional() })
/** A file of a client, with where it was said. */
export const clientFileView = fileView.extend({
  conversationId: id.nullable(),
  createdAt: instant,
  removedAt: instant.nullable(),
})
export const clientFilesPage = page(clientFileView)
export type ClientFileView = z.infer<typeof clientFileView>

export type FileView = z.infer<typeof fileView>
export type UploadAnswer = z.infer<typeof uploadAnswer>
