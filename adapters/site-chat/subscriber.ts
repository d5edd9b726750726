import type { Core } from '../../core/context.js'
import type { Subscriber } from '../../core/events.js'
import type { Conversation } from '../../core/inbox/conversation.model.js'
import { type ChatServer, roomOf } from './socket-server.js'
import type { StaffFaces } from './staff-faces.js'

/** Carries what happens in the team to the visitor's open widgets. Repeating it changes nothing. */
export function createSubscriber(io: ChatServer, faces: StaffFaces): Subscriber {
  const roomIn = async (core: Core, conversationId: string): Promise<string | null> => {
    const conversation = await core.models.Conversation.findOne(
      { _id: conversationId, channel: 'site' },
      { chatId: 1, accountId: 1 },
    ).lean<Pick<Conversation, 'chatId' | 'accountId'> | null>()
    return conversation && roomOf(conversation.accountId, conversation.chatId)
  }
  return {
    name: 'site-chat',
    on: {
      'conversation.assigned': async ({ payload }, core) => {
        const room = await roomIn(core, payload.conversationId)
        if (room) io.to(room).emit('manager', await faces.of(payload.assigneeId))
      },
      'conversation.seen': async ({ payload }, core) => {
        const room = await roomIn(core, payload.conversationId)
        if (room) io.to(room).emit('seen')
      },
      'staff.changed': async ({ payload }) => faces.forget(payload.staffId),
    },
  }
}
