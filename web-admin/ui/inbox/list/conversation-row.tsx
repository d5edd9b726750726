import { Text } from '@mantine/core'
import { IconAlertTriangle, IconBan, IconBellOff, IconClockPause, IconRobot } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ConversationRow as Row } from '../../../api/contract'
import { useAccountToTell } from '../../api/session'
import { useFormat } from '../../format/use-format'
import { CountBadge } from '../../parts/count-badge'
import { LabelChip } from '../../parts/label-chip'
import { PersonAvatar } from '../../parts/person-avatar'
import { previewTypes } from '../content/preview-types'
import { useDraft } from '../drafts'
import { type InboxFilter, listOnly } from '../inbox-filter'
import classes from './conversation-row.module.css'

export function ConversationRow({ row, filter }: { row: Row; filter: InboxFilter }) {
  const { t } = useTranslation()
  const format = useFormat()
  const unread = row.unreadCount > 0 && !row.muted
  const title = row.title || t('inbox.noName')
  return (
    <Link
      to="/inbox/$conversationId"
      params={{ conversationId: row.id }}
      search={listOnly(filter)}
      className={classes.row}
      data-row={row.id}
      activeProps={{ 'data-picked': true }}
      data-unread={unread || undefined}
      preload={false}
    >
      <PersonAvatar name={title} channel={row.channel} />
      <span className={classes.body}>
        <span className={classes.line}>
          <span className={classes.title}>{title}</span>
          <time className={classes.time} dateTime={row.lastMessageAt} title={format.full(row.lastMessageAt)}>
            {format.brief(row.lastMessageAt)}
          </time>
        </span>
        <span className={classes.line}>
          <Preview row={row} />
          <CountBadge
            count={row.muted ? 0 : row.unreadCount}
            label={t('inbox.unread', { count: row.unreadCount })}
          />
        </span>
        <Marks row={row} />
      </span>
    </Link>
  )
}

function Preview({ row }: { row: Row }) {
  const { t } = useTranslation()
  const draft = useDraft(row.id)
  const { conversationId } = useParams({ strict: false })
  if (draft.trim() !== '' && conversationId !== row.id)
    return (
      <span className={classes.preview}>
        <span className={classes.draft}>{t('inbox.draft')}</span> {draft}
      </span>
    )
  const type = previewTypes.find((each) => each === row.lastMessage.type) ?? 'unsupported'
  const words = row.lastMessage.preview || t(`preview.${type}`)
  return (
    <span className={classes.preview}>
      {row.lastMessage.direction === 'out' ? t('inbox.weSaid', { text: words }) : words}
    </span>
  )
}

/** The third line: what is special about this conversation. */
function Marks({ row }: { row: Row }) {
  const { t } = useTranslation()
  const format = useFormat()
  const account = useAccountToTell(row)
  return (
    <span className={classes.marks}>
      {account ? <span className={classes.account}>{account}</span> : null}
      {row.assignee ? <span className={classes.assignee}>{row.assignee.name}</span> : null}
      {row.dialogRuns ? (
        <span className={classes.mark}>
          <IconRobot size={13} aria-hidden="true" /> {t('inbox.dialogRuns')}
        </span>
      ) : null}
      {row.status === 'snoozed' && row.snoozedUntil ? (
        <span className={classes.mark}>
          <IconClockPause size={13} aria-hidden="true" /> {format.moment(row.snoozedUntil)}
        </span>
      ) : null}
      {!row.dialogRuns && row.waitingSince && row.status === 'open' ? (
        <span className={classes.waits}>{t('inbox.waits', { time: format.since(row.waitingSince) })}</span>
      ) : null}
      {row.status === 'closed' ? <span>{t('inbox.state.closed')}</span> : null}
      {row.reachable ? null : (
        <Text span c="ember" className={classes.mark} title={t('inbox.unreachable')}>
          <IconAlertTriangle size={13} aria-hidden="true" />
          <span className="ot-said">{t('inbox.unreachable')}</span>
        </Text>
      )}
      {row.blocked ? (
        <span className={classes.mark}>
          <IconBan size={13} aria-hidden="true" /> {t(`inbox.blocked.${row.blocked}`)}
        </span>
      ) : null}
      {row.muted ? (
        <span className={classes.mark} title={t('inbox.muted')}>
          <IconBellOff size={13} aria-hidden="true" />
          <span className="ot-said">{t('inbox.muted')}</span>
        </span>
      ) : null}
      {row.labels.slice(0, 2).map((label) => (
        <LabelChip key={label} name={label} />
      ))}
    </span>
  )
}
