import { IconMessageOff } from '@tabler/icons-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationView, MessageView } from '../../../api/contract'
import { ApiError } from '../../api/api-error'
import { useSession } from '../../api/session'
import { Failure } from '../../parts/failure'
import { Nothing } from '../../parts/nothing'
import { Composer, type ComposerHandle } from '../composer/composer'
import { useConversation } from '../conversations'
import { usePresence } from '../presence'
import { useActions } from '../use-actions'
import { BlockedStrip } from './blocked-strip'
import { DialogStrip } from './dialog-strip'
import { MessageList } from './message-list'
import { MessagesAround } from './messages-around'
import { PlannedStrip } from './planned-strip'
import { Presence } from './presence-line'
import { ThreadHeader } from './thread-header'
import classes from './thread-pane.module.css'
import { useThreadKeys } from './use-thread-keys'

interface ThreadPaneProps {
  conversationId: string
  /** The message to go to, by its order; null: the newest. */
  at: number | null
  onBack: (() => void) | null
  onCard: (() => void) | null
}

export function ThreadPane({ conversationId, at, onBack, onCard }: ThreadPaneProps) {
  const { t } = useTranslation()
  const { data: conversation, error, refetch } = useConversation(conversationId)
  if (conversation) {
    return (
      <Thread key={conversation.id} conversation={conversation} at={at} onBack={onBack} onCard={onCard} />
    )
  }
  if (error instanceof ApiError && error.missing) {
    return <Nothing icon={IconMessageOff} title={t('inbox.gone')} advice={t('inbox.goneAdvice')} />
  }
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  return <div className={classes.pane} aria-busy="true" />
}

function Thread({
  conversation,
  at,
  onBack,
  onCard,
}: { conversation: ConversationView } & Omit<ThreadPaneProps, 'conversationId'>) {
  const { t } = useTranslation()
  const { me, channels } = useSession()
  const actions = useActions(conversation)
  const { viewers, typing, clientWrites } = usePresence(conversation.id, me.id)
  const composer = useRef<ComposerHandle>(null)
  const [answering, setAnswering] = useState<MessageView | null>(null)
  const answer = useCallback((message: MessageView) => {
    setAnswering(message)
    composer.current?.focus('reply')
  }, [])
  useThreadKeys(conversation, actions, composer)
  const { edit, editWithinHours, remove, removeWithinHours } = conversation.change
  const rights = useMemo(
    () => ({ edit, editWithinHours, remove, removeWithinHours }),
    [edit, editWithinHours, remove, removeWithinHours],
  )
  const onAnswer = conversation.reachable && !conversation.blocked ? answer : null
  const channel = channels.find((each) => each.accountId === conversation.accountId)
  return (
    <section className={classes.pane} aria-label={t('thread.label')}>
      <ThreadHeader conversation={conversation} actions={actions} onBack={onBack} onCard={onCard} />
      <DialogStrip conversation={conversation} onTake={actions.takeFromDialog} />
      <BlockedStrip conversation={conversation} onUnblock={actions.unblock} />
      {at === null ? (
        <MessageList conversation={conversation} onAnswer={onAnswer} rights={rights} />
      ) : (
        <MessagesAround key={at} conversation={conversation} seq={at} onAnswer={onAnswer} rights={rights} />
      )}
      <Presence viewers={viewers} typing={typing} clientWrites={clientWrites} />
      <PlannedStrip conversation={conversation} />
      <Composer
        ref={composer}
        conversation={conversation}
        channel={channel}
        answering={answering}
        onAnswered={() => setAnswering(null)}
      />
    </section>
  )
}
