import { Chip, Group, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface WhenFieldProps {
  value: string
  onChange: (value: string) => void
  error?: ReactNode
}

/** A time in words, as one says it; the server reads them by the company's clock. */
export function WhenField({ value, onChange, error }: WhenFieldProps) {
  const { t } = useTranslation()
  const presets = [
    t('reminder.presets.hour'),
    t('reminder.presets.tomorrow'),
    t('reminder.presets.monday'),
    t('reminder.presets.week'),
  ]
  return (
    <div>
      <TextInput
        label={t('reminder.when')}
        description={t('reminder.whenHint')}
        value={value}
        error={error}
        maxLength={200}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Group gap={6} mt={8}>
        {presets.map((preset) => (
          <Chip key={preset} size="xs" checked={value === preset} onChange={() => onChange(preset)}>
            {preset}
          </Chip>
        ))}
      </Group>
    </div>
  )
}
