import { Button, Chip, SegmentedControl, Select } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconBriefcase, IconPlus, IconSearchOff } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePipelines, useStaff } from '../api/reference'
import { useMay, useSession } from '../api/session'
import { Failure } from '../parts/failure'
import { Nothing } from '../parts/nothing'
import { Page } from '../parts/page'
import { SearchField } from '../parts/search-field'
import { toastError } from '../parts/toast'
import { Board } from './board'
import type { BoardFilter } from './board-filter'
import { BoardWaiting } from './board-waiting'
import { DealDrawer } from './deal-drawer'
import { moreOfColumn, useBoard } from './deals'
import { nameOf, usePipeline } from './pipeline-names'
import { QuickDeal } from './quick-deal'

export function DealsPage() {
  const { t } = useTranslation()
  const filter = useSearch({ from: '/deals' })
  const navigate = useNavigate()
  const mayCreate = useMay('deal.create')
  const [adding, { open, close }] = useDisclosure(false)
  const change = (part: BoardFilter, replace = true) =>
    void navigate({ to: '/deals', search: { ...filter, ...part }, replace })
  const pipeline = usePipeline(filter.pipeline)
  // What is typed is asked of the server when the fingers rest: the whole base is searched, not the cards on the screen.
  const [q] = useDebouncedValue(filter.q, 250)
  const query = {
    pipeline: filter.pipeline,
    owner: filter.owner,
    q: q || undefined,
    priority: filter.priority,
    due: filter.due,
  }
  const board = useBoard(query)
  const shown = board.data
  const narrowed = Boolean(filter.q || filter.owner || filter.priority || filter.due)
  const empty = shown?.columns.every((column) => column.items.length === 0)
  return (
    <Page
      title={t('rooms.deals')}
      fill
      actions={
        mayCreate ? (
          <Button leftSection={<IconPlus size={17} />} onClick={open}>
            {t('deal.new')}
          </Button>
        ) : null
      }
      filters={<Filters filter={filter} onChange={change} />}
    >
      {board.error && !board.data ? (
        <Failure error={board.error} onRetry={() => void board.refetch()} />
      ) : !board.data || !shown || !pipeline ? (
        <BoardWaiting />
      ) : empty && narrowed ? (
        <Nothing icon={IconSearchOff} title={t('deal.nothingFound')} advice={t('deal.nothingFoundAdvice')}>
          <Button
            variant="default"
            onClick={() => change({ q: undefined, owner: undefined, priority: undefined, due: undefined })}
          >
            {t('common.resetFilters')}
          </Button>
        </Nothing>
      ) : empty ? (
        <Nothing icon={IconBriefcase} title={t('deal.emptyTitle')} advice={t('deal.emptyAdvice')} />
      ) : (
        <Board
          board={shown}
          pipeline={pipeline}
          onOpen={(deal) => change({ deal }, false)}
          onMore={(stage, cursor) => moreOfColumn(query, shown, stage, cursor).catch(toastError)}
        />
      )}
      <QuickDeal
        opened={adding}
        onClose={close}
        clientId={null}
        companyId={null}
        conversationId={null}
        pipeline={filter.pipeline}
      />
      <DealDrawer dealId={filter.deal} onClose={() => change({ deal: undefined })} />
    </Page>
  )
}

function Filters({ filter, onChange }: { filter: BoardFilter; onChange: (part: BoardFilter) => void }) {
  const { t } = useTranslation()
  const pipelines = usePipelines()
  const present = usePipeline(filter.pipeline)
  return (
    <>
      {pipelines.length > 1 ? (
        <Select
          aria-label={t('deal.pipeline')}
          w={230}
          allowDeselect={false}
          value={present?.key ?? null}
          data={pipelines.map((each) => ({ value: each.key, label: nameOf(each) }))}
          onChange={(value) => onChange({ pipeline: value ?? undefined })}
        />
      ) : null}
      <SearchField
        value={filter.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined })}
        label={t('deal.searchLabel')}
        placeholder={t('deal.search')}
        width={230}
      />
      <OwnerFilter filter={filter} onChange={onChange} />
      <Select
        w={170}
        clearable
        aria-label={t('deal.due')}
        placeholder={t('deal.anyDue')}
        value={filter.due ?? null}
        data={[
          { value: 'overdue', label: t('deal.dueOverdue') },
          { value: 'week', label: t('deal.dueWeek') },
        ]}
        onChange={(value) => onChange({ due: value === 'overdue' || value === 'week' ? value : undefined })}
      />
      <Chip
        size="sm"
        checked={filter.priority === 'high'}
        onChange={(checked) => onChange({ priority: checked ? 'high' : undefined })}
      >
        {t('deal.onlyImportant')}
      </Chip>
    </>
  )
}

function OwnerFilter({ filter, onChange }: { filter: BoardFilter; onChange: (part: BoardFilter) => void }) {
  const { t } = useTranslation()
  const { me } = useSession()
  const others = useStaff().filter((each) => each.active && each.id !== me.id)
  const owner = filter.owner
  return (
    <>
      <SegmentedControl
        size="sm"
        aria-label={t('common.owner')}
        value={owner === undefined || owner === 'me' || owner === 'none' ? (owner ?? 'all') : ''}
        onChange={(value) => onChange({ owner: value === 'all' ? undefined : value })}
        data={[
          { value: 'all', label: t('common.all') },
          { value: 'me', label: t('common.mine') },
          { value: 'none', label: t('common.nobody') },
        ]}
      />
      {others.length > 0 ? (
        <Select
          w={190}
          aria-label={t('common.owner')}
          placeholder={t('common.owner')}
          clearable
          value={owner !== undefined && owner !== 'me' && owner !== 'none' ? owner : null}
          data={others.map((each) => ({ value: each.id, label: each.name }))}
          onChange={(value) => onChange({ owner: value ?? undefined })}
        />
      ) : null}
    </>
  )
}
