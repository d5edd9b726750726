import { ActionIcon, Button, Drawer } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActivityView } from '../../api/contract'
import { useSession } from '../api/session'
import { useFormat, useZone } from '../format/use-format'
import { useMinute } from '../format/use-now'
import { dayOf, instantOf, shiftDay, wallTime, weekdayOf } from '../format/zone'
import { useActivities } from './activities'
import { ActivityRow } from './activity-row'
import { activitySigns } from './activity-signs'
import classes from './calendar.module.css'

interface CalendarProps {
  view: 'day' | 'week'
  /** A day of it, `YYYY-MM-DD` by the company's calendar. */
  date: string
  staff: 'me' | 'all'
  onDate: (date: string) => void
  onDay: (date: string) => void
}

/** What is planned and what was done, on a day or through a week of the company's calendar. */
export function Calendar({ view, date, staff, onDate, onDay }: CalendarProps) {
  const { t } = useTranslation()
  const zone = useZone()
  const format = useFormat()
  useMinute()
  const [opened, setOpened] = useState<string | null>(null)
  const first = view === 'day' ? date : shiftDay(date, 1 - weekdayOf(date))
  const length = view === 'day' ? 1 : 7
  const days = Array.from({ length }, (_, index) => shiftDay(first, index))
  const list = useActivities({
    staff,
    from: instantOf(first, zone).toISOString(),
    to: instantOf(shiftDay(first, length), zone).toISOString(),
  })
  const rows = list.rows.filter((row) => row.status !== 'cancelled')
  const of = (day: string) => rows.filter((row) => dayOf(new Date(row.dueAt), zone) === day)
  const step = view === 'day' ? 1 : 7
  const today = dayOf(new Date(), zone)
  const shown = rows.find((row) => row.id === opened)
  return (
    <section aria-label={t('tasks.calendar')} aria-busy={list.isPending || undefined}>
      <div className={classes.bar}>
        <ActionIcon aria-label={t('tasks.earlier')} onClick={() => onDate(shiftDay(first, -step))}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <ActionIcon aria-label={t('tasks.later')} onClick={() => onDate(shiftDay(first, step))}>
          <IconChevronRight size={18} />
        </ActionIcon>
        <h2>
          {view === 'day'
            ? format.dayLine(instantOf(`${first} 12:00`, zone).toISOString())
            : `${format.day(instantOf(`${first} 12:00`, zone).toISOString())} – ${format.day(instantOf(`${shiftDay(first, 6)} 12:00`, zone).toISOString())}`}
        </h2>
        {date === today ? null : (
          <Button size="compact-sm" variant="default" onClick={() => onDate(today)}>
            {t('tasks.today')}
          </Button>
        )}
      </div>
      {view === 'week' ? (
        <ol className={classes.week}>
          {days.map((day) => (
            <li
              key={day}
              className={classes.day}
              data-today={day === today || undefined}
              data-off={weekdayOf(day) > 5 || undefined}
              data-empty={of(day).length === 0 || undefined}
            >
              <h3 className={classes.name}>
                <button type="button" onClick={() => onDay(day)}>
                  {t(`tasks.weekdays.${weekdays[weekdayOf(day) - 1] ?? 'mon'}`)} {Number(day.slice(8))}
                </button>
                {of(day).length > 0 ? <span className="ot-num">{of(day).length}</span> : null}
              </h3>
              {of(day).map((row) => (
                <Event key={row.id} row={row} onOpen={setOpened} />
              ))}
            </li>
          ))}
        </ol>
      ) : (
        <Hours rows={of(first)} zone={zone} onOpen={setOpened} />
      )}
      <Drawer
        opened={shown !== undefined}
        onClose={() => setOpened(null)}
        position="right"
        size={460}
        title={t('tasks.one')}
      >
        {shown ? <ActivityRow activity={shown} /> : null}
      </Drawer>
    </section>
  )
}

function Event({ row, onOpen }: { row: ActivityView; onOpen: (id: string) => void }) {
  const { t } = useTranslation()
  const { me } = useSession()
  const format = useFormat()
  const Sign = activitySigns[row.kind]
  const late = row.status === 'planned' && row.hasTime && new Date(row.dueAt) < new Date()
  return (
    <button
      type="button"
      className={classes.event}
      data-late={late || undefined}
      data-done={row.status === 'completed' || undefined}
      onClick={() => onOpen(row.id)}
    >
      <span className={classes.time}>
        <Sign size={13} stroke={2} aria-hidden="true" style={{ verticalAlign: -2 }} />{' '}
        {row.hasTime ? format.time(row.dueAt) : t('tasks.anyTime')}
      </span>
      {row.title}
      <span className={classes.who}>
        {[row.client?.name, row.staff.id === me.id ? null : row.staff.name].filter(Boolean).join(' · ')}
      </span>
    </button>
  )
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** The hours somebody works, stretched to what is planned outside of them. */
const workday = { from: 9, to: 19 }

function Hours({
  rows,
  zone,
  onOpen,
}: {
  rows: readonly ActivityView[]
  zone: string
  onOpen: (id: string) => void
}) {
  const { t } = useTranslation()
  const hourOf = (row: ActivityView) => wallTime(new Date(row.dueAt), zone).hour
  const timed = rows.filter((row) => row.hasTime)
  const from = Math.min(workday.from, ...timed.map(hourOf))
  const to = Math.max(workday.to, ...timed.map((row) => hourOf(row) + 1))
  const anyTime = rows.filter((row) => !row.hasTime)
  return (
    <ol className={classes.hours}>
      {anyTime.length > 0 ? (
        <li className={classes.hour}>
          <span className={classes.hourName}>{t('tasks.anyTime')}</span>
          <div>
            {anyTime.map((row) => (
              <Event key={row.id} row={row} onOpen={onOpen} />
            ))}
          </div>
        </li>
      ) : null}
      {Array.from({ length: to - from }, (_, index) => from + index).map((hour) => (
        <li key={hour} className={classes.hour}>
          <span className={classes.hourName}>{String(hour).padStart(2, '0')}:00</span>
          <div>
            {timed
              .filter((row) => hourOf(row) === hour)
              .map((row) => (
                <Event key={row.id} row={row} onOpen={onOpen} />
              ))}
          </div>
        </li>
      ))}
    </ol>
  )
}
