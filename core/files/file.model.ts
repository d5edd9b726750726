import { houseSchema, json } from '../schema.js'

/** A file of a message, card or deal. Bytes are in GridFS under `gridId`; pending ones are still at the platform. */
export interface FileDoc {
  _id: string
  name: string
  mimeType: string
  size: number
  state: 'pending' | 'ready' | 'failed'
  gridId: string | null
  /** How the channel finds it; only for pending files. */
  accountId: string | null
  remote: Record<string, unknown> | null
  conversationId: string | null
  attempts: number
  nextAt: Date
  error: string | null
  createdAt: Date
}

export const fileSchema = houseSchema<FileDoc>('files', {
  name: { type: String, required: true },
  mimeType: { type: String, required: true },
  size: { type: Number, default: 0 },
  state: { type: String, required: true },
  gridId: { type: String, default: null },
  accountId: { type: String, default: null },
  remote: { type: json, default: null },
  conversationId: { type: String, default: null },
  attempts: { type: Number, default: 0 },
  nextAt: { type: Date, required: true },
  error: { type: String, default: null },
  createdAt: { type: Date, required: true },
})
fileSchema.index({ nextAt: 1 }, { partialFilterExpression: { state: 'pending' } })
fileSchema.index({ conversationId: 1 })
fileSchema.index({ gridId: 1 }, { partialFilterExpression: { gridId: { $type: 'string' } } })
