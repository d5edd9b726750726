import { Button, Modal, MultiSelect, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error'
import { useStaff } from '../api/reference'
import { useSession } from '../api/session'
import { errorText } from '../format/error-text'
import { useFormat } from '../format/use-format'
import { toastDone, toastError } from '../parts/toast'
import { activityCommands } from './activities'
import { activityKinds } from './activity-signs'
import { WhenField } from './when-field'

interface NewActivityProps {
  opened: boolean
  onClose: () => void
  clientId?: string | null
  dealId?: string | null
  conversationId?: string | null
}

export function NewActivity(props: NewActivityProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t('reminder.title')}>
      <Form {...props} />
    </Modal>
  )
}

function Form({ onClose, clientId, dealId, conversationId }: NewActivityProps) {
  const { t } = useTranslation()
  const { me } = useSession()
  const format = useFormat()
  const staff = useStaff().filter((each) => each.active)
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: {
      kind: 'reminder' as (typeof activityKinds)[number],
      title: '',
      when: t('reminder.presets.tomorrow'),
      staffId: me.id,
      participants: [] as string[],
      guests: '',
      goals: '',
    },
    validate: {
      title: (value) => (value.trim() ? null : t('common.required')),
      when: (value) => (value.trim() ? null : t('common.required')),
    },
  })
  const submit = form.onSubmit(async ({ kind, title, when, staffId, ...meeting }) => {
    setBusy(true)
    try {
      const planned = await activityCommands.plan({
        kind,
        title: title.trim(),
        when: when.trim(),
        staffId,
        ...(kind === 'meeting' ? meeting : {}),
        ...(clientId ? { clientId } : {}),
        ...(dealId ? { dealId } : {}),
        ...(conversationId ? { conversationId } : {}),
      })
      toastDone(
        t('reminder.created', {
          time: planned.hasTime ? format.moment(planned.dueAt) : format.dayLine(planned.dueAt),
        }),
      )
      onClose()
    } catch (error) {
      if (error instanceof ApiError && error.code.startsWith('date-'))
        form.setFieldError('when', errorText(error))
      else toastError(error)
    } finally {
      setBusy(false)
    }
  })
  return (
    <form onSubmit={submit} aria-label={t('reminder.title')}>
      <Stack>
        <TextInput
          label={t('reminder.what')}
          placeholder={t('reminder.whatPlaceholder')}
          maxLength={300}
          data-autofocus
          {...form.getInputProps('title')}
        />
        <WhenField
          value={form.values.when}
          onChange={(value) => form.setFieldValue('when', value)}
          error={form.errors.when}
        />
        <Select
          label={t('reminder.kind')}
          allowDeselect={false}
          data={activityKinds.map((value) => ({ value, label: t(`activity.kind.${value}`) }))}
          {...form.getInputProps('kind')}
        />
        {staff.length > 1 ? (
          <Select
            label={t('common.owner')}
            allowDeselect={false}
            data={staff.map((each) => ({ value: each.id, label: each.name }))}
            {...form.getInputProps('staffId')}
          />
        ) : null}
        {form.values.kind === 'meeting' ? (
          <>
            <Textarea
              label={t('activity.goals')}
              placeholder={t('activity.goalsPlaceholder')}
              autosize
              maxLength={2000}
              {...form.getInputProps('goals')}
            />
            <MultiSelect
              label={t('activity.participants')}
              data={staff.map((each) => ({ value: each.id, label: each.name }))}
              {...form.getInputProps('participants')}
            />
            <TextInput
              label={t('activity.guests')}
              placeholder={t('activity.guestsPlaceholder')}
              maxLength={500}
              {...form.getInputProps('guests')}
            />
          </>
        ) : null}
        <Button type="submit" loading={busy}>
          {t('reminder.create')}
        </Button>
      </Stack>
    </form>
  )
}
