import { houseSchema, json } from '../schema.js'

/** A file of a message, card or deal. Bytes are in GridFS under `gridId`; pending ones are still at the platform. */
export interface FileDoc {
  _id: string
  name: string
  mimeType: string
  size: number
  /** `infected`: kept and closed to everybody. `removed`: its time was over, the bytes are gone. */
  state: 'pending' | 'ready' | 'failed' | 'infected' | 'removed'
  gridId: string | null
  /** Content hash; absent for files from before contents were shared. */
  blobId?: string
  /** What the scanner found in an infected file. */
  threat?: string
  removedAt?: Date
  /** An upload that was found in a message or card: it is not looked at again. */
  sentAt?: Date
  /** How the channel finds it; only for pending files. */
  accountId: string | null
  remote: Record<string, unknown> | null
  /** The platform's own name of the bytes, which tells a changed file from the same one. */
  identity?: string
  conversationId: string | null
  attempts: number
  nextAt: Date
  /** Why it could not be had: a code of ours, else the platform's words. */
  error: string | null
  createdAt: Date
}

export const fileSchema = houseSchema<FileDoc>('files', {
  name: { type: String, required: true },
  mimeType: { type: String, required: true },
  size: { type: Number, default: 0 },
  state: { type: String, required: true },
  gridId: { type: String, default: null },
  blobId: String,
  threat: String,
  removedAt: Date,
  sentAt: Date,
  accountId: { type: String, default: null },
  remote: { type: json, default: null },
  identity: String,
  conversationId: { type: String, default: null },
  attempts: { type: Number, default: 0 },
  nextAt: { type: Date, required: true },
  error: { type: String, default: null },
  createdAt: { type: Date, required: true },
})
fileSchema.index({ accountId: 1, nextAt: 1 }, { partialFilterExpression: { state: 'pending' } })
fileSchema.index({ conversationId: 1, createdAt: -1, _id: -1 })
// Retention looks at the oldest first.
fileSchema.index({ createdAt: 1 }, { partialFilterExpression: { state: 'ready' } })
fileSchema.index({ gridId: 1 }, { partialFilterExpression: { gridId: { $type: 'string' } } })
