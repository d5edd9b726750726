import { ActionIcon, Button, Group } from '@mantine/core'
import { TimePicker } from '@mantine/dates'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './panel.module.css'
import { isSpan, type Span } from './spans'

interface DayHoursProps {
  name: string
  spans: readonly Span[]
  onChange: (spans: Span[]) => void
}

/** The hours of one weekday: none is a day off, two leave a lunch break between. */
export function DayHours({ name, spans, onChange }: DayHoursProps) {
  const { t } = useTranslation()
  const set = (index: number, part: Partial<Span>) =>
    onChange(spans.map((span, at) => (at === index ? { ...span, ...part } : span)))
  return (
    <fieldset className={classes.day}>
      <legend className={classes.dayName}>{name}</legend>
      <div>
        {spans.length === 0 ? <span className={classes.sub}>{t('schedule.dayOff')}</span> : null}
        {spans.map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no identity of their own.
          <Group key={index} gap={6} mb={6} wrap="nowrap">
            <TimePicker
              hoursInputLabel={`${name}: ${t('schedule.from')}, ${t('schedule.hours')}`}
              minutesInputLabel={`${name}: ${t('schedule.from')}, ${t('schedule.minutes')}`}
              value={span.from}
              error={!isSpan(span)}
              onChange={(from) => set(index, { from })}
            />
            <span>–</span>
            <TimePicker
              hoursInputLabel={`${name}: ${t('schedule.to')}, ${t('schedule.hours')}`}
              minutesInputLabel={`${name}: ${t('schedule.to')}, ${t('schedule.minutes')}`}
              value={span.to}
              error={!isSpan(span)}
              onChange={(to) => set(index, { to })}
            />
            <ActionIcon
              size="md"
              aria-label={`${name}: ${t('schedule.removeHours')}`}
              onClick={() => onChange(spans.filter((_, at) => at !== index))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
      </div>
      {spans.length < 4 ? (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          aria-label={`${name}: ${t('schedule.addHours')}`}
          onClick={() =>
            onChange([
              ...spans,
              spans.length === 0 ? { from: '09:00', to: '18:00' } : { from: '14:00', to: '18:00' },
            ])
          }
        >
          {t('schedule.addHours')}
        </Button>
      ) : null}
    </fieldset>
  )
}
