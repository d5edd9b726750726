import { Button, Checkbox, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActivityView } from '../../api/contract'
import { useZone } from '../format/use-format'
import { dayOf, instantOf, shiftDay, wallText } from '../format/zone'
import { toastDone, toastError } from '../parts/toast'
import { activityCommands } from './activities'
import { activityKinds } from './activity-signs'

/** How it ended, and what comes next: one form, so that a client is never left without a next step. */
export function CompleteModal({
  activity,
  opened,
  onClose,
}: {
  activity: ActivityView
  opened: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={t('activity.resultTitle')}>
      <Form activity={activity} onClose={onClose} />
    </Modal>
  )
}

function Form({ activity, onClose }: { activity: ActivityView; onClose: () => void }) {
  const { t } = useTranslation()
  const zone = useZone()
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: {
      result: '',
      withNext: false,
      kind: 'call' as (typeof activityKinds)[number],
      title: '',
      dueAt: `${shiftDay(dayOf(new Date(), zone), 1)} 10:00:00` as string | null,
    },
    validate: {
      title: (value, values) => (values.withNext && !value.trim() ? t('common.required') : null),
      dueAt: (value, values) => (values.withNext && !value ? t('common.required') : null),
    },
  })
  const submit = form.onSubmit(async ({ result, withNext, kind, title, dueAt }) => {
    setBusy(true)
    try {
      await activityCommands.complete(activity.id, {
        ...(result.trim() ? { result: result.trim() } : {}),
        ...(withNext && dueAt
          ? { next: { kind, title: title.trim(), dueAt: instantOf(dueAt, zone).toISOString() } }
          : {}),
      })
      toastDone(t('activity.completed', { title: activity.title }))
      onClose()
    } catch (error) {
      toastError(error)
      setBusy(false)
    }
  })
  return (
    <form onSubmit={submit} aria-label={t('activity.resultTitle')}>
      <Stack>
        <Textarea
          label={t('activity.result')}
          placeholder={t('activity.resultPlaceholder')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={5000}
          data-autofocus
          {...form.getInputProps('result')}
        />
        <Checkbox label={t('activity.withNext')} {...form.getInputProps('withNext', { type: 'checkbox' })} />
        {form.values.withNext ? (
          <>
            <TextInput label={t('activity.nextTitle')} maxLength={300} {...form.getInputProps('title')} />
            <Select
              label={t('reminder.kind')}
              allowDeselect={false}
              data={activityKinds.map((value) => ({ value, label: t(`activity.kind.${value}`) }))}
              {...form.getInputProps('kind')}
            />
            <DateTimePicker
              label={t('reminder.when')}
              valueFormat="D MMMM YYYY, HH:mm"
              minDate={wallText(new Date(), zone)}
              {...form.getInputProps('dueAt')}
            />
          </>
        ) : null}
        <Button type="submit" loading={busy}>
          {t('activity.finish')}
        </Button>
      </Stack>
    </form>
  )
}
