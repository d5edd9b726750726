import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../api/contract'
import { useSession } from '../api/session'
import { useFormat } from '../format/use-format'
import { toastDone, toastError } from '../parts/toast'
import { conversationCommands as commands } from './conversations'

/** The buttons of a conversation: do it, say so, offer to take it back. */
export function useActions(conversation: ConversationView) {
  const { t } = useTranslation()
  const { me } = useSession()
  const format = useFormat()
  const { id } = conversation
  const before = { assigneeId: conversation.assignee?.id ?? null, status: conversation.status }

  const run = (work: Promise<unknown>, said: string, undo?: () => Promise<unknown>) => {
    work.then(() => toastDone(said, undo)).catch(toastError)
  }
  // A free one goes to whoever is first; one that a colleague is seen to have is taken over on purpose.
  const toMe = () => (before.assigneeId === null ? commands.take(id) : commands.assign(id, me.id))
  return {
    take: () => run(toMe(), t('thread.taken'), () => commands.assign(id, before.assigneeId)),
    /** Stops the script and takes the conversation. */
    takeFromDialog: () => run(commands.handOver(id).then(toMe), t('thread.taken')),
    assign: (assigneeId: string | null, name: string) =>
      run(
        commands.assign(id, assigneeId),
        assigneeId === null
          ? t('thread.released')
          : assigneeId === me.id
            ? t('thread.taken')
            : t('thread.assigned', { name }),
        () => commands.assign(id, before.assigneeId),
      ),
    close: () => run(commands.close(id), t('thread.closed'), () => commands.restore(id)),
    reopen: () => run(commands.reopen(id), t('thread.reopened'), undefined),
    snooze: (until: Date) =>
      run(commands.snooze(id, until), t('thread.snoozed', { time: format.moment(until.toISOString()) }), () =>
        commands.restore(id),
      ),
    markUnread: () => run(commands.markUnread(id), t('thread.markedUnread')),
    mute: (muted: boolean) => run(commands.mute(id, muted), t(muted ? 'thread.muted' : 'thread.unmuted')),
    block: (as: 'spam' | 'blocked') =>
      run(commands.block(id, as), t(as === 'spam' ? 'thread.markedSpam' : 'thread.blocked'), () =>
        commands.unblock(id).then(() => commands.restore(id)),
      ),
    unblock: () => run(commands.unblock(id), t('thread.unblocked')),
  }
}
export type ConversationActions = ReturnType<typeof useActions>
