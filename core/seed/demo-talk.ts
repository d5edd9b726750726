import { newId } from '../ids.js'
import type { Conversation } from '../inbox/conversation.model.js'
import type { Message, MessageAuthor } from '../inbox/message.model.js'
import type { Staff } from '../staff/staff.model.js'
import { talkLine } from './demo-data.js'

interface Talk {
  conversation: Pick<Conversation, '_id' | 'channel' | 'accountId'>
  startedAt: Date
  now: Date
  clientName: string
  companyName: string
  staffOf(key: string): Staff
  /** Whose notes they are. */
  noteBy: string
}

/** Stored messages of a written-down talk: ours as long delivered, nothing to send. */
export function buildTalk(lines: readonly string[], talk: Talk): Message[] {
  let at = talk.startedAt.getTime()
  return lines.map((text, index) => {
    const line = talkLine(text)
    if (index > 0) at = Math.min(at + line.minutes * 60_000, talk.now.getTime())
    const time = new Date(at)
    const { direction, author } = voice(line.who, talk)
    const { _id: conversationId, channel, accountId } = talk.conversation
    return {
      _id: newId(),
      conversationId,
      channel,
      accountId,
      seq: index + 1,
      direction,
      author,
      content: { type: 'text', text: line.text },
      ...(direction === 'note' ? {} : { externalId: `demo:${conversationId}:${index + 1}` }),
      ...(direction === 'out' ? { delivery: { state: 'read' as const, at: time } } : {}),
      sentAt: time,
      createdAt: time,
    }
  })
}

function voice(who: string, talk: Talk): { direction: Message['direction']; author: MessageAuthor } {
  if (who === 'c') return { direction: 'in', author: { kind: 'client', name: talk.clientName } }
  if (who === 'b') return { direction: 'out', author: { kind: 'bot', name: talk.companyName } }
  const person = talk.staffOf(who === 'n' ? talk.noteBy : who)
  return {
    direction: who === 'n' ? 'note' : 'out',
    author: { kind: 'staff', id: person._id, name: person.name },
  }
}
