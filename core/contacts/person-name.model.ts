import { houseSchema } from '../schema.js'

/**
 * One more id under which a platform speaks of a person: WhatsApp's phone number and business-scoped id come together,
 * or either alone. `value` is the one their contact point has.
 */
export interface PersonName {
  /** `<channel account>|<id>`. */
  _id: string
  value: string
}

export const personNameSchema = houseSchema<PersonName>('person_names', {
  value: { type: String, required: true },
})
