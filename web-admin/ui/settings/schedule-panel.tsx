import { Badge, Button, Skeleton, Stack, Switch } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScheduleView } from '../../api/contract'
import { useMay } from '../api/session'
import { useFormat } from '../format/use-format'
import { Failure } from '../parts/failure'
import { toastDone, toastError } from '../parts/toast'
import { DayHours } from './day-hours'
import { Panel } from './panel'
import { settingCommands, useSchedule } from './settings'
import { isSpan, readSpan, writeSpan } from './spans'
import { useWeekdays } from './weekdays'

/** When people answer; what the autoresponder and the chat on the site go by. */
export function SchedulePanel() {
  const { t } = useTranslation()
  const { data, error, refetch } = useSchedule()
  return (
    <Panel title={t('schedule.title')} lead={t('schedule.lead')}>
      {data ? (
        <Form key={data.version} schedule={data} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} compact />
      ) : (
        <Skeleton h={220} />
      )}
    </Panel>
  )
}

function Form({ schedule }: { schedule: ScheduleView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const may = useMay('schedule.update')
  const weekdays = useWeekdays()
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: {
      hours: schedule.hours.map((day) => day.map(readSpan)),
      productionCalendar: schedule.productionCalendar,
      daysOff: schedule.daysOff,
      workdays: schedule.workdays,
    },
  })
  const { hours } = form.values
  const correct = hours.every((day) => day.every(isSpan))
  const submit = form.onSubmit(async (values) => {
    setBusy(true)
    try {
      await settingCommands.saveSchedule({
        ...values,
        hours: values.hours.map((day) => day.map(writeSpan)),
        expectedVersion: schedule.version,
      })
      form.resetDirty()
      toastDone(t('common.saved'))
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  })
  return (
    <form onSubmit={submit} aria-label={t('schedule.title')}>
      <fieldset disabled={!may} style={{ border: 0, margin: 0, padding: 0 }}>
        <Stack>
          <Badge color={schedule.openNow ? 'pine' : 'gray'} size="lg">
            {schedule.openNow
              ? t('schedule.openNow')
              : schedule.opensAt
                ? t('schedule.opensAt', { time: format.moment(schedule.opensAt) })
                : t('schedule.closed')}
          </Badge>
          <div>
            {weekdays.map((name, index) => (
              <DayHours
                key={name}
                name={name}
                spans={hours[index] ?? []}
                onChange={(spans) =>
                  form.setFieldValue(
                    'hours',
                    hours.map((day, at) => (at === index ? spans : day)),
                  )
                }
              />
            ))}
          </div>
          <Switch
            label={t('schedule.calendar')}
            description={t('schedule.calendarHint')}
            {...form.getInputProps('productionCalendar', { type: 'checkbox' })}
          />
          <DatePickerInput
            type="multiple"
            clearable
            label={t('schedule.daysOff')}
            placeholder={t('schedule.noDays')}
            valueFormat="D MMM YYYY"
            {...form.getInputProps('daysOff')}
          />
          <DatePickerInput
            type="multiple"
            clearable
            label={t('schedule.workdays')}
            placeholder={t('schedule.noDays')}
            valueFormat="D MMM YYYY"
            {...form.getInputProps('workdays')}
          />
          {may ? (
            <Button type="submit" loading={busy} disabled={!form.isDirty() || !correct} w="fit-content">
              {t('schedule.save')}
            </Button>
          ) : null}
        </Stack>
      </fieldset>
    </form>
  )
}
