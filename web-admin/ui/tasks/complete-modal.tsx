import {
  Button,
  Checkbox,
  Chip,
  Group,
  Input,
  Modal,
  MultiSelect,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActivityView } from '../../api/contract'
import { ApiError } from '../api/api-error'
import { useStaff } from '../api/reference'
import { useZone } from '../format/use-format'
import { dayOf, instantOf, shiftDay, wallText } from '../format/zone'
import { toastDone, toastError } from '../parts/toast'
import { activityCommands } from './activities'
import { activityKinds, outcomeName } from './activity-signs'

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
  const staff = useStaff().filter((each) => each.active)
  const [busy, setBusy] = useState(false)
  // The stage of the deal may want a next step too; only the server knows, and says so.
  const [stageAsks, setStageAsks] = useState(false)
  const form = useForm({
    initialValues: {
      outcome: '',
      result: '',
      withNext: false,
      kind: 'call' as (typeof activityKinds)[number],
      title: '',
      dueAt: `${shiftDay(dayOf(new Date(), zone), 1)} 10:00:00` as string | null,
      goals: '',
      guests: '',
      participants: [] as string[],
    },
    validate: {
      outcome: (value, values) =>
        activity.outcomes.length > 0 && !value && !values.result.trim() ? t('activity.needOutcome') : null,
      title: (value, values) => (values.withNext && !value.trim() ? t('common.required') : null),
      dueAt: (value, values) => (values.withNext && !value ? t('common.required') : null),
    },
  })
  const chosen = activity.outcomes.find((each) => each.key === form.values.outcome)
  const mustNext = stageAsks || chosen?.asksNext === true
  const titleOf = (kind: (typeof activityKinds)[number]) =>
    t(`activity.nextTitles.${kind}`, { name: activity.client?.name ?? '' }).replace(/:\s*$/, '')
  const choose = (key: string) => {
    const outcome = activity.outcomes.find((each) => each.key === key)
    const kind = outcome?.next ?? form.values.kind
    form.setValues({
      outcome: key,
      ...(outcome?.asksNext
        ? { withNext: true, kind, ...(form.isTouched('title') ? {} : { title: titleOf(kind) }) }
        : {}),
    })
  }
  const submit = form.onSubmit(async ({ outcome, result, withNext, kind, title, dueAt, ...meeting }) => {
    setBusy(true)
    try {
      await activityCommands.complete(activity.id, {
        expectedVersion: activity.version,
        ...(result.trim() ? { result: result.trim() } : {}),
        ...(outcome ? { outcome } : {}),
        ...((withNext || mustNext) && dueAt
          ? {
              next: {
                kind,
                title: title.trim(),
                dueAt: instantOf(dueAt, zone).toISOString(),
                ...(kind === 'meeting' ? meeting : {}),
              },
            }
          : {}),
      })
      toastDone(t('activity.completed', { title: activity.title }))
      onClose()
    } catch (error) {
      if (error instanceof ApiError && error.code === 'next-step-required') {
        setStageAsks(true)
        form.setValues({ withNext: true, title: form.values.title || titleOf(form.values.kind) })
      }
      toastError(error)
      setBusy(false)
    }
  })
  return (
    <form onSubmit={submit} aria-label={t('activity.resultTitle')}>
      <Stack>
        {activity.outcomes.length > 0 ? (
          <Input.Wrapper label={t('activity.outcomeLabel')} error={form.errors.outcome}>
            <Chip.Group value={form.values.outcome} onChange={choose}>
              <Group gap={6} mt={6}>
                {activity.outcomes.map(({ key }) => (
                  <Chip key={key} value={key} size="sm">
                    {outcomeName(key, t)}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </Input.Wrapper>
        ) : null}
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
        <Checkbox
          label={mustNext ? t('activity.nextRequired') : t('activity.withNext')}
          checked={form.values.withNext || mustNext}
          disabled={mustNext}
          onChange={(event) => form.setFieldValue('withNext', event.currentTarget.checked)}
        />
        {form.values.withNext || mustNext ? (
          <>
            <Select
              label={t('reminder.kind')}
              allowDeselect={false}
              data={activityKinds.map((value) => ({ value, label: t(`activity.kind.${value}`) }))}
              {...form.getInputProps('kind')}
            />
            <TextInput label={t('activity.nextTitle')} maxLength={300} {...form.getInputProps('title')} />
            <DateTimePicker
              label={t('reminder.when')}
              valueFormat="D MMMM YYYY, HH:mm"
              minDate={wallText(new Date(), zone)}
              {...form.getInputProps('dueAt')}
            />
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
          </>
        ) : null}
        {activity.goals ? (
          <Text fz="sm" c="dimmed">
            {t('activity.goals')}: {activity.goals}
          </Text>
        ) : null}
        <Button type="submit" loading={busy}>
          {t('activity.finish')}
        </Button>
      </Stack>
    </form>
  )
}
