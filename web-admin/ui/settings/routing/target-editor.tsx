import { MultiSelect, Select, SimpleGrid } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Role, RoutingRuleView } from '../../../api/contract'
import { useStaff } from '../../api/reference'
import { useDepartments } from '../team/team'

type Target = RoutingRuleView['target']

const kinds = ['department', 'person', 'roles'] as const
/** Those who may answer clients. */
const roles = ['sales', 'account', 'assistant', 'head', 'admin'] as const satisfies readonly Role[]

const beginnings: { [K in Target['kind']]: Extract<Target, { kind: K }> } = {
  department: { kind: 'department', departmentId: '' },
  person: { kind: 'person', staffId: '' },
  roles: { kind: 'roles', roles: ['sales'] },
}

/** Whom a rule gives to: a department, a person, or everybody of some roles. */
export function TargetEditor({ target, onChange }: { target: Target; onChange: (target: Target) => void }) {
  const { t } = useTranslation()
  const people = useStaff().filter((person) => person.active && person.role !== 'marketer')
  const departments = useDepartments().data ?? []
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label={t('routing.target')}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: t(`routing.targets.${value}`) }))}
        value={target.kind}
        onChange={(value) => onChange(beginnings[kinds.find((kind) => kind === value) ?? 'roles'])}
      />
      {target.kind === 'department' ? (
        <Select
          label={t('team.department')}
          data={departments.map(({ id, name }) => ({ value: id, label: name }))}
          value={target.departmentId || null}
          onChange={(value) => onChange({ kind: 'department', departmentId: value ?? '' })}
        />
      ) : target.kind === 'person' ? (
        <Select
          label={t('team.name')}
          searchable
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
          value={target.staffId || null}
          onChange={(value) => onChange({ kind: 'person', staffId: value ?? '' })}
        />
      ) : (
        <MultiSelect
          label={t('team.role')}
          data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
          value={target.roles}
          onChange={(values) =>
            onChange({ kind: 'roles', roles: roles.filter((role) => values.includes(role)) })
          }
        />
      )}
    </SimpleGrid>
  )
}
