import { Button, NumberInput, Select, SimpleGrid, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientRow, ClientView } from '../../api/contract'
import { ApiError } from '../api/api-error'
import { useStaff } from '../api/reference'
import { OutdatedNotice } from '../parts/outdated-notice'
import { SideDrawer } from '../parts/side-drawer'
import { toastDone, toastError } from '../parts/toast'
import { useRebased } from '../parts/use-rebased'
import { useClientFields } from './client-fields'
import { clientChanges, clientValues, kinds } from './client-values'
import { clientCommands, refreshClient, useAgents } from './clients'
import { CustomInputs } from './custom-inputs'
import { PhotoField } from './photo-field'

interface ClientFormProps {
  opened: boolean
  onClose: () => void
  /** Null: a new one. */
  client: ClientView | null
  onSaved?: (client: ClientView) => void
}

export function ClientForm(props: ClientFormProps) {
  const { t } = useTranslation()
  return (
    <SideDrawer
      opened={props.opened}
      onClose={props.onClose}
      size={460}
      title={props.client ? t('clients.edit') : t('clients.new')}
    >
      <Form {...props} />
    </SideDrawer>
  )
}

function Form({ client, onClose, onSaved }: ClientFormProps) {
  const { t } = useTranslation()
  const staff = useStaff().filter((each) => each.active || each.id === client?.owner?.id)
  const agents = useAgents().filter((each) => each.id !== client?.id)
  const fields = useClientFields().data?.fields ?? []
  const [busy, setBusy] = useState(false)
  const [outdated, setOutdated] = useState<unknown>(null)
  const form = useForm({
    initialValues: clientValues(client),
    validate: { name: (value) => (value.trim() ? null : t('common.required')) },
  })
  useRebased(form, clientValues(client))
  const missing = () =>
    fields
      .filter(
        ({ key, required, type }) => required && type !== 'flag' && (form.values.custom[key] ?? '') === '',
      )
      .map(({ key }) => [`custom.${key}`, t('common.required')] as const)
  const submit = form.onSubmit(async (values) => {
    const absent = missing()
    if (absent.length > 0) {
      form.setErrors(Object.fromEntries(absent))
      return
    }
    const changes = clientChanges(client, values)
    if (client && Object.keys(changes).length === 0) {
      onClose()
      return
    }
    setBusy(true)
    try {
      const saved = client
        ? await clientCommands.update(client.id, { ...changes, expectedVersion: client.version })
        : await clientCommands.create({ ...changes, name: values.name.trim() })
      toastDone(client ? t('common.saved') : t('clients.created'))
      onClose()
      onSaved?.(saved)
    } catch (error) {
      if (client && error instanceof ApiError && error.code === 'changed-by-other') {
        await refreshClient(client.id)
        setOutdated(error)
      } else {
        if (error instanceof ApiError) form.setErrors(topFields(error.fields))
        toastError(error)
      }
      setBusy(false)
    }
  })
  return (
    <form onSubmit={submit} aria-label={client ? t('clients.edit') : t('clients.new')}>
      <Stack>
        <OutdatedNotice error={outdated} />
        <PhotoField
          name={form.values.name}
          value={form.values.photoFileId}
          onChange={(fileId) => form.setFieldValue('photoFileId', fileId)}
        />
        <TextInput
          label={t('clients.field.name')}
          maxLength={200}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t('clients.field.companyName')}
            maxLength={200}
            {...form.getInputProps('companyName')}
          />
          <TextInput
            label={t('clients.field.position')}
            maxLength={200}
            {...form.getInputProps('position')}
          />
        </SimpleGrid>
        <TagsInput
          label={t('clients.field.phones')}
          placeholder={t('clients.phonesHint')}
          maxTags={10}
          acceptValueOnBlur
          {...form.getInputProps('phones')}
        />
        <TagsInput
          label={t('clients.field.emails')}
          placeholder={t('clients.emailsHint')}
          maxTags={10}
          acceptValueOnBlur
          {...form.getInputProps('emails')}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t('clients.field.owner')}
            clearable
            placeholder={t('clients.free')}
            data={staff.map((each) => ({ value: each.id, label: each.name }))}
            {...form.getInputProps('ownerId')}
          />
          <Select
            label={t('clients.field.kind')}
            allowDeselect={false}
            data={kinds.map((value) => ({ value, label: t(`clients.kind.${value}`) }))}
            {...form.getInputProps('kind')}
          />
          {form.values.kind === 'through-agent' ? (
            <Select
              label={t('clients.field.agent')}
              searchable
              clearable
              nothingFoundMessage={t('clients.noAgents')}
              data={withCurrent(agents, client)}
              {...form.getInputProps('agentId')}
            />
          ) : null}
          <TextInput label={t('clients.field.birthday')} type="date" {...form.getInputProps('birthday')} />
          <NumberInput
            label={t('clients.field.bonusPercent')}
            min={0}
            max={100}
            decimalScale={1}
            {...form.getInputProps('bonusPercent')}
          />
        </SimpleGrid>
        <TextInput label={t('clients.field.address')} maxLength={500} {...form.getInputProps('address')} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t('clients.field.territory')}
            maxLength={200}
            {...form.getInputProps('territory')}
          />
          <TextInput label={t('clients.field.source')} maxLength={100} {...form.getInputProps('source')} />
        </SimpleGrid>
        <CustomInputs
          fields={fields}
          values={form.values.custom}
          errors={form.errors}
          onChange={(custom) => form.setFieldValue('custom', custom)}
        />
        <Textarea
          label={t('clients.field.notes')}
          autosize
          minRows={3}
          maxRows={14}
          maxLength={10_000}
          {...form.getInputProps('notes')}
        />
        <Button type="submit" loading={busy}>
          {client ? t('common.save') : t('common.create')}
        </Button>
      </Stack>
    </form>
  )
}

/** `phones.0` of the server is `phones` here; own fields keep their whole names. */
function topFields(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, text]) => [
      path.startsWith('custom.') ? path : (path.split(/[.[]/)[0] ?? path),
      text,
    ]),
  )
}

/** An agent who is none any more is still shown where the card names them. */
function withCurrent(agents: readonly ClientRow[], client: ClientView | null) {
  const options = agents.map((each) => ({ value: each.id, label: each.name }))
  const current = client?.agent
  if (!current || options.some((each) => each.value === current.id)) return options
  return [{ value: current.id, label: current.name }, ...options]
}
