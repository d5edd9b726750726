import type { DemoData } from './demo-data.js'

/** A Telegram user of the demo data: the sandbox may let them answer. */
export interface DemoTelegramPerson {
  /** Telegram's numeric id; also the id of their private chat with the bot. */
  id: number
  name: string
}

/** Ids far from those of the sandbox's own cast. */
const firstId = 700_001_001

/** The clients of the demo data who wrote in Telegram, in the order of `demo.yaml`. */
export function demoTelegramPeople(data: DemoData): DemoTelegramPerson[] {
  return data.conversations
    .filter((conversation) => conversation.channel === 'telegram')
    .map((conversation, index) => ({ id: firstId + index, name: personOf(data, conversation) }))
}

/** Who writes in a conversation: the client's name, or what the messenger told of a stranger. */
export function personOf(data: DemoData, conversation: DemoData['conversations'][number]): string {
  const client = data.clients.find((each) => each.key === conversation.client)
  return client?.name ?? conversation.name ?? ''
}
