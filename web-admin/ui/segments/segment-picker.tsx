import { ActionIcon, Group, Select } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFilterEdit, IconFilterPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SegmentView } from '../../api/contract'
import { SegmentDrawer } from './segment-drawer'
import { useSegments } from './segments'

interface SegmentPickerProps {
  value: string | undefined
  onChange: (segmentId: string | undefined) => void
}

/** Chooses a saved segment, changes it, or builds a new one. */
export function SegmentPicker({ value, onChange }: SegmentPickerProps) {
  const { t } = useTranslation()
  const segments = useSegments()
  const [opened, { open, close }] = useDisclosure(false)
  const [edited, setEdited] = useState<SegmentView | null>(null)
  const chosen = segments.find((segment) => segment.id === value) ?? null
  const build = (segment: SegmentView | null) => {
    setEdited(segment)
    open()
  }
  return (
    <Group gap={4} wrap="nowrap">
      <Select
        w={190}
        clearable
        searchable
        aria-label={t('segments.label')}
        placeholder={t('segments.any')}
        nothingFoundMessage={t('clients.nothingFound')}
        value={chosen?.id ?? null}
        data={segments.map((segment) => ({ value: segment.id, label: segment.name }))}
        onChange={(id) => onChange(id ?? undefined)}
      />
      {chosen ? (
        <ActionIcon aria-label={t('segments.edit')} title={t('segments.edit')} onClick={() => build(chosen)}>
          <IconFilterEdit size={18} />
        </ActionIcon>
      ) : null}
      <ActionIcon aria-label={t('segments.new')} title={t('segments.new')} onClick={() => build(null)}>
        <IconFilterPlus size={18} />
      </ActionIcon>
      <SegmentDrawer opened={opened} onClose={close} segment={edited} onSaved={onChange} />
    </Group>
  )
}
