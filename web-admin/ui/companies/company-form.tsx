import { Button, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CompanyUpdateBody, CompanyView } from '../../api/contract'
import { ApiError } from '../api/api-error'
import { useStaff } from '../api/reference'
import { OutdatedNotice } from '../parts/outdated-notice'
import { SideDrawer } from '../parts/side-drawer'
import { toastDone, toastError } from '../parts/toast'
import { useRebased } from '../parts/use-rebased'
import { companyCommands, refreshCompany } from './companies'
import { websiteUrl } from './website'

interface CompanyFormProps {
  opened: boolean
  onClose: () => void
  /** Null: a new one. */
  company: CompanyView | null
  onSaved?: (company: CompanyView) => void
}

export function CompanyForm(props: CompanyFormProps) {
  const { t } = useTranslation()
  return (
    <SideDrawer
      opened={props.opened}
      onClose={props.onClose}
      size={460}
      title={props.company ? t('companies.edit') : t('companies.new')}
    >
      <Form {...props} />
    </SideDrawer>
  )
}

function valuesOf(company: CompanyView | null) {
  return {
    name: company?.name ?? '',
    inn: company?.inn ?? '',
    website: company?.website ?? '',
    address: company?.address ?? '',
    notes: company?.notes ?? '',
    ownerId: company?.owner?.id ?? null,
  }
}
type Values = ReturnType<typeof valuesOf>

function changesOf(before: Values, values: Values): CompanyUpdateBody {
  const trimmed = Object.entries(values).map(([name, value]) => [name, value?.trim() ?? null] as const)
  return Object.fromEntries(trimmed.filter(([name, value]) => value !== before[name as keyof Values]))
}

function Form({ company, onClose, onSaved }: CompanyFormProps) {
  const { t } = useTranslation()
  const staff = useStaff().filter((each) => each.active || each.id === company?.owner?.id)
  const [busy, setBusy] = useState(false)
  const [outdated, setOutdated] = useState<unknown>(null)
  const form = useForm({
    initialValues: valuesOf(company),
    validate: {
      name: (value) => (value.trim() ? null : t('common.required')),
      inn: (value) => (/^(\d{9,12})?$/.test(value.trim()) ? null : t('companies.innWrong')),
      website: (value) => (value.trim() === '' || websiteUrl(value) ? null : t('companies.websiteWrong')),
    },
  })
  useRebased(form, valuesOf(company))
  const submit = form.onSubmit(async (values) => {
    const changes = changesOf(valuesOf(company), values)
    if (company && Object.keys(changes).length === 0) {
      onClose()
      return
    }
    setBusy(true)
    try {
      const saved = company
        ? await companyCommands.update(company.id, { ...changes, expectedVersion: company.version })
        : await companyCommands.create({ ...changes, name: values.name.trim() })
      toastDone(company ? t('common.saved') : t('companies.created'))
      onClose()
      onSaved?.(saved)
    } catch (error) {
      if (company && error instanceof ApiError && error.code === 'changed-by-other') {
        await refreshCompany(company.id)
        setOutdated(error)
      } else if (error instanceof ApiError && error.code === 'already-exists') {
        form.setErrors({ name: t('companies.nameTaken') })
      } else {
        if (error instanceof ApiError) form.setErrors(error.fields)
        toastError(error)
      }
      setBusy(false)
    }
  })
  return (
    <form onSubmit={submit} aria-label={company ? t('companies.edit') : t('companies.new')}>
      <Stack>
        <OutdatedNotice error={outdated} />
        <TextInput
          label={t('companies.field.name')}
          maxLength={200}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('companies.field.inn')}
          maxLength={12}
          inputMode="numeric"
          {...form.getInputProps('inn')}
        />
        <TextInput
          label={t('companies.field.website')}
          maxLength={300}
          inputMode="url"
          placeholder={t('companies.websiteHint')}
          {...form.getInputProps('website')}
        />
        <TextInput label={t('companies.field.address')} maxLength={500} {...form.getInputProps('address')} />
        <Select
          label={t('companies.field.owner')}
          clearable
          searchable
          placeholder={t('common.notAssigned')}
          data={staff.map((each) => ({ value: each.id, label: each.name }))}
          {...form.getInputProps('ownerId')}
        />
        <Textarea
          label={t('companies.field.notes')}
          autosize
          minRows={3}
          maxRows={14}
          maxLength={5_000}
          {...form.getInputProps('notes')}
        />
        <Button type="submit" loading={busy}>
          {company ? t('common.save') : t('common.create')}
        </Button>
      </Stack>
    </form>
  )
}
