import { ActionIcon, Menu, SegmentedControl, Select } from '@mantine/core'
import { IconFilter, IconFilterFilled } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ConversationCounts } from '../../../api/contract'
import { ChannelIcon } from '../../parts/channel-icon'
import { SearchField } from '../../parts/search-field'
import { useConversationCounts } from '../conversations'
import { type InboxFilter, inboxChannels, inboxStatuses } from '../inbox-filter'
import classes from './list-filters.module.css'

const whose = ['all', 'me', 'none'] as const

export function ListFilters({ filter }: { filter: InboxFilter }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const counts = useConversationCounts()
  const change = (part: InboxFilter) =>
    void navigate({ to: '.', search: (previous) => ({ ...previous, ...part }), replace: true })
  return (
    <search className={classes.filters}>
      <div className={classes.line}>
        <SearchField
          value={filter.q ?? ''}
          onChange={(q) => change({ q: q || undefined })}
          label={t('inbox.searchLabel')}
          placeholder={t('inbox.search')}
        />
        <ChannelMenu filter={filter} onChange={(channel) => change({ channel })} />
      </div>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('inbox.whose')}
        value={filter.assignee ?? 'all'}
        onChange={(value) => change({ assignee: value === 'me' || value === 'none' ? value : undefined })}
        data={whose.map((value) => ({
          value,
          label: withCount(t(`inbox.whoseShort.${value}`), countOf(value, counts)),
        }))}
      />
      <Select
        size="xs"
        variant="unstyled"
        className={classes.status}
        aria-label={t('inbox.show')}
        allowDeselect={false}
        value={filter.status ?? 'active'}
        onChange={(value) =>
          change({
            status: inboxStatuses.find(
              (each) => each === value && each !== 'active',
            ) as InboxFilter['status'],
          })
        }
        data={inboxStatuses.map((value) => ({
          value,
          label: withCount(t(`inbox.status.${value}`), countOf(value, counts)),
        }))}
      />
    </search>
  )
}

type Counted = (typeof whose)[number] | (typeof inboxStatuses)[number]

function countOf(what: Counted, counts: ConversationCounts | undefined): number {
  if (!counts) return 0
  switch (what) {
    case 'me':
      return counts.mine
    case 'none':
      return counts.unassigned
    case 'open':
    case 'waiting':
    case 'snoozed':
      return counts[what]
    default:
      return 0
  }
}

const withCount = (label: string, count: number) => (count > 0 ? `${label} · ${count}` : label)

function ChannelMenu({
  filter,
  onChange,
}: {
  filter: InboxFilter
  onChange: (channel: InboxFilter['channel']) => void
}) {
  const { t } = useTranslation()
  const name = filter.channel ? t(`channels.${filter.channel}`) : t('inbox.anyChannel')
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon
          size={36}
          variant={filter.channel ? 'light' : 'subtle'}
          color={filter.channel ? 'pine' : 'gray'}
          aria-label={t('inbox.channelFilter', { name })}
        >
          {filter.channel ? <IconFilterFilled size={17} /> : <IconFilter size={17} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChange(undefined)}>{t('inbox.anyChannel')}</Menu.Item>
        {inboxChannels.map((channel) => (
          <Menu.Item
            key={channel}
            leftSection={<ChannelIcon channel={channel} />}
            onClick={() => onChange(channel)}
          >
            {t(`channels.${channel}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
