import { Button, Group, Modal, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DepartmentView } from '../../../api/contract'
import { ApiError } from '../../api/api-error'
import { useStaff } from '../../api/reference'
import { useMay } from '../../api/session'
import { Failure } from '../../parts/failure'
import { toastDone, toastError } from '../../parts/toast'
import { Panel } from '../panel'
import classes from '../panel.module.css'
import { teamCommands, useDepartments } from './team'

export function Departments() {
  const { t } = useTranslation()
  const { data = [], error, refetch } = useDepartments()
  const may = useMay('department.manage')
  const [open, setOpen] = useState<DepartmentView | 'new' | null>(null)
  return (
    <Panel title={t('team.departments')}>
      {error ? <Failure error={error} onRetry={() => void refetch()} compact /> : null}
      {!error && data.length === 0 ? (
        <Text c="dimmed" fz="sm">
          {t('team.noDepartments')}
        </Text>
      ) : null}
      {data.map((department) => (
        <div key={department.id} className={classes.row}>
          <span />
          <div>
            {may ? (
              <button type="button" className={classes.plain} onClick={() => setOpen(department)}>
                {department.name}
              </button>
            ) : (
              <Text fw={500} fz="sm">
                {department.name}
              </Text>
            )}
            <div className={classes.sub}>
              {[
                department.head?.name ?? t('team.noHead'),
                t('team.memberCount', { count: department.members.length }),
              ].join(' · ')}
            </div>
          </div>
        </div>
      ))}
      {may ? (
        <Button mt="sm" variant="default" leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
          {t('team.addDepartment')}
        </Button>
      ) : null}
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={open === 'new' ? t('team.addDepartment') : t('team.editDepartment')}
      >
        {open ? <Form department={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
      </Modal>
    </Panel>
  )
}

function Form({ department, onClose }: { department: DepartmentView | null; onClose: () => void }) {
  const { t } = useTranslation()
  const people = useStaff()
    .filter((person) => person.active)
    .map(({ id, name }) => ({ value: id, label: name }))
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: {
      name: department?.name ?? '',
      headId: department?.head?.id ?? null,
      memberIds: department?.members.map(({ id }) => id) ?? [],
    },
    validate: { name: (value) => (value.trim() ? null : t('common.required')) },
  })
  const run = async (work: () => Promise<unknown>, done: string) => {
    setBusy(true)
    try {
      await work()
      toastDone(done)
      onClose()
    } catch (error) {
      if (error instanceof ApiError) form.setErrors(error.fields)
      toastError(error)
      setBusy(false)
    }
  }
  const submit = form.onSubmit((values) =>
    run(
      () =>
        department
          ? teamCommands.updateDepartment(department.id, { ...values, expectedVersion: department.version })
          : teamCommands.addDepartment(values),
      t('common.saved'),
    ),
  )
  return (
    <form onSubmit={submit} aria-label={t('team.editDepartment')}>
      <Stack>
        <TextInput
          label={t('team.departmentName')}
          maxLength={120}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Select
          label={t('team.head')}
          clearable
          searchable
          placeholder={t('common.notAssigned')}
          data={people}
          {...form.getInputProps('headId')}
        />
        <MultiSelect
          label={t('team.members')}
          searchable
          data={people}
          {...form.getInputProps('memberIds')}
        />
        <Group justify="space-between">
          <Button type="submit" loading={busy}>
            {t('common.save')}
          </Button>
          {department ? (
            <Button
              variant="subtle"
              color="ember"
              disabled={busy}
              onClick={() => void run(() => teamCommands.dissolve(department.id), t('team.dissolved'))}
            >
              {t('team.dissolve')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </form>
  )
}
