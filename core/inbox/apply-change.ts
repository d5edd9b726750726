import type { Content } from '../content.js'
import type { Core } from '../context.js'
import { event } from '../events.js'
import type { Transaction } from '../transaction.js'
import { changeConversation } from './change-conversation.js'
import { preview } from './conversation-draft.js'
import type { Message } from './message.model.js'

export type AppliedChange =
  | { kind: 'edit'; content: Content; at: Date }
  | { kind: 'remove'; at: Date; by?: 'client' | 'team' }

/** The message shows what the client's messenger shows now: the new words with the former ones kept, or that it is gone. */
export async function applyChange(
  core: Core,
  tx: Transaction,
  message: Pick<Message, '_id' | 'conversationId' | 'content' | 'direction'>,
  change: AppliedChange,
): Promise<void> {
  await core.models.Message.collection.updateOne(
    { _id: message._id as never },
    (change.kind === 'edit'
      ? {
          $set: { content: change.content },
          $push: { edits: { at: change.at, content: message.content } },
          $unset: { change: '' },
        }
      : {
          $set: { removed: { at: change.at, by: change.by ?? 'team' } },
          $unset: { change: '' },
        }) as never,
    { session: tx.session },
  )
  const conversation = await changeConversation(core, tx, message.conversationId, {})
  await showInList(core, tx, conversation, message, change)
  tx.publish(
    event(
      change.kind === 'edit' ? 'message.edited' : 'message.removed',
      conversation._id,
      conversation.version,
      { conversationId: conversation._id, messageId: message._id },
    ),
  )
}

/** The list shows the first words of the last message; they follow. */
async function showInList(
  core: Core,
  tx: Transaction,
  conversation: { _id: string; lastMessage: { direction: string; preview: string } },
  message: Pick<Message, 'content' | 'direction'>,
  change: AppliedChange,
): Promise<void> {
  const { lastMessage } = conversation
  if (lastMessage.direction !== message.direction || lastMessage.preview !== preview(message.content)) return
  await core.models.Conversation.collection.updateOne(
    { _id: conversation._id as never },
    { $set: { 'lastMessage.preview': change.kind === 'edit' ? preview(change.content) : '' } },
    { session: tx.session },
  )
}
