import type { Core } from '../../core/context.js'
import type { Subscriber } from '../../core/events.js'
import type { Conversation } from '../../core/inbox/conversation.model.js'
import { type ChatServer, roomOf } from './socket-server.js'
import type { StaffFaces } from './staff-faces.js'

/** Carries what happens in the team to the visitor's open widgets. Repeating it changes nothing. */
export function createSubscriber(accountId: string, io: ChatServer, faces: StaffFaces): Subscriber {
  const chatOf = async (core: Core, conversationId: string): Promise<string | null> => {
    const conversation = await core.models.Conversation.findOne(
      { _id: conversationId, accountId },
      { chatId: 1 },
    ).lean<Pick<Conversation, 'chatId'> | null>()
    return conversation?.chatId ?? null
  }
  return {
    name: 'site-chat',
    on: {
      'conversation.assigned': async ({ payload }, core) => {
        const chatId = await chatOf(core, payload.conversationId)
        if (chatId) io.to(roomOf(accountId, chatId)).emit('manager', await faces.of(payload.assigneeId))
      },
      'conversation.seen': async ({ payload }, core) => {
        const chatId = await chatOf(core, payload.conversationId)
        if (chatId) io.to(roomOf(accountId, chatId)).emit('seen')
      },
      'staff.changed': async ({ payload }) => faces.forget(payload.staffId),
    },
  }
}
