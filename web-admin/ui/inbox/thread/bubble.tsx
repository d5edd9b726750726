import { ActionIcon } from '@mantine/core'
import { IconArrowBackUp, IconNote, IconPencil, IconRobot } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageView } from '../../../api/contract'
import { useFormat } from '../../format/use-format'
import { ContentView } from '../content/content-view'
import { summaryOf } from '../content/summary'
import classes from './bubble.module.css'
import { DeliveryMark, DeliveryTrouble } from './delivery-mark'

interface BubbleProps {
  message: MessageView
  /** The message it answers, where it is loaded. */
  answered: MessageView | undefined
  /** Same author as above, close in time: no name again. */
  follows: boolean
  onAnswer: ((message: MessageView) => void) | null
}

/** One message. Memoised: a thread of hundreds redraws only what changed. */
export const Bubble = memo(function Bubble({ message, answered, follows, onAnswer }: BubbleProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { direction, author } = message
  const bot = author.kind === 'bot' || author.kind === 'system'
  return (
    <article
      className={classes.row}
      data-direction={direction}
      data-follows={follows || undefined}
      aria-label={`${author.name}, ${format.moment(message.sentAt)}`}
    >
      <div className={classes.bubble} data-bot={bot || undefined}>
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
        <ContentView content={message.content} />
        {message.reactions.length > 0 ? (
          <div className={classes.reactions} aria-label={t('thread.reactions')}>
            {[...new Set(message.reactions)].map((emoji) => (
              <span key={emoji}>{emoji}</span>
            ))}
          </div>
        ) : null}
        <div className={classes.foot}>
          {message.editedAt ? (
            <span title={format.full(message.editedAt)}>
              <IconPencil size={12} aria-hidden="true" /> {t('thread.edited')}
            </span>
          ) : null}
          <time dateTime={message.sentAt} title={format.full(message.sentAt)}>
            {format.time(message.sentAt)}
          </time>
          {message.delivery ? <DeliveryMark delivery={message.delivery} /> : null}
        </div>
        <DeliveryTrouble message={message} />
      </div>
      {onAnswer && direction !== 'note' ? (
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
    </article>
  )
})
