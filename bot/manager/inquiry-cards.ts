import { rows } from '../../core/collection.js'
import type { Core } from '../../core/context.js'
import type { Delivery } from '../../core/deliveries/delivery.model.js'
import { type Linked, linkedTeam, viewerOf } from './audience.js'
import type { ManagerChannel } from './channel.js'
import { talkCard } from './talk-card.js'
import { talkFacts } from './talk-facts.js'

/** One card an inquiry and person, whatever happens: the unique key of its delivery. */
export function cardKey(inquiryId: string, staffId: string): string {
  return `inquiry:${inquiryId}:${staffId}`
}

/** The cards of an inquiry that went to these people, by staff id. */
export async function cardsOf(
  core: Core,
  inquiryId: string,
  people: readonly Linked[],
): Promise<Map<string, Delivery>> {
  const keys = people.map((person) => cardKey(inquiryId, person._id))
  const cards = await rows(core.models.Delivery)
    .find({ dedupeKey: { $in: keys } })
    .toArray()
  const byKey = new Map(cards.map((card) => [card.dedupeKey, card]))
  return new Map(
    people.flatMap((person) => {
      const row = byKey.get(cardKey(inquiryId, person._id))
      return row ? [[person._id, row]] : []
    }),
  )
}

/**
 * Shows on the cards of an inquiry how things stand now: who took it, what the script learned. It is a courtesy beside
 * the facts, so it runs apart from the events that ask for it: a Telegram that hangs must hold up nobody. While one
 * refresh of a conversation runs the next is only noted, and the last one shows the latest state.
 */
export class CardRefresher {
  readonly #running = new Set<string>()
  readonly #again = new Set<string>()

  constructor(
    private readonly core: Core,
    private readonly channel: Pick<ManagerChannel, 'edit'>,
  ) {}

  refresh(conversationId: string): void {
    if (this.#running.has(conversationId)) {
      this.#again.add(conversationId)
      return
    }
    this.#running.add(conversationId)
    void this.#run(conversationId)
  }

  async #run(conversationId: string): Promise<void> {
    try {
      await this.#redraw(conversationId)
    } catch (err) {
      this.core.log.info({ err, conversationId }, 'manager bot: cards were not refreshed')
    }
    this.#running.delete(conversationId)
    if (this.#again.delete(conversationId)) this.refresh(conversationId)
  }

  async #redraw(conversationId: string): Promise<void> {
    const facts = await talkFacts(this.core, conversationId)
    const team = await linkedTeam(this.core)
    const cards = await cardsOf(this.core, facts.conversation.inquiryId, team)
    await Promise.all(
      team.map(async (person) => {
        const card = cards.get(person._id)
        if (!card?.externalId) return
        const { header, text = '', keyboard } = talkCard(this.core, facts, viewerOf(person))
        const content = { type: 'text', text } as const
        const result = await this.channel.edit(card.chatId, card.externalId, content, { header, keyboard })
        const isSame = result.outcome === 'failed' && result.reason.text?.includes('not modified')
        if (result.outcome !== 'sent' && !isSame) {
          this.core.log.info(
            { deliveryId: card._id, reason: result.reason.code },
            'manager bot: a card stays as it was',
          )
        }
      }),
    )
  }
}
