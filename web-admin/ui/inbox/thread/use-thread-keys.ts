import { useHotkeys } from '@mantine/hooks'
import type { RefObject } from 'react'
import type { ConversationView } from '../../../api/contract'
import { useSession } from '../../api/session'
import type { ComposerHandle } from '../composer/composer'
import type { ConversationActions } from '../use-actions'

const place = { usePhysicalKeys: true }

/** R reply, N note, T take, E close: places on the keyboard, whatever the layout. Silent while something is typed. */
export function useThreadKeys(
  conversation: ConversationView,
  actions: ConversationActions,
  composer: RefObject<ComposerHandle | null>,
): void {
  const { may, me } = useSession()
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
  ])
}
