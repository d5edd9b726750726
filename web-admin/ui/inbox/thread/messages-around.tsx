import { Button } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationView, MessageView } from '../../../api/contract'
import { Failure } from '../../parts/failure'
import { useMessagesAround } from '../message-store'
import { Messages, Waiting } from './message-list'
import classes from './message-list.module.css'
import type { MessageRights } from './message-menu'

interface MessagesAroundProps {
  conversation: ConversationView
  seq: number
  onAnswer: ((message: MessageView) => void) | null
  rights: MessageRights
}

/** A place of the conversation to which a search or a mention led: what was said before and after it. */
export function MessagesAround({ conversation, seq, onAnswer, rights }: MessagesAroundProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const list = useMessagesAround(conversation.id, seq)
  const box = useRef<HTMLDivElement>(null)
  const shown = list.messages.length > 0
  useEffect(() => {
    if (shown) box.current?.querySelector('[data-found]')?.scrollIntoView({ block: 'center' })
  }, [shown])
  if (list.isPending) return <Waiting />
  if (list.error && !shown) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const toNewest = () =>
    void navigate({ to: '.', search: (previous) => ({ ...previous, at: undefined }), replace: true })
  return (
    <div className={classes.place}>
      <div
        ref={box}
        className={classes.scroll}
        role="log"
        aria-label={t('thread.messages')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard.
        tabIndex={0}
      >
        <div className={classes.messages} data-around>
          <div className={classes.top}>
            {list.hasNextPage ? (
              <Button
                variant="subtle"
                size="compact-sm"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('thread.older')}
              </Button>
            ) : (
              <span>{t('thread.beginning')}</span>
            )}
          </div>
          <Messages
            messages={list.messages}
            conversation={conversation}
            foundSeq={seq}
            onAnswer={onAnswer}
            rights={rights}
          />
          {list.hasPreviousPage ? (
            <div className={classes.top}>
              <Button
                variant="subtle"
                size="compact-sm"
                loading={list.isFetchingPreviousPage}
                onClick={() => void list.fetchPreviousPage()}
              >
                {t('thread.newer')}
              </Button>
            </div>
          ) : null}
        </div>
      </div>
      <Button
        className={classes.down}
        variant="default"
        radius="xl"
        size="compact-md"
        rightSection={<IconArrowDown size={16} />}
        onClick={toNewest}
      >
        {t('thread.toBottom')}
      </Button>
    </div>
  )
}
