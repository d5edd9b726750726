import { houseSchema, json } from '../schema.js'

/** The bytes of one content, whoever sent it and how often: many files, one copy. */
export interface FileBlob {
  /** SHA-256 of the bytes, hex. */
  _id: string
  gridId: string
  size: number
  mimeType: string
  /** Files that have these bytes; at 0 they go. */
  refs: number
  /** What the virus scanner said; absent where there is none. */
  scan?: { verdict: 'clean' | 'infected' | 'too-large'; threat?: string; at: Date }
  /** Null: no picture can be made of it. Absent: nobody has asked yet. */
  thumbnail?: { gridId: string; width: number; height: number } | null
  createdAt: Date
}

export const fileBlobSchema = houseSchema<FileBlob>('file_blobs', {
  gridId: { type: String, required: true },
  size: { type: Number, required: true },
  mimeType: { type: String, required: true },
  refs: { type: Number, required: true },
  scan: json,
  thumbnail: json,
  createdAt: { type: Date, required: true },
})
