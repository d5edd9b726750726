import { useHotkeys } from '@mantine/hooks'
import type { RefObject } from 'react'
import type { ConversationView } from '../../../api/contract'
import { useSession } from '../../api/session'
import type { ComposerHandle } from '../composer/composer'
import type { ConversationActions } from '../use-actions'
import { useSnoozeTimes } from '../use-snooze-times'

const place = { usePhysicalKeys: true }

/**
 * R reply, N note, T take, E close, S until tomorrow, U unread, M mute: places on the keyboard, whatever the layout. Silent
 * while something is typed.
 */
export function useThreadKeys(
  conversation: ConversationView,
  actions: ConversationActions,
  composer: RefObject<ComposerHandle | null>,
): void {
  const { may, me } = useSession()
  const tomorrow = useSnoozeTimes()[2]
  useHotkeys([
    ['R', () => composer.current?.focus('reply'), place],
    ['N', () => composer.current?.focus('note'), place],
    [
      'T',
      () => {
        if (may.includes('conversation.assign') && conversation.assignee?.id !== me.id) actions.take()
      },
      place,
    ],
    [
      'E',
      () => {
        if (may.includes('conversation.close') && conversation.status !== 'closed') actions.close()
      },
      place,
    ],
    [
      'S',
      () => {
        if (may.includes('conversation.snooze') && conversation.status !== 'closed' && tomorrow)
          actions.snooze(tomorrow.at())
      },
      place,
    ],
    ['U', () => actions.markUnread(), place],
    ['M', () => actions.mute(!conversation.muted), place],
  ])
}
