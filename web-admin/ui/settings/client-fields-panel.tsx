import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Select,
  Skeleton,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core'
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientFieldsView, ClientFieldView } from '../../api/contract'
import { useMay } from '../api/session'
import { saveClientFields, useClientFields } from '../clients/client-fields'
import { Failure } from '../parts/failure'
import { toastDone, toastError } from '../parts/toast'
import classes from './client-fields-panel.module.css'
import { keyFor } from './field-key'
import { Panel } from './panel'

const types = ['text', 'number', 'money', 'date', 'choice', 'flag'] as const

/** The company's own fields of client cards: names, kinds, order. */
export function ClientFieldsPanel() {
  const { t } = useTranslation()
  const { data, error, refetch } = useClientFields()
  return (
    <Panel title={t('clientFields.title')} lead={t('clientFields.lead')}>
      {data ? (
        <Form key={data.version} view={data} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} compact />
      ) : (
        <Skeleton h={80} />
      )}
    </Panel>
  )
}

function Form({ view }: { view: ClientFieldsView }) {
  const { t } = useTranslation()
  const may = useMay('settings.update')
  const [fields, setFields] = useState(view.fields)
  const [busy, setBusy] = useState(false)
  const put = (index: number, part: Partial<ClientFieldView>) =>
    setFields(fields.map((field, at) => (at === index ? { ...field, ...part } : field)))
  const add = () => setFields([...fields, { key: '', label: '', type: 'text', options: [], required: false }])
  const up = (index: number) =>
    setFields(
      fields.flatMap((field, at) =>
        at === index - 1 ? [fields[index] as ClientFieldView, field] : at === index ? [] : [field],
      ),
    )
  const complete = fields.every(
    ({ label, type, options }) => label.trim() !== '' && (type !== 'choice' || options.length > 0),
  )
  const save = async () => {
    setBusy(true)
    try {
      const taken = new Set(fields.map((field) => field.key))
      await saveClientFields({
        fields: fields.map((field) => {
          const key = field.key || keyFor(field.label, taken)
          taken.add(key)
          return { ...field, key, label: field.label.trim() }
        }),
        expectedVersion: view.version,
      })
      toastDone(t('common.saved'))
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Stack gap="sm">
      {fields.length === 0 ? (
        <Text c="dimmed" fz="sm">
          {t('clientFields.none')}
        </Text>
      ) : null}
      {fields.map((field, index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a new field has no key yet, and each input is controlled
          key={index}
          className={classes.field}
          aria-label={field.label || t('clientFields.add')}
        >
          <TextInput
            aria-label={t('clientFields.label')}
            placeholder={t('clientFields.label')}
            maxLength={80}
            disabled={!may}
            value={field.label}
            onChange={(event) => put(index, { label: event.currentTarget.value })}
          />
          <Select
            aria-label={t('clientFields.type')}
            allowDeselect={false}
            disabled={!may}
            data={types.map((value) => ({ value, label: t(`clientFields.types.${value}`) }))}
            value={field.type}
            onChange={(value) => put(index, { type: types.find((type) => type === value) ?? 'text' })}
          />
          <Group gap={4} wrap="nowrap" justify="flex-end">
            <Checkbox
              label={t('clientFields.required')}
              disabled={!may || field.type === 'flag'}
              checked={field.required && field.type !== 'flag'}
              onChange={(event) => put(index, { required: event.currentTarget.checked })}
            />
            <ActionIcon
              aria-label={`${t('clientFields.up')}: ${field.label}`}
              disabled={!may || index === 0}
              onClick={() => up(index)}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              aria-label={`${t('clientFields.remove')}: ${field.label}`}
              disabled={!may}
              onClick={() => setFields(fields.filter((_, at) => at !== index))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
          {field.type === 'choice' ? (
            <TagsInput
              className={classes.options}
              aria-label={t('clientFields.options')}
              placeholder={t('clientFields.optionsHint')}
              acceptValueOnBlur
              disabled={!may}
              value={field.options}
              onChange={(options) => put(index, { options })}
            />
          ) : null}
        </fieldset>
      ))}
      {may ? (
        <>
          <Group>
            <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add}>
              {t('clientFields.add')}
            </Button>
            <Button onClick={() => void save()} loading={busy} disabled={!complete || fields === view.fields}>
              {t('common.save')}
            </Button>
          </Group>
          <Text c="dimmed" fz="xs">
            {t('clientFields.kept')}
          </Text>
        </>
      ) : null}
    </Stack>
  )
}
