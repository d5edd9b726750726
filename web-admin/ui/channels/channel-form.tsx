import { Button, Divider, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChannelAccountView, ChannelOptions } from '../../api/contract'
import { ApiError } from '../api/api-error'
import { useStaff } from '../api/reference'
import { toastDone, toastError } from '../parts/toast'
import { isSpan, readSpan, type Span, writeSpan } from '../settings/spans'
import { channelCommands } from './channels'
import { SettingsFields } from './settings-fields'
import { WeekHours } from './week-hours'

interface ChannelFormProps {
  kind: string
  /** Null: a new one. */
  channel: ChannelAccountView | null
  options: ChannelOptions
  onDone: () => void
}

const none = 'none'
const asCompany = 'default'
const weekday: Span[] = [{ from: '09:00', to: '18:00' }]
const usualWeek: Span[][] = [weekday, weekday, weekday, weekday, weekday, [], []]

export function ChannelForm({ kind, channel, options, onDone }: ChannelFormProps) {
  const { t } = useTranslation()
  const staff = useStaff()
  const [busy, setBusy] = useState(false)
  const fields = options.kinds.find((each) => each.kind === kind)?.fields ?? []
  const ownSettings = fields.length > 0 && channel?.editable !== false
  const forStaff = channel?.channel === 'staff-telegram'
  const form = useForm({
    initialValues: {
      name: channel?.name ?? '',
      settings: Object.fromEntries(
        fields.map((field) => [field.name, initialOf(channel?.settings[field.name], field)]),
      ) as Record<string, string | boolean>,
      script: channel?.ownScript ? (channel.script?.id ?? none) : asCompany,
      departmentId: channel?.department?.id ?? null,
      assigneeId: channel?.assignee?.id ?? null,
      ownHours: channel?.workingHours != null,
      hours: channel?.workingHours?.map((day) => day.map(readSpan)) ?? usualWeek,
    },
    validate: { name: (value) => (value.trim() ? null : t('common.required')) },
  })
  const { values } = form
  const correct = !values.ownHours || values.hours.every((day) => day.every(isSpan))

  const submit = form.onSubmit(
    async ({ name, settings, script, departmentId, assigneeId, ownHours, hours }) => {
      const body = {
        name: name.trim(),
        ...(ownSettings ? { settings: changedSettings(settings, channel, fields) } : {}),
        script: script === none ? null : script,
        departmentId,
        assigneeId,
        workingHours: ownHours ? hours.map((day) => day.map(writeSpan)) : null,
      }
      if (channel && body.settings && Object.keys(body.settings).length === 0) delete body.settings
      setBusy(true)
      try {
        if (channel) await channelCommands.update(channel.id, { ...body, expectedVersion: channel.version })
        else await channelCommands.add({ kind, ...body })
        toastDone(channel ? t('common.saved') : t('channelRoom.added'))
        onDone()
      } catch (error) {
        if (error instanceof ApiError)
          for (const [path, what] of Object.entries(error.fields)) form.setFieldError(path, what)
        toastError(error)
        setBusy(false)
      }
    },
  )

  return (
    <form onSubmit={submit} aria-label={t('channelRoom.settings')}>
      <Stack>
        <TextInput
          label={t('channelRoom.name')}
          description={t('channelRoom.nameHint')}
          maxLength={60}
          data-autofocus
          {...form.getInputProps('name')}
        />
        {ownSettings ? (
          <SettingsFields
            fields={fields}
            secretsSet={channel?.secretsSet ?? []}
            inputProps={(name) => form.getInputProps(`settings.${name}`)}
          />
        ) : null}
        {forStaff ? null : (
          <>
            <Divider label={t('channelRoom.work')} labelPosition="left" />
            <Select
              label={t('channelRoom.department')}
              placeholder={t('channelRoom.asCompany')}
              clearable
              data={options.departments.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('departmentId')}
            />
            <Select
              label={t('channelRoom.assignee')}
              description={t('channelRoom.assigneeHint')}
              placeholder={t('channelRoom.asCompany')}
              clearable
              searchable
              data={staff
                .filter((person) => person.active || person.id === values.assigneeId)
                .map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('assigneeId')}
            />
            <Select
              label={t('channelRoom.script')}
              description={t('channelRoom.scriptHint')}
              allowDeselect={false}
              data={[
                { value: asCompany, label: t('channelRoom.asCompany') },
                { value: none, label: t('channelRoom.noScript') },
                ...options.scripts.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              {...form.getInputProps('script')}
            />
            <Switch
              label={t('channelRoom.ownHours')}
              description={t('channelRoom.hoursHint')}
              {...form.getInputProps('ownHours', { type: 'checkbox' })}
            />
            {values.ownHours ? (
              <WeekHours hours={values.hours} onChange={(hours) => form.setFieldValue('hours', hours)} />
            ) : null}
          </>
        )}
        <Button type="submit" loading={busy} disabled={!correct || (channel !== null && !form.isDirty())}>
          {channel ? t('common.save') : t('channelRoom.connect')}
        </Button>
      </Stack>
    </form>
  )
}

type Field = ChannelOptions['kinds'][number]['fields'][number]

function initialOf(stored: unknown, { type, choices }: Field): string | boolean {
  if (type === 'flag') return stored === true
  if (typeof stored === 'string') return stored
  return type === 'choice' ? (choices[0]?.value ?? '') : ''
}

/** Only what was changed, so that a saved name does not begin the channel anew. */
function changedSettings(
  settings: Record<string, string | boolean>,
  channel: ChannelAccountView | null,
  fields: readonly Field[],
): Record<string, string | boolean> {
  const changed = fields.filter((field) => {
    const value = settings[field.name]
    if (field.type === 'secret') return value !== ''
    return channel === null ? value !== '' : value !== initialOf(channel.settings[field.name], field)
  })
  return Object.fromEntries(changed.map(({ name }) => [name, settings[name] ?? '']))
}
