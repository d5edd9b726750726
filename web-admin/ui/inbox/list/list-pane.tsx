import { Skeleton, Title } from '@mantine/core'
import { IconInbox, IconSearchOff } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMinute } from '../../format/use-now'
import { Failure } from '../../parts/failure'
import { Nothing } from '../../parts/nothing'
import type { useConversationList } from '../conversations'
import { type InboxFilter, isNarrowed } from '../inbox-filter'
import { ConversationRow } from './conversation-row'
import { FoundKinds, FoundMessages } from './found-messages'
import { ListFilters } from './list-filters'
import classes from './list-pane.module.css'
import { MentionList } from './mention-list'
import { useRowKeys } from './use-row-keys'

const rowHeight = 84

interface ListPaneProps {
  filter: InboxFilter
  list: ReturnType<typeof useConversationList>
  pickedId: string | undefined
}

export function ListPane({ filter, list, pickedId }: ListPaneProps) {
  const { t } = useTranslation()
  const [chosen, setKind] = useState<'talks' | 'messages' | null>(null)
  // Nobody is called so: then it is something that was said.
  const kind = chosen ?? (list.rows.length === 0 && !list.isPending ? 'messages' : 'talks')
  return (
    <section className={classes.pane} aria-label={t('inbox.list')}>
      <Title order={1} className={classes.title}>
        {t('rooms.inbox')}
      </Title>
      <ListFilters filter={filter} />
      {filter.q ? <FoundKinds value={kind} onChange={setKind} /> : null}
      {filter.q && kind === 'messages' ? (
        <FoundMessages filter={filter} />
      ) : filter.only === 'mentions' && !filter.q ? (
        <MentionList filter={filter} />
      ) : list.error && list.rows.length === 0 ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} compact />
      ) : list.isPending ? (
        <Waiting />
      ) : list.rows.length === 0 ? (
        <Empty filter={filter} />
      ) : (
        <Rows list={list} filter={filter} pickedId={pickedId} />
      )}
    </section>
  )
}

/** Only the rows in view are in the page, whatever the length of the list. */
function Rows({ list, filter, pickedId }: ListPaneProps) {
  const { t } = useTranslation()
  useMinute()
  const box = useRef<HTMLDivElement>(null)
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const virtual = useVirtualizer({
    count: rows.length + (hasNextPage ? 1 : 0),
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (index) => rows[index]?.id ?? 'more',
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - 1 && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  const picked = rows.findIndex((row) => row.id === pickedId)
  const { onKeyDown, follow } = useRowKeys({ box, virtual, ids: rows.map((row) => row.id), picked })
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new choice scrolls, not each new message.
  useEffect(() => {
    if (picked >= 0) virtual.scrollToIndex(picked, { align: 'auto' })
    follow()
  }, [pickedId])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows are links of their own; arrows only go between them.
    <div ref={box} className={classes.scroll} onKeyDown={onKeyDown}>
      <ul className={classes.rows} aria-label={t('inbox.list')} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          return (
            <li
              key={item.key}
              className={classes.item}
              style={{ transform: `translateY(${item.start}px)` }}
              aria-posinset={item.index + 1}
              aria-setsize={hasNextPage ? -1 : rows.length}
            >
              {row ? <ConversationRow row={row} filter={filter} /> : <Skeleton h={64} m={10} radius="md" />}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function Waiting() {
  const { t } = useTranslation()
  return (
    <div className={classes.waiting} role="status" aria-busy="true" aria-label={t('app.loading')}>
      {[0, 1, 2, 3, 4, 5].map((each) => (
        <div key={each} className={classes.ghost}>
          <Skeleton circle h={40} />
          <div>
            <Skeleton h={13} w="55%" mb={9} />
            <Skeleton h={11} w="90%" />
          </div>
        </div>
      ))}
    </div>
  )
}

function Empty({ filter }: { filter: InboxFilter }) {
  const { t } = useTranslation()
  if (filter.assignee === 'me' && !filter.q && !filter.status && !filter.channel) {
    return (
      <Nothing
        icon={IconInbox}
        title={t('inbox.emptyMineTitle')}
        advice={t('inbox.emptyMineAdvice')}
        compact
      />
    )
  }
  if (isNarrowed(filter)) {
    return (
      <Nothing
        icon={IconSearchOff}
        title={t('inbox.emptyFilterTitle')}
        advice={t('inbox.emptyFilterAdvice')}
        compact
      />
    )
  }
  return <Nothing icon={IconInbox} title={t('inbox.emptyTitle')} advice={t('inbox.emptyAdvice')} compact />
}
