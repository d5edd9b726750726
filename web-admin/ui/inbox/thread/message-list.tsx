import { ActionIcon, Button, Loader, Skeleton } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { Fragment, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationView, MessageView } from '../../../api/contract'
import { useFormat, useZone } from '../../format/use-format'
import { useMinute } from '../../format/use-now'
import { dayOf } from '../../format/zone'
import { Failure } from '../../parts/failure'
import { useMessages } from '../message-store'
import { usePending } from '../outbox'
import { useReadMark } from '../use-read-mark'
import { Bubble } from './bubble'
import classes from './message-list.module.css'
import type { MessageRights } from './message-menu'
import { PendingBubble } from './pending-bubble'

interface MessageListProps {
  conversation: ConversationView
  onAnswer: ((message: MessageView) => void) | null
  rights: MessageRights
}

/** Messages from old to new. The box is bottom-up in CSS, so the newest stays in view and older ones push nothing. */
export function MessageList({ conversation, onAnswer, rights }: MessageListProps) {
  const { t } = useTranslation()
  useMinute()
  const { messages, isPending, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useMessages(
    conversation.id,
  )
  const waiting = usePending(conversation.id)
  const box = useRef<HTMLDivElement>(null)
  const [away, setAway] = useState(false)
  const firstUnread = useReadMark(conversation, messages)
  const unsent = waiting.filter(
    (row) => !messages.some((message) => message.clientMessageId === row.clientMessageId),
  )
  const toBottom = () => {
    // Newer browsers answer with a promise, which React would take for a clean-up.
    void box.current?.scrollTo({ top: 0 })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: my own reply brings me down to it.
  useEffect(toBottom, [unsent.length])

  if (isPending) return <Waiting />
  if (error && messages.length === 0) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <div className={classes.place}>
      <div
        ref={box}
        className={classes.scroll}
        onScroll={(event) => setAway(event.currentTarget.scrollTop < -240)}
        role="log"
        aria-label={t('thread.messages')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard.
        tabIndex={0}
      >
        <div className={classes.messages}>
          <div className={classes.top}>
            {hasNextPage ? (
              <Button
                variant="subtle"
                size="compact-sm"
                loading={isFetchingNextPage}
                onClick={() => void fetchNextPage()}
              >
                {t('thread.older')}
              </Button>
            ) : (
              <span>{messages.length > 0 ? t('thread.beginning') : t('thread.empty')}</span>
            )}
          </div>
          <Messages
            messages={messages}
            conversation={conversation}
            firstUnread={firstUnread}
            onAnswer={onAnswer}
            rights={rights}
          />
          <LastGap conversation={conversation} last={messages.at(-1)} />
          {unsent.map((row) => (
            <PendingBubble key={row.clientMessageId} row={row} />
          ))}
        </div>
      </div>
      {away ? (
        <ActionIcon
          className={classes.down}
          variant="default"
          radius="xl"
          size={38}
          aria-label={t('thread.toBottom')}
          onClick={toBottom}
        >
          <IconArrowDown size={18} />
        </ActionIcon>
      ) : null}
    </div>
  )
}

interface MessagesProps {
  messages: readonly MessageView[]
  conversation: ConversationView
  firstUnread?: string | null
  foundSeq?: number
  onAnswer: ((message: MessageView) => void) | null
  rights: MessageRights
}

/** The messages themselves, with the lines between them: days, what is unread, possible gaps. */
export function Messages({
  messages,
  conversation,
  firstUnread = null,
  foundSeq,
  onAnswer,
  rights,
}: MessagesProps) {
  const zone = useZone()
  const byId = useMemo(() => new Map(messages.map((message) => [message.id, message])), [messages])
  return messages.map((message, index) => {
    const before = messages[index - 1]
    const newDay = !before || dayOf(new Date(before.sentAt), zone) !== dayOf(new Date(message.sentAt), zone)
    const gap = before ? conversation.gaps.find((each) => liesBetween(each, before, message)) : undefined
    return (
      <Fragment key={message.id}>
        {gap ? <GapLine gap={gap} /> : null}
        {newDay ? <DayLine at={message.sentAt} /> : null}
        {message.id === firstUnread ? <UnreadLine /> : null}
        <Bubble
          message={message}
          answered={message.replyToId ? byId.get(message.replyToId) : undefined}
          follows={!newDay && !gap && follows(before, message)}
          onAnswer={onAnswer}
          rights={rights}
          found={message.seq === foundSeq}
        />
      </Fragment>
    )
  })
}

type Gap = ConversationView['gaps'][number]

/** The outage ended between these two. */
function liesBetween(gap: Gap, before: MessageView, after: MessageView): boolean {
  return before.sentAt < gap.to && gap.to <= after.sentAt
}

/** The same author within five minutes: one group of bubbles. */
function follows(before: MessageView | undefined, message: MessageView): boolean {
  if (!before || before.direction !== message.direction || before.author.name !== message.author.name)
    return false
  return new Date(message.sentAt).getTime() - new Date(before.sentAt).getTime() < 5 * 60_000
}

function DayLine({ at }: { at: string }) {
  const format = useFormat()
  return (
    <div className={classes.day}>
      <span>{format.dayLine(at)}</span>
    </div>
  )
}

/** An outage after which nothing came yet. */
function LastGap({ conversation, last }: { conversation: ConversationView; last: MessageView | undefined }) {
  const gap = conversation.gaps.find((each) => !last || each.to > last.sentAt)
  return gap ? <GapLine gap={gap} /> : null
}

/** We were away for longer than the messenger keeps messages, or could not read them. */
export function GapLine({ gap }: { gap: Gap }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className={classes.unread} role="note">
      <span>
        {t(gap.keptHours === undefined ? 'thread.gapUnread' : 'thread.gap', {
          from: format.moment(gap.from),
          to: format.moment(gap.to),
          hours: gap.keptHours,
        })}
      </span>
    </div>
  )
}

function UnreadLine() {
  const { t } = useTranslation()
  return (
    <div className={classes.unread}>
      <span>{t('thread.unreadLine')}</span>
    </div>
  )
}

export function Waiting() {
  const { t } = useTranslation()
  return (
    <div className={classes.waiting} role="status" aria-busy="true" aria-label={t('app.loading')}>
      <Skeleton h={52} w="45%" radius="lg" />
      <Skeleton h={70} w="55%" radius="lg" ml="auto" />
      <Skeleton h={40} w="35%" radius="lg" />
      <Loader size="xs" className={classes.loader} />
    </div>
  )
}
