import { Button, SegmentedControl, Skeleton, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconSun } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ActivityView } from '../../api/contract'
import { useMay } from '../api/session'
import { useZone } from '../format/use-format'
import { useMinute } from '../format/use-now'
import { dayOf } from '../format/zone'
import { Failure } from '../parts/failure'
import { Nothing } from '../parts/nothing'
import { Page } from '../parts/page'
import { useActivities } from './activities'
import { ActivityRow } from './activity-row'
import { Calendar } from './calendar'
import { NewActivity } from './new-activity'
import type { TaskFilter } from './task-filter'
import classes from './tasks-page.module.css'

export function TasksPage() {
  const { t } = useTranslation()
  const filter = useSearch({ from: '/tasks' })
  const navigate = useNavigate()
  const mayPlan = useMay('activity.plan')
  const [adding, { open, close }] = useDisclosure(false)
  const change = (part: TaskFilter) =>
    void navigate({ to: '/tasks', search: { ...filter, ...part }, replace: true })
  const zone = useZone()
  const done = filter.show === 'done'
  const { view } = filter
  const list = useActivities({ staff: filter.staff ?? 'me', status: done ? 'completed' : 'planned' })
  return (
    <Page
      title={t('tasks.title')}
      narrow={view === undefined}
      actions={
        mayPlan ? (
          <Button leftSection={<IconPlus size={17} />} onClick={open}>
            {t('tasks.new')}
          </Button>
        ) : null
      }
      filters={
        <>
          <SegmentedControl
            size="sm"
            aria-label={t('tasks.view')}
            value={view ?? 'list'}
            onChange={(value) =>
              change({ view: value === 'day' || value === 'week' ? value : undefined, show: undefined })
            }
            data={[
              { value: 'list', label: t('tasks.list') },
              { value: 'day', label: t('tasks.day') },
              { value: 'week', label: t('tasks.week') },
            ]}
          />
          {view ? null : (
            <SegmentedControl
              size="sm"
              aria-label={t('common.status')}
              value={filter.show ?? 'planned'}
              onChange={(value) => change({ show: value === 'done' ? 'done' : undefined })}
              data={[
                { value: 'planned', label: t('tasks.planned') },
                { value: 'done', label: t('tasks.done') },
              ]}
            />
          )}
          <SegmentedControl
            size="sm"
            aria-label={t('tasks.whose')}
            value={filter.staff ?? 'me'}
            onChange={(value) => change({ staff: value === 'all' ? 'all' : undefined })}
            data={[
              { value: 'me', label: t('tasks.mine') },
              { value: 'all', label: t('tasks.team') },
            ]}
          />
        </>
      }
    >
      {view ? (
        <Calendar
          view={view}
          date={filter.date ?? dayOf(new Date(), zone)}
          staff={filter.staff ?? 'me'}
          onDate={(date) => change({ date })}
          onDay={(date) => change({ date, view: 'day' })}
        />
      ) : list.error && list.rows.length === 0 ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Stack aria-busy="true">
          <Skeleton h={62} radius="lg" />
          <Skeleton h={62} radius="lg" />
          <Skeleton h={62} radius="lg" />
        </Stack>
      ) : list.rows.length === 0 ? (
        <Nothing
          icon={IconSun}
          title={done ? t('tasks.done') : t('tasks.emptyTitle')}
          advice={done ? t('tasks.emptyDone') : t('tasks.emptyAdvice')}
        />
      ) : done ? (
        <Group title={t('tasks.done')} rows={list.rows} />
      ) : (
        <Planned rows={list.rows} />
      )}
      {!view && list.hasNextPage ? (
        <Button
          variant="subtle"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
          mt="md"
        >
          {t('tasks.more')}
        </Button>
      ) : null}
      <NewActivity opened={adding} onClose={close} />
    </Page>
  )
}

/** What is late, what is for today, what comes. */
function Planned({ rows }: { rows: readonly ActivityView[] }) {
  const { t } = useTranslation()
  const zone = useZone()
  useMinute()
  const now = new Date()
  const today = dayOf(now, zone)
  const dayOfRow = (row: ActivityView) => dayOf(new Date(row.dueAt), zone)
  const late = (row: ActivityView) => (row.hasTime ? new Date(row.dueAt) < now : dayOfRow(row) < today)
  const overdue = rows.filter(late)
  const forToday = rows.filter((row) => !late(row) && dayOfRow(row) === today)
  const upcoming = rows.filter((row) => !late(row) && dayOfRow(row) > today)
  return (
    <>
      <Group title={t('tasks.overdue')} rows={overdue} alarm />
      <Group title={t('tasks.today')} rows={forToday} />
      <Group title={t('tasks.upcoming')} rows={upcoming} />
    </>
  )
}

function Group({
  title,
  rows,
  alarm = false,
}: {
  title: string
  rows: readonly ActivityView[]
  alarm?: boolean
}) {
  if (rows.length === 0) return null
  return (
    <section className={classes.group} aria-label={title}>
      <h2 className={classes.title} data-alarm={alarm || undefined}>
        {title} <span className="ot-num">{rows.length}</span>
      </h2>
      {rows.map((row) => (
        <ActivityRow key={row.id} activity={row} />
      ))}
    </section>
  )
}
