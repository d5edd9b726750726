import { houseSchema } from '../schema.js'

/** Colours a label may have; the panel knows how each looks in the light and in the dark. */
export const labelColours = [
  'gray',
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'violet',
  'pink',
] as const
export type LabelColour = (typeof labelColours)[number]

/** A label of the catalogue. Conversations carry labels by name, as people and programs say them. */
export interface Label {
  _id: string
  name: string
  /** Lower-case name: two labels do not differ by letter case alone. */
  key: string
  colour: LabelColour
  /** What it stands for, for colleagues. */
  description: string
  createdAt: Date
}

export const labelSchema = houseSchema<Label>('labels', {
  name: { type: String, required: true },
  key: { type: String, required: true },
  colour: { type: String, enum: labelColours, required: true },
  description: { type: String, default: '' },
  createdAt: { type: Date, required: true },
})
labelSchema.index({ key: 1 }, { unique: true })
