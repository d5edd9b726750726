import { Skeleton, Stack, Text } from '@mantine/core'
import {
  IconBriefcase,
  IconCheckbox,
  IconClipboardList,
  IconMessageCircle,
  IconNote,
  IconUserBolt,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { TimelineItem } from '../../api/contract'
import { useMoveNames } from '../deals/pipeline-names'
import { doerName, whyText } from '../format/doer-name'
import { useFormat } from '../format/use-format'
import { summaryOf } from '../inbox/content/summary'
import { inquiryStatusName } from '../inquiries/status-name'
import { Failure } from '../parts/failure'
import { MoreRows } from '../parts/more-rows'
import { useTimeline } from './clients'
import classes from './timeline.module.css'

/** Everything that happened with a client, newest first. */
export function Timeline({ clientId }: { clientId: string }) {
  const { t } = useTranslation()
  const list = useTimeline(clientId)
  return (
    <section aria-label={t('clients.timeline')}>
      {list.error && list.rows.length === 0 ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} compact />
      ) : list.isPending ? (
        <Stack aria-busy="true">
          <Skeleton h={36} />
          <Skeleton h={36} />
        </Stack>
      ) : list.rows.length === 0 ? (
        <Text c="dimmed" fz="sm">
          {t('clients.timelineEmpty')}
        </Text>
      ) : (
        <ol className={classes.list}>
          {list.rows.map((item) => (
            <Line key={item.key} item={item} />
          ))}
        </ol>
      )}
      <MoreRows list={list} />
    </section>
  )
}

const signs = {
  message: IconMessageCircle,
  inquiry: IconClipboardList,
  deal: IconBriefcase,
  activity: IconCheckbox,
  state: IconUserBolt,
}

function Line({ item }: { item: TimelineItem }) {
  const format = useFormat()
  const Sign = item.type === 'message' && item.direction === 'note' ? IconNote : signs[item.type]
  return (
    <li className={classes.line}>
      <span className={classes.sign}>
        <Sign size={15} stroke={1.7} aria-hidden="true" />
      </span>
      <div className={classes.body}>
        <What item={item} />
      </div>
      <time className={classes.time} dateTime={item.at} title={format.full(item.at)}>
        {format.moment(item.at)}
      </time>
    </li>
  )
}

function What({ item }: { item: TimelineItem }) {
  const { t } = useTranslation()
  const moveNames = useMoveNames()
  switch (item.type) {
    case 'message':
      return (
        <>
          <Link
            to="/inbox/$conversationId"
            params={{ conversationId: item.conversationId }}
            search={{}}
            className={classes.author}
          >
            {item.author}
          </Link>{' '}
          {summaryOf(item.content, t)}
        </>
      )
    case 'inquiry':
      return (
        <>
          <Link to="/inquiries" search={{ inquiry: item.inquiryId }} className={classes.link}>
            {t('clients.inquiryMoved', {
              number: item.number,
              status: inquiryStatusName(item.to, t).toLowerCase(),
            })}
          </Link>
          {item.why ? `: ${whyText(item.why, t)}` : ''}{' '}
          <span className={classes.muted}>{doerName(item.by, t)}</span>
        </>
      )
    case 'deal':
      return (
        <>
          <Link to="/deals" search={{ deal: item.dealId, pipeline: item.pipeline }} className={classes.link}>
            {item.from === null
              ? t('clients.dealBegan', { number: item.number, title: item.title })
              : t('clients.dealMoved', {
                  number: item.number,
                  ...moveNames({ ...item, from: item.from }),
                })}
          </Link>
          {item.reason ? `: ${item.reason}` : ''}{' '}
          <span className={classes.muted}>{doerName(item.by, t)}</span>
        </>
      )
    case 'state':
      return (
        <>
          {t(`clients.event.${item.event}` as never)}:{' '}
          {t('clients.stateMoved', {
            from: item.from ? t(`clients.state.${item.from}`) : '',
            to: t(`clients.state.${item.to}`),
          })}
          {item.why ? `. ${item.why}` : ''} <span className={classes.muted}>{doerName(item.by, t)}</span>
        </>
      )
    case 'activity':
      return (
        <>
          {t(`clients.activity.${item.what}`, { title: item.title })}
          {item.result ? (
            <span className={classes.muted}> {t('tasks.result', { text: item.result })}</span>
          ) : null}
        </>
      )
  }
}
