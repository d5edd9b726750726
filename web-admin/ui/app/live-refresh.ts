import type { ChangeNotice } from '../../api/contract'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'
import { refreshMessages } from '../inbox/message-store'

type Key = readonly unknown[]

/** What is to be fetched again after a notice. */
function touchedBy(notice: ChangeNotice): Key[] {
  switch (notice.kind) {
    case 'conversation':
      return [
        keys.conversations,
        keys.conversation(notice.id),
        keys.counters,
        ...(notice.event === 'message.scheduled' ? [keys.scheduled(notice.id)] : []),
        ...(notice.event === 'message.noted' ? [keys.mentions] : []),
      ]
    case 'message':
      return [
        keys.conversations,
        keys.conversation(notice.conversationId),
        keys.autoreplies(notice.conversationId),
        keys.counters,
        keys.timelines,
      ]
    case 'delivery':
      return [keys.deliveries, keys.counters]
    case 'inquiry':
      return [
        keys.inquiries,
        keys.inquiry(notice.id),
        keys.routingOf(notice.id),
        keys.counters,
        keys.conversations,
      ]
    case 'client':
      // Chats, deals and tasks of a forgotten person go with the card.
      if (notice.event === 'client.erased') return [[]]
      return [
        keys.clients,
        keys.client(notice.id),
        keys.timeline(notice.id),
        keys.companies,
        ['conversation'],
      ]
    case 'company':
      return [keys.companies, keys.company(notice.id), keys.clients, keys.deals]
    case 'deal':
      return [keys.deals, keys.deal(notice.id), keys.timelines]
    case 'activity':
      return [keys.activities, keys.counters, keys.timelines]
    case 'channel':
      return [keys.channels, keys.counters, ['session']]
    case 'staff':
      return [keys.staff, keys.profile, keys.departments]
  }
}

const waiting = new Map<string, Key>()
let timer: ReturnType<typeof setTimeout> | undefined

/** Notices come in bursts: what they touch is fetched once, 150 ms after the first of them. */
export function refreshBy(notice: ChangeNotice): void {
  for (const key of touchedBy(notice)) waiting.set(JSON.stringify(key), key)
  if (notice.kind === 'message') void refreshMessages(notice.conversationId)
  if (notice.kind === 'delivery' && notice.conversationId) void refreshMessages(notice.conversationId)
  if (timer !== undefined) return
  timer = setTimeout(() => {
    timer = undefined
    const keysNow = [...waiting.values()]
    waiting.clear()
    for (const queryKey of keysNow) void queryClient.invalidateQueries({ queryKey })
  }, 150)
}

/** After a lost connection nobody knows what was missed: everything that is shown is fetched again. */
export function refreshAll(): void {
  void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
}
