import { Skeleton, Stack } from '@mantine/core'
import { IconAt } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { MentionView } from '../../../api/contract'
import { keys } from '../../api/keys'
import { usePages } from '../../api/pages'
import { useFormat } from '../../format/use-format'
import { Failure } from '../../parts/failure'
import { MoreRows } from '../../parts/more-rows'
import { Nothing } from '../../parts/nothing'
import type { InboxFilter } from '../inbox-filter'
import classes from './found.module.css'

/** Notes in which colleagues called me by name, the newest first. */
export function MentionList({ filter }: { filter: InboxFilter }) {
  const { t } = useTranslation()
  const format = useFormat()
  const list = usePages<MentionView>(keys.mentions, '/mentions', {}, { limit: 40 })
  if (list.error && list.rows.length === 0)
    return <Failure error={list.error} onRetry={() => void list.refetch()} compact />
  if (list.isPending) {
    return (
      <Stack p="md" role="status" aria-busy="true" aria-label={t('app.loading')}>
        <Skeleton h={52} />
        <Skeleton h={52} />
      </Stack>
    )
  }
  if (list.rows.length === 0)
    return <Nothing icon={IconAt} title={t('mentions.none')} advice={t('mentions.noneAdvice')} compact />
  return (
    <div className={classes.scroll}>
      <ul className={classes.rows} aria-label={t('mentions.title')}>
        {list.rows.map((mention) => (
          <li key={mention.id}>
            <Link
              to="/inbox/$conversationId"
              params={{ conversationId: mention.conversation.id }}
              search={{ ...filter, at: mention.seq ?? undefined }}
              className={classes.row}
              activeProps={{ 'data-picked': true }}
              data-unseen={mention.seen ? undefined : true}
              preload={false}
            >
              <span className={classes.line}>
                <span className={classes.title}>{mention.conversation.title || t('inbox.noName')}</span>
                <time className={classes.time} dateTime={mention.at} title={format.full(mention.at)}>
                  {format.brief(mention.at)}
                </time>
              </span>
              <span className={classes.words}>
                {mention.byName}: {mention.preview}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <MoreRows list={list} />
    </div>
  )
}
