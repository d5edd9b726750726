import { z } from 'zod'
import { id } from '../fields.js'

/** Bytes of one upload. */
export const maxUpload = 20 * 1024 * 1024

export const uploadQuery = z.strictObject({ conversationId: id.optional() })
export const downloadQuery = z.strictObject({ download: z.literal('1').optional() })

export const fileView = z.object({
  fileId: id,
  name: z.string(),
  mimeType: z.string(),
  /** Bytes. */
  size: z.number(),
  /** `pending`: still being fetched from the messenger. */
  state: z.enum(['pending', 'ready', 'failed']),
})
export const uploadAnswer = z.object({ items: z.array(fileView) })

export type FileView = z.infer<typeof fileView>
export type UploadAnswer = z.infer<typeof uploadAnswer>
