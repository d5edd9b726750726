import { ActionIcon, Button, Text, Title, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconBellOff, IconCheck, IconId, IconRotate } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../../api/contract'
import { useAccountToTell, useSession } from '../../api/session'
import { useFormat } from '../../format/use-format'
import { ChannelIcon } from '../../parts/channel-icon'
import type { ConversationActions } from '../use-actions'
import { AssignMenu } from './assign-menu'
import { MoreMenu } from './more-menu'
import { SnoozeMenu } from './snooze-menu'
import classes from './thread-header.module.css'

interface ThreadHeaderProps {
  conversation: ConversationView
  actions: ConversationActions
  onBack: (() => void) | null
  onCard: (() => void) | null
}

export function ThreadHeader({ conversation, actions, onBack, onCard }: ThreadHeaderProps) {
  const { t } = useTranslation()
  const { me, may } = useSession()
  const closed = conversation.status === 'closed'
  const mine = conversation.assignee?.id === me.id
  return (
    <header className={classes.header}>
      {onBack ? (
        <ActionIcon onClick={onBack} aria-label={t('thread.backToList')}>
          <IconArrowLeft size={20} />
        </ActionIcon>
      ) : null}
      <Who conversation={conversation} onCard={onCard} />
      <div className={classes.actions}>
        {may.includes('conversation.assign') && !mine && !conversation.dialog && !conversation.blocked ? (
          <Button size="compact-md" variant="light" onClick={actions.take} className={classes.wideOnly}>
            {t('thread.take')}
          </Button>
        ) : null}
        {may.includes('conversation.assign') ? (
          <AssignMenu conversation={conversation} onAssign={actions.assign} />
        ) : null}
        {may.includes('conversation.snooze') && !closed && !conversation.blocked ? (
          <span className={classes.wideOnly}>
            <SnoozeMenu onSnooze={actions.snooze} />
          </span>
        ) : null}
        {may.includes('conversation.close') && !conversation.blocked ? (
          <Tooltip label={closed ? t('thread.reopen') : `${t('thread.close')} (E)`}>
            <ActionIcon
              variant={closed ? 'light' : 'subtle'}
              color={closed ? 'pine' : 'gray'}
              aria-label={closed ? t('thread.reopen') : t('thread.close')}
              onClick={closed ? actions.reopen : actions.close}
            >
              {closed ? <IconRotate size={19} /> : <IconCheck size={20} />}
            </ActionIcon>
          </Tooltip>
        ) : null}
        {onCard ? (
          <Tooltip label={t('thread.clientCard')}>
            <ActionIcon aria-label={t('thread.clientCard')} onClick={onCard}>
              <IconId size={20} />
            </ActionIcon>
          </Tooltip>
        ) : null}
        <MoreMenu conversation={conversation} actions={actions} />
      </div>
    </header>
  )
}

function Who({ conversation, onCard }: Pick<ThreadHeaderProps, 'conversation' | 'onCard'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const account = useAccountToTell(conversation)
  const state =
    conversation.status === 'snoozed' && conversation.snoozedUntil
      ? t('thread.snoozed', { time: format.moment(conversation.snoozedUntil) })
      : t(`inbox.state.${conversation.status}`)
  const name = conversation.title || t('inbox.noName')
  return (
    <div className={classes.who}>
      <Title order={2} className={classes.name}>
        {onCard ? (
          <button type="button" className={classes.nameButton} onClick={onCard}>
            {name}
          </button>
        ) : (
          name
        )}
      </Title>
      <Text className={classes.under}>
        <ChannelIcon channel={conversation.channel} size={14} />
        {account ? <span className={classes.account}>{account} ·</span> : null}
        <span>{conversation.blocked ? t(`inbox.blocked.${conversation.blocked}`) : state}</span>
        {conversation.muted ? <IconBellOff size={13} aria-label={t('inbox.muted')} /> : null}
        {conversation.assignee ? (
          <span className={classes.assignee}>· {conversation.assignee.name}</span>
        ) : null}
      </Text>
    </div>
  )
}
