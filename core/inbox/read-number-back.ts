import type { Capabilities } from '../channel.js'
import type { Choice, Content } from '../content.js'
import { isMove } from '../dialogs/button-ids.js'
import { numberedChoices } from './translate-down.js'

/** Choices that a person sees as a numbered list, the last thing we said. */
export interface NumberedOffer {
  choices: Choice[]
  /** Several may be chosen: then «1, 3» is read by the script, and only its moves are read here. */
  multiple: boolean
}

/** What stays open after we said this; null where nothing is numbered. */
export function offerOf(content: Content, can: Capabilities | undefined): NumberedOffer | null {
  const choices = can ? numberedChoices(content, can) : null
  if (!choices || content.type !== 'choices') return null
  return { choices, multiple: content.multiple ?? false }
}

const number = /^(?:№ ?)?(\d{1,2})[.)]?$/u

/** «2» under a numbered list is its second choice, as if its button had been pressed. Anything else stays as it is. */
export function readNumberBack(content: Content, offer: NumberedOffer | null | undefined): Content {
  if (!offer || content.type !== 'text') return content
  const [, digits] = number.exec(content.text.trim()) ?? []
  const choice = digits === undefined ? undefined : offer.choices[Number(digits) - 1]
  if (!choice || (offer.multiple && !isMove(choice.id))) return content
  return { type: 'choice', choiceId: choice.id, label: choice.label }
}
