import { Button, Modal, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../api/contract'
import { ApiError } from '../../api/api-error'
import { toastDone, toastError } from '../../parts/toast'
import { useRoles } from './roles'
import { teamCommands, useDepartments } from './team'

interface NewPersonProps {
  opened: boolean
  onClose: () => void
  onAdded: (id: string) => void
}

/** A new colleague; the card that opens next offers the invitation into the bot. */
export function NewPerson({ opened, onClose, onAdded }: NewPersonProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={t('team.add')}>
      {opened ? <Form onClose={onClose} onAdded={onAdded} /> : null}
    </Modal>
  )
}

function Form({ onClose, onAdded }: Omit<NewPersonProps, 'opened'>) {
  const { t } = useTranslation()
  const roles = useRoles()
  const departments = useDepartments().data ?? []
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: {
      name: '',
      role: 'sales' as Role,
      email: '',
      password: '',
      departmentId: null as string | null,
    },
    validate: {
      name: (value) => (value.trim() ? null : t('common.required')),
      password: (value) => (value === '' || value.length >= 8 ? null : t('settings.short')),
    },
  })
  const submit = form.onSubmit(async ({ name, role, email, password, departmentId }) => {
    setBusy(true)
    try {
      const person = await teamCommands.add({
        name: name.trim(),
        role,
        ...(email.trim() ? { email: email.trim() } : {}),
        ...(password ? { password } : {}),
        departmentId,
      })
      toastDone(t('team.added'))
      onClose()
      onAdded(person.id)
    } catch (error) {
      if (error instanceof ApiError) form.setErrors(error.fields)
      toastError(error)
      setBusy(false)
    }
  })
  return (
    <form onSubmit={submit} aria-label={t('team.add')}>
      <Stack>
        <TextInput label={t('team.name')} maxLength={120} data-autofocus {...form.getInputProps('name')} />
        <Select label={t('team.role')} allowDeselect={false} data={roles} {...form.getInputProps('role')} />
        <Select
          label={t('team.department')}
          clearable
          placeholder={t('team.noDepartment')}
          data={departments.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('departmentId')}
        />
        <TextInput label={t('team.email')} autoComplete="off" {...form.getInputProps('email')} />
        <PasswordInput
          label={t('team.password')}
          description={t('team.passwordHint')}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={busy}>
          {t('common.create')}
        </Button>
      </Stack>
    </form>
  )
}
