import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SegmentView } from '../../api/contract'
import { SideDrawer } from '../parts/side-drawer'
import { toastDone, toastError } from '../parts/toast'
import { type DraftGroup, definitionOf, draftOf, newRule } from './segment-draft'
import { SegmentRules } from './segment-rules'
import { segmentCommands, useSegmentCount, useSegmentFields } from './segments'

interface SegmentDrawerProps {
  opened: boolean
  onClose: () => void
  /** Null: a new one. */
  segment: SegmentView | null
  onSaved: (segmentId: string | undefined) => void
}

/** Builds a segment: which clients fit, and how many they are now. */
export function SegmentDrawer(props: SegmentDrawerProps) {
  const { t } = useTranslation()
  return (
    <SideDrawer
      opened={props.opened}
      onClose={props.onClose}
      size={720}
      title={props.segment ? t('segments.edit') : t('segments.new')}
    >
      <Builder key={props.segment?.id ?? 'new'} {...props} />
    </SideDrawer>
  )
}

function Builder({ segment, onClose, onSaved }: SegmentDrawerProps) {
  const { t } = useTranslation()
  const fields = useSegmentFields()
  const [name, setName] = useState(segment?.name ?? '')
  const [shared, setShared] = useState(segment?.shared ?? false)
  const [draft, setDraft] = useState<DraftGroup>(
    segment ? draftOf(segment.definition) : { match: 'all', rules: [newRule()] },
  )
  const [busy, setBusy] = useState(false)
  const definition = definitionOf(draft, fields)
  const [asked] = useDebouncedValue(definition, 400)
  const count = useSegmentCount(asked)
  const run = async (work: () => Promise<string | undefined>, text: string) => {
    setBusy(true)
    try {
      const id = await work()
      toastDone(text)
      onClose()
      onSaved(id)
    } catch (error) {
      toastError(error)
      setBusy(false)
    }
  }
  const save = () => {
    if (!definition) return
    const body = { name: name.trim(), shared, definition }
    void run(
      async () =>
        segment
          ? (await segmentCommands.update(segment.id, { ...body, expectedVersion: segment.version })).id
          : (await segmentCommands.create(body)).id,
      t('common.saved'),
    )
  }
  return (
    <Stack>
      <TextInput
        label={t('segments.name')}
        placeholder={t('segments.nameHint')}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <SegmentRules group={draft} fields={fields} onChange={setDraft} />
      <Text fz="sm" c="dimmed" aria-live="polite">
        {definition === null
          ? t('segments.incomplete')
          : count.data
            ? t(count.data.more ? 'segments.fitMore' : 'segments.fit', { count: count.data.count })
            : t('segments.counting')}
      </Text>
      <Switch
        label={t('segments.shared')}
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      <Group>
        <Button
          onClick={save}
          loading={busy}
          disabled={!definition || name.trim() === '' || segment?.mine === false}
        >
          {t('common.save')}
        </Button>
        {segment?.mine ? (
          <Button
            variant="subtle"
            color="ember"
            disabled={busy}
            onClick={() =>
              void run(async () => {
                await segmentCommands.remove(segment.id)
                return undefined
              }, t('segments.removed'))
            }
          >
            {t('segments.remove')}
          </Button>
        ) : null}
      </Group>
    </Stack>
  )
}
