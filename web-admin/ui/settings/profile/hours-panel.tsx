import { ActionIcon, Button, Group, Stack, Switch, Text } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffView } from '../../../api/contract'
import { useFormat } from '../../format/use-format'
import { DayHours } from '../day-hours'
import { Panel } from '../panel'
import { useSchedule } from '../settings'
import { isSpan, readSpan, type Span, writeSpan } from '../spans'
import { useWeekdays } from '../weekdays'
import { useSaveProfile } from './use-save-profile'

interface Vacation {
  from: string
  to: string
}

/** One's own week instead of the company's, and vacations. */
export function HoursPanel({ me }: { me: StaffView }) {
  const { t } = useTranslation()
  const weekdays = useWeekdays()
  const company = useSchedule().data
  const { save, busy } = useSaveProfile()
  const [hours, setHours] = useState<Span[][] | null>(me.hours?.map((day) => day.map(readSpan)) ?? null)
  const [vacations, setVacations] = useState<Vacation[]>(me.vacations)
  const changed =
    JSON.stringify(hours?.map((day) => day.map(writeSpan)) ?? null) !== JSON.stringify(me.hours) ||
    JSON.stringify(vacations) !== JSON.stringify(me.vacations)
  const correct = hours === null || hours.every((day) => day.every(isSpan))
  const ofCompany = () => (company?.hours ?? []).map((day) => day.map(readSpan))
  return (
    <Panel title={t('profile.hours')} lead={t('profile.hoursLead')}>
      <Stack>
        <Switch
          label={t('profile.ownHours')}
          description={t('profile.ownHoursHint')}
          checked={hours !== null}
          disabled={!company}
          onChange={(event) => setHours(event.currentTarget.checked ? ofCompany() : null)}
        />
        {hours ? (
          <div>
            {weekdays.map((name, index) => (
              <DayHours
                key={name}
                name={name}
                spans={hours[index] ?? []}
                onChange={(spans) => setHours(hours.map((day, at) => (at === index ? spans : day)))}
              />
            ))}
          </div>
        ) : null}
        <Vacations vacations={vacations} onChange={setVacations} />
        <Button
          w="fit-content"
          loading={busy}
          disabled={!changed || !correct}
          onClick={() =>
            void save({
              hours: hours?.map((day) => day.map(writeSpan)) ?? null,
              vacations,
              expectedVersion: me.version,
            })
          }
        >
          {t('common.save')}
        </Button>
      </Stack>
    </Panel>
  )
}

function Vacations({
  vacations,
  onChange,
}: {
  vacations: Vacation[]
  onChange: (vacations: Vacation[]) => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const [range, setRange] = useState<[string | null, string | null]>([null, null])
  const add = ([from, to]: [string | null, string | null]) => {
    if (!from || !to) return setRange([from, to])
    onChange([...vacations, { from, to }].sort((a, b) => a.from.localeCompare(b.from)))
    setRange([null, null])
  }
  // Noon, so that no zone makes another day of it.
  const day = (iso: string) => format.day(`${iso}T12:00:00Z`)
  return (
    <div>
      <Text fw={500} fz="sm">
        {t('profile.vacations')}
      </Text>
      {vacations.length === 0 ? (
        <Text c="dimmed" fz="sm">
          {t('profile.noVacations')}
        </Text>
      ) : null}
      {vacations.map((each) => (
        <Group key={`${each.from} ${each.to}`} gap={6}>
          <Text fz="sm">
            {day(each.from)} – {day(each.to)}
          </Text>
          <ActionIcon
            aria-label={`${t('profile.removePhoto')}: ${day(each.from)}`}
            onClick={() => onChange(vacations.filter((other) => other !== each))}
          >
            <IconX size={15} />
          </ActionIcon>
        </Group>
      ))}
      <DatePickerInput
        type="range"
        mt={6}
        maw={300}
        allowSingleDateInRange
        aria-label={t('profile.addVacation')}
        placeholder={t('profile.addVacation')}
        valueFormat="D MMM YYYY"
        value={range}
        onChange={(value) => add(value)}
      />
    </div>
  )
}
