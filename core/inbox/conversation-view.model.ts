import { houseSchema } from '../schema.js'

/** How one person stands to one conversation: what they have seen of it and whether they want to hear of it. */
export interface ConversationView {
  /** `<conversation id>:<staff id>` */
  _id: string
  conversationId: string
  staffId: string
  /** How many messages of the client the person has seen, counted as `Conversation.inboundCount` counts. */
  seenInbound: number
  muted: boolean
  seenAt: Date | null
}

export const conversationViewSchema = houseSchema<ConversationView>('conversation_views', {
  conversationId: { type: String, required: true },
  staffId: { type: String, required: true },
  seenInbound: { type: Number, default: 0 },
  muted: { type: Boolean, default: false },
  seenAt: { type: Date, default: null },
})
conversationViewSchema.index({ staffId: 1, conversationId: 1 })
conversationViewSchema.index({ staffId: 1 }, { name: 'muted', partialFilterExpression: { muted: true } })

export function viewId(conversationId: string, staffId: string): string {
  return `${conversationId}:${staffId}`
}
