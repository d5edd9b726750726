import { Button, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActivityView } from '../../api/contract'
import { errorText } from '../format/error-text'
import { useFormat } from '../format/use-format'
import { toastDone } from '../parts/toast'
import { activityCommands } from './activities'
import { WhenField } from './when-field'

export function RescheduleModal({
  activity,
  opened,
  onClose,
}: {
  activity: ActivityView
  opened: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const [when, setWhen] = useState(t('reminder.presets.tomorrow'))
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailure('')
    try {
      const moved = await activityCommands.reschedule(activity.id, {
        when: when.trim(),
        expectedVersion: activity.version,
      })
      toastDone(t('activity.moved', { time: format.moment(moved.dueAt) }), () =>
        activityCommands.reschedule(activity.id, { dueAt: activity.dueAt }),
      )
      onClose()
    } catch (error) {
      setFailure(errorText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('activity.rescheduleLabel', { title: activity.title })}>
      <form onSubmit={submit}>
        <Stack>
          <WhenField value={when} onChange={setWhen} error={failure} />
          <Button type="submit" loading={busy} disabled={!when.trim()}>
            {t('activity.reschedule')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
