import { Avatar, Badge, Button, Text } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '../../../api/contract'
import { useStaff } from '../../api/reference'
import { useMay } from '../../api/session'
import { colorOf, initials } from '../../parts/initials'
import { Page } from '../../parts/page'
import { Panel } from '../panel'
import classes from '../panel.module.css'
import { Departments } from './departments'
import { NewPerson } from './new-person'
import { PersonDrawer } from './person-drawer'
import { PresenceBadge } from './presence-badge'

/** The team: who is there, in which department, with what rights. Heads change it, everybody sees it. */
export function TeamPage() {
  const { t } = useTranslation()
  const staff = useStaff()
  const mayAdd = useMay('staff.create')
  const [open, setOpen] = useState<string | null>(null)
  const [adding, setAdding] = useState(false)
  const gone = staff.filter((person) => !person.active)
  return (
    <Page
      title={t('team.title')}
      back="/settings"
      lead={t('team.lead')}
      narrow
      actions={
        mayAdd ? (
          <Button leftSection={<IconUserPlus size={16} />} onClick={() => setAdding(true)}>
            {t('team.add')}
          </Button>
        ) : null
      }
    >
      <Panel title={t('team.people')} lead={mayAdd ? undefined : t('team.notYours')}>
        {staff
          .filter((person) => person.active)
          .map((person) => (
            <Row key={person.id} person={person} onOpen={mayAdd ? () => setOpen(person.id) : undefined} />
          ))}
      </Panel>
      <Departments />
      {gone.length > 0 ? (
        <Panel title={t('team.gone')}>
          {gone.map((person) => (
            <Row key={person.id} person={person} />
          ))}
        </Panel>
      ) : null}
      <PersonDrawer personId={open} onClose={() => setOpen(null)} />
      <NewPerson opened={adding} onClose={() => setAdding(false)} onAdded={setOpen} />
    </Page>
  )
}

function Row({ person, onOpen }: { person: StaffRow; onOpen?: (() => void) | undefined }) {
  const { t } = useTranslation()
  const under = [person.title || t(`roles.${person.role}`), person.department?.name]
    .filter(Boolean)
    .join(' · ')
  return (
    <div className={classes.row}>
      <Avatar src={person.photoUrl || null} radius={999} size={38} color={colorOf(person.name)} alt="">
        {initials(person.name)}
      </Avatar>
      <div>
        {onOpen ? (
          <button type="button" className={classes.plain} onClick={onOpen}>
            {person.name}
          </button>
        ) : (
          <Text fw={500} fz="sm">
            {person.name}
          </Text>
        )}
        <div className={classes.sub}>{under}</div>
      </div>
      {person.presence ? <PresenceBadge presence={person.presence} /> : null}
      {person.active ? (
        <Badge color={person.linked ? 'pine' : 'gray'} variant="outline" visibleFrom="xs">
          {person.linked ? t('team.linked') : t('team.notLinked')}
        </Badge>
      ) : null}
    </div>
  )
}
