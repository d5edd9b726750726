import { ActionIcon, Menu, SegmentedControl, Select } from '@mantine/core'
import { IconCheck, IconFilter, IconFilterFilled } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationCounts } from '../../../api/contract'
import { useLabels } from '../../api/reference'
import { useAccountNames, useSession } from '../../api/session'
import { ChannelIcon } from '../../parts/channel-icon'
import { LabelChip } from '../../parts/label-chip'
import { SearchField } from '../../parts/search-field'
import { useConversationCounts } from '../conversations'
import { type InboxFilter, inboxChannels, inboxOnly, inboxStatuses } from '../inbox-filter'
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
        <FilterMenu filter={filter} onChange={change} />
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
        value={filter.only ?? filter.status ?? 'active'}
        onChange={(value) =>
          change({
            only: inboxOnly.find((each) => each === value),
            status: inboxStatuses.find(
              (each) => each === value && each !== 'active',
            ) as InboxFilter['status'],
          })
        }
        data={[...inboxStatuses, ...inboxOnly].map((value) => ({
          value,
          label: withCount(t(`inbox.status.${value}`), countOf(value, counts)),
        }))}
      />
    </search>
  )
}

type Counted = (typeof whose)[number] | (typeof inboxStatuses)[number] | (typeof inboxOnly)[number]

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
    case 'unread':
    case 'mentions':
      return counts[what]
    default:
      return 0
  }
}

const withCount = (label: string, count: number) => (count > 0 ? `${label} · ${count}` : label)

function FilterMenu({ filter, onChange }: { filter: InboxFilter; onChange: (part: InboxFilter) => void }) {
  const { t } = useTranslation()
  const labels = useLabels()
  const accounts = useSession().channels
  const accountName = useAccountNames()
  const channelName = filter.channel ? t(`channels.${filter.channel}`) : null
  const name = [filter.account ? accountName(filter.account) : channelName, filter.label]
    .filter(Boolean)
    .join(', ')
  const narrowed = name !== ''
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon
          size={36}
          variant={narrowed ? 'light' : 'subtle'}
          color={narrowed ? 'pine' : 'gray'}
          aria-label={t('inbox.channelFilter', { name: name || t('inbox.anyChannel') })}
        >
          {narrowed ? <IconFilterFilled size={17} /> : <IconFilter size={17} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        <Menu.Item onClick={() => onChange({ channel: undefined, account: undefined })}>
          {t('inbox.anyChannel')}
        </Menu.Item>
        {inboxChannels.map((channel) => {
          const own = accounts.filter(({ kind }) => kind === channel)
          return (
            <Fragment key={channel}>
              <Menu.Item
                leftSection={<ChannelIcon channel={channel} />}
                rightSection={filter.channel === channel && !filter.account ? <IconCheck size={15} /> : null}
                onClick={() => onChange({ channel, account: undefined })}
              >
                {t(`channels.${channel}`)}
              </Menu.Item>
              {own.length < 2
                ? null
                : own.map(({ accountId, name: accountLabel }) => (
                    <Menu.Item
                      key={accountId}
                      pl={40}
                      rightSection={filter.account === accountId ? <IconCheck size={15} /> : null}
                      onClick={() => onChange({ channel, account: accountId })}
                    >
                      {accountLabel}
                    </Menu.Item>
                  ))}
            </Fragment>
          )
        })}
        {labels.length > 0 ? (
          <>
            <Menu.Label>{t('card.labels')}</Menu.Label>
            <Menu.Item onClick={() => onChange({ label: undefined })}>{t('inbox.anyLabel')}</Menu.Item>
            {labels.map((label) => (
              <Menu.Item
                key={label.id}
                rightSection={filter.label === label.name ? <IconCheck size={15} /> : null}
                onClick={() => onChange({ label: label.name })}
              >
                <LabelChip name={label.name} />
              </Menu.Item>
            ))}
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
