import { useDocumentVisibility } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import type { ConversationView, MessageView } from '../../api/contract'
import { useMay } from '../api/session'
import { conversationCommands } from './conversations'

/**
 * Says "read" while the person really looks at the conversation. Gives the id of the first message that was unread when
 * it was opened, for the line above it.
 */
export function useReadMark(conversation: ConversationView, messages: readonly MessageView[]): string | null {
  const visible = useDocumentVisibility() === 'visible'
  const may = useMay('conversation.mark-read')
  const opened = useRef<{ id: string; firstUnread: string | null } | null>(null)
  const told = useRef(0)
  const lastSeq = messages.at(-1)?.seq ?? 0

  if (opened.current?.id !== conversation.id && messages.length > 0) {
    const incoming = messages.filter((message) => message.direction === 'in')
    const first = conversation.unreadCount > 0 ? incoming.at(-conversation.unreadCount) : undefined
    opened.current = { id: conversation.id, firstUnread: first?.id ?? null }
    told.current = 0
  }
  useEffect(() => {
    if (!visible || !may || conversation.unreadCount === 0 || lastSeq <= told.current) return
    told.current = lastSeq
    conversationCommands.markRead(conversation.id, lastSeq).catch(() => {
      // Only a badge: the next message says it again.
      told.current = 0
    })
  }, [visible, may, conversation.id, conversation.unreadCount, lastSeq])

  return opened.current?.firstUnread ?? null
}
