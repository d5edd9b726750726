import { SegmentedControl, Skeleton, Stack } from '@mantine/core'
import { IconSearchOff } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FoundMessageView } from '../../../api/contract'
import { api } from '../../api/client'
import { keys } from '../../api/keys'
import { useFormat } from '../../format/use-format'
import { ChannelIcon } from '../../parts/channel-icon'
import { Failure } from '../../parts/failure'
import { Nothing } from '../../parts/nothing'
import type { InboxFilter } from '../inbox-filter'
import classes from './found.module.css'

type Kind = 'talks' | 'messages'

/** What a search shows: conversations by name, or messages by their words. */
export function FoundKinds({ value, onChange }: { value: Kind; onChange: (kind: Kind) => void }) {
  const { t } = useTranslation()
  return (
    <div className={classes.kinds}>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('inbox.found.kind')}
        value={value}
        onChange={(next) => onChange(next === 'messages' ? 'messages' : 'talks')}
        data={[
          { value: 'talks', label: t('inbox.found.talks') },
          { value: 'messages', label: t('inbox.found.messages') },
        ]}
      />
    </div>
  )
}

/** Messages with the words in any form; a click goes to the message. */
export function FoundMessages({ filter }: { filter: InboxFilter }) {
  const { t } = useTranslation()
  const query = filter.q ?? ''
  const { data, error, refetch } = useQuery({
    queryKey: keys.foundMessages(query),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<FoundMessageView[]> => {
      const path = '/search/messages'
      return (await api.get<{ items: FoundMessageView[] }>(path, { q: query, limit: 50 }, signal)).items
    },
  })
  if (error) return <Failure error={error} onRetry={() => void refetch()} compact />
  if (!data) {
    return (
      <Stack p="md" role="status" aria-busy="true" aria-label={t('app.loading')}>
        <Skeleton h={52} />
        <Skeleton h={52} />
        <Skeleton h={52} />
      </Stack>
    )
  }
  if (data.length === 0) {
    return (
      <Nothing
        icon={IconSearchOff}
        title={t('inbox.emptyFilterTitle')}
        advice={t('inbox.found.nothing')}
        compact
      />
    )
  }
  return (
    <div className={classes.scroll}>
      <ul className={classes.rows} aria-label={t('inbox.found.messages')}>
        {data.map((found) => (
          <li key={found.messageId}>
            <Found found={found} filter={filter} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Found({ found, filter }: { found: FoundMessageView; filter: InboxFilter }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { conversation, direction } = found
  return (
    <Link
      to="/inbox/$conversationId"
      params={{ conversationId: conversation.id }}
      search={{ ...filter, at: found.seq }}
      className={classes.row}
      activeProps={{ 'data-picked': true }}
      preload={false}
    >
      <span className={classes.line}>
        <ChannelIcon channel={conversation.channel} size={15} />
        <span className={classes.title}>{conversation.title || t('inbox.noName')}</span>
        <time className={classes.time} dateTime={found.sentAt} title={format.full(found.sentAt)}>
          {format.brief(found.sentAt)}
        </time>
      </span>
      <span className={classes.words}>
        {direction === 'in' ? null : `${direction === 'note' ? t('thread.note') : found.authorName}: `}
        {found.snippet.map((part, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name.
          part.hit ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
        )}
      </span>
    </Link>
  )
}
