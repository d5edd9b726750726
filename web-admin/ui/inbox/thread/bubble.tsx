import { ActionIcon } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp, IconNote, IconRobot } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageView } from '../../../api/contract'
import { useFormat } from '../../format/use-format'
import { ContentView } from '../content/content-view'
import { summaryOf } from '../content/summary'
import classes from './bubble.module.css'
import { DeliveryMark, DeliveryTrouble } from './delivery-mark'
import { ChangeLine, EditedMark } from './message-change'
import { MessageMenu, type MessageRights } from './message-menu'

interface BubbleProps {
  message: MessageView
  /** The message it answers, where it is loaded. */
  answered: MessageView | undefined
  /** Same author as above, close in time: no name again. */
  follows: boolean
  onAnswer: ((message: MessageView) => void) | null
  rights: MessageRights
  /** A search or a mention led here. */
  found?: boolean
}

/** One message. Memoised: a thread of hundreds redraws only what changed. */
export const Bubble = memo(function Bubble({
  message,
  answered,
  follows,
  onAnswer,
  rights,
  found = false,
}: BubbleProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { direction, author } = message
  const bot = author.kind === 'bot' || author.kind === 'system'
  return (
    <article
      className={classes.row}
      data-direction={direction}
      data-follows={follows || undefined}
      data-found={found || undefined}
      data-seq={message.seq}
      aria-label={`${author.name}, ${format.moment(message.sentAt)}`}
    >
      <div
        className={classes.bubble}
        data-bot={bot || undefined}
        data-removed={message.removed ? true : undefined}
      >
        {direction === 'in' || (follows && direction !== 'note') ? null : (
          <div className={classes.author}>
            {direction === 'note' ? (
              <IconNote size={14} aria-hidden="true" />
            ) : bot ? (
              <IconRobot size={14} aria-hidden="true" />
            ) : null}
            <span>{direction === 'note' ? `${t('thread.note')} · ${author.name}` : author.name}</span>
          </div>
        )}
        {message.replyToId ? (
          <div className={classes.quote}>
            <span className={classes.quoteAuthor}>{answered?.author.name ?? t('thread.answerTo')}</span>
            <span className={classes.quoteText}>{answered ? summaryOf(answered.content, t) : '…'}</span>
          </div>
        ) : null}
        {message.forwarded ? (
          <div className={classes.forwarded}>
            <IconArrowForwardUp size={14} aria-hidden="true" />
            <span>
              {message.forwarded.from === null
                ? t('thread.forwarded')
                : t('thread.forwardedFrom', { name: message.forwarded.from })}
            </span>
          </div>
        ) : null}
        <ContentView content={message.content} />
        {message.reactions.length > 0 ? (
          <div className={classes.reactions} title={t('thread.reactions')}>
            {[...new Set(message.reactions)].map((emoji) => (
              <span key={emoji}>{emoji}</span>
            ))}
          </div>
        ) : null}
        <div className={classes.foot}>
          <EditedMark message={message} />
          <time dateTime={message.sentAt} title={format.full(message.sentAt)}>
            {format.time(message.sentAt)}
          </time>
          {message.delivery ? <DeliveryMark delivery={message.delivery} /> : null}
        </div>
        {message.removed ? null : <DeliveryTrouble message={message} />}
        <ChangeLine message={message} />
      </div>
      <span className={classes.tools}>
        <MessageMenu message={message} rights={rights} />
        {onAnswer && direction !== 'note' && !message.removed ? (
          <ActionIcon
            className={classes.answer}
            size="md"
            aria-label={t('composer.answer')}
            title={t('composer.answer')}
            onClick={() => onAnswer(message)}
          >
            <IconArrowBackUp size={16} />
          </ActionIcon>
        ) : null}
      </span>
    </article>
  )
})
