import { Button, Group, NumberInput, PasswordInput, Select, Skeleton, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconBrandTelegram, IconUserMinus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffView } from '../../../api/contract'
import { ApiError } from '../../api/api-error'
import { useSession } from '../../api/session'
import { Failure } from '../../parts/failure'
import { SideDrawer } from '../../parts/side-drawer'
import { toastDone, toastError } from '../../parts/toast'
import { Invitation } from './invitation'
import { PresenceBadge } from './presence-badge'
import { RemovalModal } from './removal-modal'
import { useRoles } from './roles'
import { teamCommands, useDepartments, usePerson } from './team'

/** A colleague's account: rights, department, sign-in, invitation, and the way out of the team. */
export function PersonDrawer({ personId, onClose }: { personId: string | null; onClose: () => void }) {
  const { t } = useTranslation()
  const { data, error, refetch } = usePerson(personId)
  return (
    <SideDrawer opened={personId !== null} onClose={onClose} size={440} title={data?.name ?? t('team.edit')}>
      {data && personId ? (
        <Person key={`${data.id} ${data.version}`} person={data} onClose={onClose} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} compact />
      ) : (
        <Skeleton h={260} />
      )}
    </SideDrawer>
  )
}

function Person({ person, onClose }: { person: StaffView; onClose: () => void }) {
  const { t } = useTranslation()
  const { me } = useSession()
  const [leaving, setLeaving] = useState(false)
  const [inviting, setInviting] = useState(false)
  return (
    <Stack gap="xl">
      {person.presence ? (
        <div>
          <PresenceBadge presence={person.presence} />
        </div>
      ) : null}
      <AccountForm person={person} />
      <PasswordForm person={person} />
      <Group>
        <Button
          variant="default"
          leftSection={<IconBrandTelegram size={16} />}
          onClick={() => setInviting(true)}
        >
          {t('team.invite')}
        </Button>
        {person.active && person.id !== me.id ? (
          <Button
            variant="subtle"
            color="ember"
            leftSection={<IconUserMinus size={16} />}
            onClick={() => setLeaving(true)}
          >
            {t('team.remove')}
          </Button>
        ) : null}
      </Group>
      <Invitation person={person} opened={inviting} onClose={() => setInviting(false)} />
      {leaving ? (
        <RemovalModal person={person} onClose={() => setLeaving(false)} onRemoved={onClose} />
      ) : null}
    </Stack>
  )
}

function AccountForm({ person }: { person: StaffView }) {
  const { t } = useTranslation()
  const roles = useRoles()
  const departments = useDepartments().data ?? []
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: {
      name: person.name,
      role: person.role,
      departmentId: person.department?.id ?? null,
      email: person.email ?? '',
      loadLimit: person.loadLimit ?? ('' as number | ''),
    },
    validate: { name: (value) => (value.trim() ? null : t('common.required')) },
  })
  const submit = form.onSubmit(async ({ email, loadLimit, name, ...rest }) => {
    setBusy(true)
    try {
      await teamCommands.update(person.id, {
        ...rest,
        name: name.trim(),
        email: email.trim() || null,
        loadLimit: loadLimit === '' ? null : loadLimit,
        expectedVersion: person.version,
      })
      toastDone(t('common.saved'))
    } catch (error) {
      if (error instanceof ApiError) form.setErrors(error.fields)
      toastError(error)
    } finally {
      setBusy(false)
    }
  })
  return (
    <form onSubmit={submit} aria-label={t('team.edit')}>
      <Stack>
        <TextInput label={t('team.name')} maxLength={120} {...form.getInputProps('name')} />
        <Select label={t('team.role')} allowDeselect={false} data={roles} {...form.getInputProps('role')} />
        <Select
          label={t('team.department')}
          clearable
          placeholder={t('team.noDepartment')}
          data={departments.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('departmentId')}
        />
        <TextInput label={t('team.email')} autoComplete="off" {...form.getInputProps('email')} />
        <NumberInput
          label={t('team.loadLimit')}
          description={t('team.loadLimitHint')}
          min={1}
          max={1000}
          allowDecimal={false}
          {...form.getInputProps('loadLimit')}
        />
        <Button type="submit" loading={busy} disabled={!form.isDirty()}>
          {t('common.save')}
        </Button>
      </Stack>
    </form>
  )
}

function PasswordForm({ person }: { person: StaffView }) {
  const { t } = useTranslation()
  const { me } = useSession()
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  if (person.id === me.id) return null
  const save = async () => {
    setBusy(true)
    try {
      await teamCommands.setPassword(person.id, password)
      toastDone(t('team.passwordSet'))
    } catch (error) {
      toastError(error)
      setBusy(false)
    }
  }
  return (
    <Group align="end" wrap="nowrap">
      <PasswordInput
        flex={1}
        label={t('team.newPassword')}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button variant="default" loading={busy} disabled={password.length < 8} onClick={() => void save()}>
        {t('team.setPassword')}
      </Button>
    </Group>
  )
}
