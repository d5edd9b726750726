import { houseSchema, json } from '../schema.js'

/** One version of a script. Versions are never changed: running dialogs finish on theirs. */
export interface StoredScript {
  _id: string
  scriptId: string
  scriptVersion: number
  /** Starts new dialogs; one active version a script. */
  active: boolean
  body: unknown
  createdAt: Date
}

export const storedScriptSchema = houseSchema<StoredScript>('scripts', {
  scriptId: { type: String, required: true },
  scriptVersion: { type: Number, required: true },
  active: { type: Boolean, default: false },
  body: { type: json, required: true },
  createdAt: { type: Date, required: true },
})
storedScriptSchema.index({ scriptId: 1, scriptVersion: 1 }, { unique: true })
storedScriptSchema.index(
  { scriptId: 1 },
  { name: 'active', unique: true, partialFilterExpression: { active: true } },
)
