import { cardWords } from '../search-words.js'
import type { ClientCard } from './client.model.js'

/** What a client card is found by; written anew with every change of these fields. */
export function clientWords(
  card: Pick<ClientCard, 'name' | 'position' | 'notes' | 'address' | 'phones' | 'emails'>,
): string[] {
  return cardWords({
    texts: [card.name, card.position, card.address, card.notes],
    phones: card.phones,
    emails: card.emails,
  })
}
